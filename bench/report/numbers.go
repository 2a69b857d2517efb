package report

import (
	"math"
	"strconv"
	"strings"
)

// none stands for a figure that does not exist.
const none = "-"

// figure writes x with three significant digits and without exponents, thousands
// apart.
func figure(x float64) string {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return none
	}
	if x == 0 {
		return "0"
	}
	rounded, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'e', 2, 64), 64)
	decimals := max(0, 2-int(math.Floor(math.Log10(math.Abs(rounded)))))
	text := strconv.FormatFloat(rounded, 'f', decimals, 64)
	return thousands(text)
}

// Figure writes x with three significant digits, and [None] where there is no x.
func Figure(x float64) string { return figure(x) }

// None stands for a figure that does not exist.
const None = none

// Seconds writes a time in the unit that suits it.
func Seconds(s float64) string { return seconds(s) }

// Percent writes a fraction.
func Percent(x float64) string { return percent(x) }

// thousands puts a space between groups of three digits of numbers that have at
// least five before the point.
func thousands(text string) string {
	whole, fraction, point := strings.Cut(text, ".")
	if len(whole) < 5 {
		return text
	}
	for at := len(whole) - 3; at > 0; at -= 3 {
		whole = whole[:at] + " " + whole[at:]
	}
	if point {
		whole += "." + fraction
	}
	return whole
}

// Count writes a whole number.
func Count(n int) string { return thousands(strconv.Itoa(n)) }

// seconds writes a time in the unit that suits it.
func seconds(s float64) string {
	for _, unit := range []struct {
		name string
		size float64
	}{{"s", 1}, {"ms", 1e-3}, {"µs", 1e-6}} {
		if s >= 0.9995*unit.size {
			return figure(s/unit.size) + " " + unit.name
		}
	}
	if math.IsNaN(s) {
		return none
	}
	return figure(s*1e9) + " ns"
}

// percent writes a fraction.
func percent(x float64) string {
	switch p := 100 * x; {
	case math.IsNaN(p):
		return none
	case p < 0.1:
		return "<0.1%"
	case p < 9.95:
		return strconv.FormatFloat(p, 'f', 1, 64) + "%"
	case p < 999.5:
		return strconv.FormatFloat(p, 'f', 0, 64) + "%"
	default:
		return ">999%"
	}
}

// Bytes writes a size in binary units.
func Bytes(x float64) string {
	units := []string{"B", "KiB", "MiB", "GiB", "TiB"}
	for x >= 1024 && len(units) > 1 {
		x, units = x/1024, units[1:]
	}
	return figure(x) + " " + units[0]
}

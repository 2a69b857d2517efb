package report

import (
	"math"
	"strconv"
	"strings"

	"sumlog/bench/measure"
)

// None stands for a figure that does not exist.
const None = "-"

// Figure writes x with three significant digits, from a thousandth to a million without an
// exponent and thousands apart.
func Figure(x float64) string {
	size := math.Abs(x)
	switch {
	case math.IsNaN(x) || math.IsInf(x, 0):
		return None
	case x == 0:
		return "0"
	case size < 0.9995e-3 || size >= 999_500:
		significand, exponent, _ := strings.Cut(strconv.FormatFloat(x, 'e', 2, 64), "e")
		n, _ := strconv.Atoi(exponent)
		return significand + "e" + strconv.Itoa(n)
	}
	rounded, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'e', 2, 64), 64)
	decimals := max(0, 2-int(math.Floor(math.Log10(math.Abs(rounded)))))
	return measure.Thousands(strconv.FormatFloat(rounded, 'f', decimals, 64))
}

// Seconds writes a time in the unit that suits it.
func Seconds(s float64) string {
	for _, unit := range []struct {
		name string
		size float64
	}{{" s", 1}, {" ms", 1e-3}, {" µs", 1e-6}, {" ns", 1e-9}} {
		if s >= 0.9995*unit.size || unit.size == 1e-9 {
			return Figure(s/unit.size) + unit.name
		}
	}
	return None
}

// Percent writes a fraction.
func Percent(x float64) string {
	switch p := 100 * x; {
	case math.IsNaN(p):
		return None
	case p < 0.1:
		return "<0.1%"
	case p < 9.95:
		return strconv.FormatFloat(p, 'f', 1, 64) + "%"
	default:
		return WholePercent(x)
	}
}

// WholePercent writes a fraction without decimals.
func WholePercent(x float64) string {
	switch p := 100 * x; {
	case math.IsNaN(p):
		return None
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
	return Figure(x) + " " + units[0]
}

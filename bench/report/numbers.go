package report

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// none stands for a figure that does not exist.
const none = "-"

// figure writes x with three significant digits, from a thousandth to a million without
// an exponent and thousands apart. It takes 8 columns at most where |x| is 0 or from 1e-99
// to 1e99, and a ninth for the sign.
func figure(x float64) string {
	switch size := math.Abs(x); {
	case math.IsNaN(x) || math.IsInf(x, 0):
		return none
	case x == 0:
		return "0"
	case size < 0.9995e-3 || size >= 999_500:
		return scientific(x, 3)
	}
	return fixed(x, 3)
}

// fit writes x with as many of three significant digits as width columns have room for,
// with an exponent where that shows more of them. Width is 5 or more. Where not even one
// digit and the exponent fit, which takes |x| < 1e-9 or |x| >= 1e10 of negative numbers,
// and |x| < 1e-99 or |x| >= 1e100 of others, x is written as 0 or as >1e99.
func fit(x float64, width int) string {
	text := figure(x)
	for digits := 3; utf8.RuneCountInString(text) > width && digits > 0; digits-- {
		if text = fixed(x, digits); utf8.RuneCountInString(text) > width {
			text = scientific(x, digits)
		}
	}
	switch {
	case utf8.RuneCountInString(text) <= width:
		return text
	case math.Abs(x) < 1:
		return "0"
	}
	return ">1e99"
}

// fixed writes x, which is finite and not 0, without an exponent. The digits it cannot
// round off are those before the point.
func fixed(x float64, digits int) string {
	rounded, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'e', digits-1, 64), 64)
	magnitude := int(math.Floor(math.Log10(math.Abs(rounded))))
	decimals := max(0, digits-1-magnitude)
	return thousands(strconv.FormatFloat(rounded, 'f', decimals, 64))
}

// scientific writes x with an exponent without a plus sign or leading zeros.
func scientific(x float64, digits int) string {
	significand, exponent, _ := strings.Cut(strconv.FormatFloat(x, 'e', digits-1, 64), "e")
	n, _ := strconv.Atoi(exponent)
	return significand + "e" + strconv.Itoa(n)
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

// seconds writes a time in the unit that suits it, in 9 columns at most.
func seconds(s float64) string {
	const width = 9
	if math.IsNaN(s) || math.IsInf(s, 0) {
		return none
	}
	for _, unit := range []struct {
		name string
		size float64
	}{{" s", 1}, {" ms", 1e-3}, {" µs", 1e-6}} {
		if s >= 0.9995*unit.size {
			return fit(s/unit.size, width-utf8.RuneCountInString(unit.name)) + unit.name
		}
	}
	return fit(s*1e9, width-3) + " ns"
}

// percent writes a fraction, in 5 columns at most.
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

// wholePercent writes a fraction without decimals, in 5 columns at most.
func wholePercent(x float64) string {
	switch p := 100 * x; {
	case math.IsNaN(p):
		return none
	case p < 999.5:
		return strconv.FormatFloat(p, 'f', 0, 64) + "%"
	default:
		return ">999%"
	}
}

// WholePercent writes a fraction without decimals.
func WholePercent(x float64) string { return wholePercent(x) }

// Bytes writes a size in binary units.
func Bytes(x float64) string {
	units := []string{"B", "KiB", "MiB", "GiB", "TiB"}
	for x >= 1024 && len(units) > 1 {
		x, units = x/1024, units[1:]
	}
	return figure(x) + " " + units[0]
}

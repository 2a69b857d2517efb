package report

import (
	"fmt"
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
	text := strconv.FormatFloat(x, 'e', 2, 64)
	significand, exponent, _ := strings.Cut(text, "e")
	n, _ := strconv.Atoi(exponent)
	switch {
	case math.IsNaN(x) || math.IsInf(x, 0):
		return None
	case x == 0:
		return "0"
	case n < -3 || n > 5:
		return significand + "e" + strconv.Itoa(n)
	}
	rounded, _ := strconv.ParseFloat(text, 64)
	if n < 4 {
		return strconv.FormatFloat(rounded, 'f', max(0, 2-n), 64)
	}
	return measure.Count(int(rounded))
}

// Seconds writes a time in the unit that suits it.
func Seconds(s float64) string {
	for i, unit := range []string{" s", " ms", " µs"} {
		if size := math.Pow(1e-3, float64(i)); s >= 0.9995*size {
			return Figure(s/size) + unit
		}
	}
	return Figure(s*1e9) + " ns"
}

func Percent(x float64) string {
	switch p := 100 * x; {
	case p < 0.1:
		return "<0.1%"
	case p < 9.95:
		return fmt.Sprintf("%.1f%%", p)
	}
	return WholePercent(x)
}

// WholePercent is Percent without decimals.
func WholePercent(x float64) string {
	switch p := 100 * x; {
	case math.IsNaN(p):
		return None
	case p >= 999.5:
		return ">999%"
	default:
		return fmt.Sprintf("%.0f%%", p)
	}
}

func Bytes(x float64) string {
	units := []string{"B", "KiB", "MiB", "GiB", "TiB"}
	for x >= 1024 && len(units) > 1 {
		x, units = x/1024, units[1:]
	}
	return Figure(x) + " " + units[0]
}

package page

import (
	"fmt"
	"math"
	"strconv"

	"gonum.org/v1/plot"
)

// powers ticks a logarithmic axis at powers of ten, and between them without a label.
type powers struct{ label func(x float64) string }

// Ticks implements plot.Ticker.
func (p powers) Ticks(low, high float64) (ticks []plot.Tick) {
	if !(low > 0 && low < high && high < math.Inf(1)) {
		return nil
	}
	for e := int(math.Floor(math.Log10(low))); e <= int(math.Ceil(math.Log10(high))); e++ {
		for digit := 1.0; digit < 10; digit++ {
			x := digit * math.Pow10(e)
			if x < low*0.9999 || x > high*1.0001 {
				continue
			}
			tick := plot.Tick{Value: x}
			// Within one power, halves and fifths have to tell the scale.
			if digit == 1 || high <= 10.1*low && (digit == 2 || digit == 5) {
				tick.Label = p.label(x)
			}
			ticks = append(ticks, tick)
		}
	}
	return ticks
}

// twos ticks a logarithmic axis of counts at powers of a base.
type twos struct{ base float64 }

// Ticks implements plot.Ticker.
func (t twos) Ticks(low, high float64) (ticks []plot.Tick) {
	for x := 4.0; x <= high*1.0001; x *= t.base {
		if x >= low*0.9999 {
			ticks = append(ticks, plot.Tick{Value: x, Label: binary(x)})
		}
	}
	return ticks
}

// binary writes a count in binary thousands.
func binary(x float64) string {
	for _, unit := range []struct {
		size float64
		name string
	}{{1 << 30, "Gi"}, {1 << 20, "Mi"}, {1 << 10, "Ki"}} {
		if x >= unit.size {
			return strconv.FormatFloat(x/unit.size, 'g', 3, 64) + " " + unit.name
		}
	}
	return strconv.FormatFloat(x, 'g', 4, 64)
}

// plainNumber writes the number of a tick, without an exponent from a hundred-thousandth
// to a million.
func plainNumber(x float64) string {
	if x != 0 && (math.Abs(x) < 0.99e-5 || math.Abs(x) > 1.01e6) {
		return strconv.FormatFloat(x, 'e', -1, 64)
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}

// times writes a ratio.
func times(x float64) string {
	if x >= 1000 {
		return fmt.Sprintf("%g k×", x/1000)
	}
	return plainNumber(x) + "×"
}

// decades widens a range to whole steps of a logarithmic axis.
func decades(low, high float64) (float64, float64) {
	round := func(x float64, up bool) float64 {
		e := math.Pow10(int(math.Floor(math.Log10(x))))
		steps := []float64{1, 2, 5, 10}
		if up {
			for _, s := range steps {
				if s*e >= x*0.9999 {
					return s * e
				}
			}
		}
		best := e
		for _, s := range steps {
			if s*e <= x*1.0001 {
				best = s * e
			}
		}
		return best
	}
	return round(low, false), round(high, true)
}

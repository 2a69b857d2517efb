package generic

import "math"

const (
	// XLogYMin is the smallest y of the ordinary path, just above the subnormal numbers: there
	// the reduction's shifted exponent is positive.
	XLogYMin = 0x1.5p-1022
	// XLogYSafe is the least |x·ln y| whose error is exact.
	XLogYSafe = 0x1p-960
)

// XLogY sets dst[j] to x[j]·ln y[j].
func XLogY(dst, x, y []float64) {
	for j, v := range x {
		dst[j] = xlogy(v, y[j])
	}
}

func xlogy(x, y float64) float64 {
	if x == 0 && y == y {
		y = 1
	}
	if y >= XLogYMin && y <= math.MaxFloat64 {
		h, t := logHL(y)
		g := float64(x * h)
		// h is 0 at 1 alone.
		if a := math.Abs(g); h == 0 || a >= XLogYSafe && a <= math.MaxFloat64 {
			return g + math.FMA(x, t, math.FMA(x, h, -g))
		}
	}
	return xlogySpecial(x, y)
}

// xlogySpecial is xlogy of any x and y, but those of which x·ln y is 0: |x| is taken apart, and
// its power of two comes last.
func xlogySpecial(x, y float64) float64 {
	l := log(y)
	if !(math.Abs(l) <= math.MaxFloat64 && math.Abs(x) <= math.MaxFloat64) {
		return x * l
	}
	var k float64
	if y < 0x1p-1022 {
		y = math.Float64frombits(math.Float64bits(y)|OneBits) - 1
		k = -(bias - 1)
	}
	v := reduce(y)
	v.k += k
	h, t := v.log()
	if h < 0 {
		h, t = -h, 0-t
	}
	bits, exp := math.Float64bits(math.Abs(x)), int64(-bias)
	if bits <= MantissaMask {
		bits, exp = math.Float64bits(math.Float64frombits(bits|OneBits)-1), exp-(bias-1)
	}
	exp += int64(bits >> 52)
	m := math.Float64frombits(bits&MantissaMask | OneBits)
	g := float64(m * h)
	e := math.FMA(m, t, math.FMA(m, h, -g))
	f := g + e
	return math.Copysign(scale(f, (g-f)+e, exp), float64(x*l))
}

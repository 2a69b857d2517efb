package generic

import "math"

// LogGamma sets dst[j] to ln Γ(x[j]).
func LogGamma(dst, x []float64) {
	for j, v := range x {
		dst[j] = logGamma(v)
	}
}

func logGamma(x float64) float64 {
	switch {
	case !(x >= 0):
		return math.NaN()
	case x == 0 || x >= GammaOverflow:
		return math.Inf(1)
	case x < 0x1p-1022:
		return 0 - log(x) // ln Γ(x) = -ln x - γ·x + …
	case x < FirstLarge:
		j := nearest(x)
		h, l := gammaSmall(x-j, j, x-1, false)
		return h + l
	case x < GammaHuge:
		h, l := gammaLarge(x, -0.5)
		return h + l
	}
	return gammaHuge(x)
}

// LogFactorial sets dst[j] to ln Γ(1+x[j]), without rounding 1+x.
func LogFactorial(dst, x []float64) {
	for j, v := range x {
		dst[j] = logFactorial(v)
	}
}

func logFactorial(x float64) float64 {
	switch {
	case !(x >= -1):
		return math.NaN()
	case x == -1 || x >= GammaOverflow:
		return math.Inf(1)
	case -FlatGamma < x && x < FlatGamma:
		return gamma1(x)
	case x < FirstLarge:
		j := nearest(x)
		h, l := gammaSmall(x-j, j+1, x, false)
		return h + l
	case x < GammaHuge:
		h, l := gammaLarge(x, 0.5)
		return h + l
	}
	return gammaHuge(x)
}

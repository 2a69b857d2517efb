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
	case x <= GammaLeast:
		h, l := gammaBelow9(x)
		return h + l
	case x <= GammaMost:
		u, s, t := gammaSmall(x - 1)
		return math.FMA(u, s, float64(u*t))
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
	case 1+x <= GammaLeast:
		return gammaNearPole(x)
	case 1+x <= GammaMost:
		u, s, t := gammaSmall(x)
		return math.FMA(u, s, float64(u*t))
	case x < GammaHuge:
		h, l := gammaLarge(x, 0.5)
		return h + l
	}
	return gammaHuge(x)
}

// gammaNearPole returns ln Γ(1+x), rounded, 0 < 1+x <= 9/16. What 1+x lacks, from -1/2 on, is
// multiplied by the derivative, for which a straight line serves there.
func gammaNearPole(x float64) float64 {
	y := 1 + x
	h, l := gammaBelow9(y)
	slope := math.FMA(y, DigammaSlope, DigammaZero)
	return h + math.FMA(x-(y-1), slope, l)
}

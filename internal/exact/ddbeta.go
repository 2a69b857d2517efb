package exact

import "math"

// LogGammaDD is [LogGamma] as a [DD]. It panics for the x for which LogGamma does.
func LogGammaDD(x float64) DD {
	checkGamma("LogGammaDD", x > 0, x)
	return gammaDD(exactly(x))
}

// gammaDD returns ln Γ(x) for x > 0: beside the zeros, the rise from them, or up to them.
func gammaDD(x DD) DD {
	switch one, two := exactly(1), exactly(2); {
	case x.hi < 0x1p-150: // -ln x - γ·x + …
		v := x.log(0).neg()
		v.err += x.hi
		return v
	case x.hi < 0.5:
		return risingDD(one, x).minus(x.log(0))
	case x.hi < 1:
		return risingDD(x, one.minus(x)).neg()
	case x.hi < 1.5:
		return risingDD(one, x.minus(one))
	case x.hi < 2:
		return risingDD(x, two.minus(x)).neg()
	case x.hi < 3:
		return risingDD(two, x.minus(two))
	}
	return stirlingDD(x).plus(stirlingPairs().halfLn2Pi)
}

// LogFactorialDD is [LogFactorial] as a [DD]. It panics for the x for which LogFactorial does.
func LogFactorialDD(x float64) DD {
	checkGamma("LogFactorialDD", x > -1, x)
	one, two, v := exactly(1), exactly(2), exactly(x)
	z := one.plus(v)
	switch {
	case x < -0.5:
		return gammaDD(z)
	case x < 0:
		return risingDD(z, v.neg()).neg()
	case x < 0.5:
		return risingDD(one, v)
	case x < 1:
		return risingDD(z, one.minus(v)).neg()
	case x < 2:
		return risingDD(two, v.minus(one))
	}
	return gammaDD(z)
}

// LogRisingDD is [LogRising] as a [DD]. It panics for the x and n for which LogRising does.
func LogRisingDD(x, n float64) DD {
	checkGamma("LogRisingDD", x > 0 && n >= 0, x, n)
	return risingDD(exactly(x), exactly(n))
}

// LogBetaDD is [LogBeta] as a [DD]. It panics for the a and b for which LogBeta does.
func LogBetaDD(a, b float64) DD {
	checkGamma("LogBetaDD", a > 0 && b > 0, a, b)
	if a < b {
		a, b = b, a
	}
	if b < ddShift {
		return gammaDD(exactly(b)).minus(risingDD(exactly(a), exactly(b)))
	}
	return entropyDD(exactly(a), exactly(b), exactly(a).plus(exactly(b)), -0.5).neg()
}

// LogBinomialDD is [LogBinomial] as a [DD]. It panics for the n and k for which LogBinomial
// does.
func LogBinomialDD(n, k float64) DD {
	checkGamma("LogBinomialDD", 0 <= k && k <= n, n, k)
	b := min(k, n-k) // not rounded: n-k is k or more, or exact
	a := exactly(n).minus(exactly(b))
	switch {
	case k == 0 || k == n:
		return DD{}
	case b < ddShift:
		return risingDD(a.plus(exactly(1)), exactly(b)).minus(LogFactorialDD(b))
	}
	return entropyDD(a, exactly(b), exactly(n), 0.5)
}

// LogMultichooseDD is [LogMultichoose] as a [DD], for r > 0 only. It panics for other r and for
// the y for which LogMultichoose does.
func LogMultichooseDD(r, y float64) DD {
	checkGamma("LogMultichooseDD", r > 0 && y >= 0, r, y)
	switch {
	case y == 0 || r == 1:
		return DD{}
	case y <= ddFactors && y == math.Trunc(y):
		return productDD(exactly(r), int(y), true)
	}
	return LogBetaDD(r, y).plus(exactly(y).log(0)).neg()
}

// entropyDD returns, for a >= b >= ddShift and c = a+b,
//
//	b·ln(c/b) + (a+h)·ln(c/a) - h·ln b - ln(2π)/2 + tail(c) - tail(a) - tail(b)
//
// which is ln of the binomial c over b for h = 1/2, and -ln B(a, b) for h = -1/2.
func entropyDD(a, b, c DD, h float64) DD {
	v := b.times(c.over(b).log(0))
	v = v.plus(a.plus(exactly(h)).times(b.over(a).log1p()))
	v = v.minus(exactly(h).times(b.log(0))).minus(stirlingPairs().halfLn2Pi)
	return v.plus(tailDD(c)).minus(tailDD(a)).minus(tailDD(b))
}

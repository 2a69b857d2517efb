package constants

import (
	"math"
	"math/big"
	"testing"

	"sumlog/internal/exact"
	"sumlog/internal/generic"
)

// points is into how many parts an interval is cut. An error curve has at most a dozen
// waves: its top is above the nearest point by less than 10^-4 of its height.
const points = 5_000

// TestErrors holds the stated errors against math/big.
func TestErrors(t *testing.T) {
	relative := func(r *big.Float) *big.Float { return quo(logError(r), r) }
	scaled := func(i *big.Float) *big.Float { return mul(stirlingError(i), i) }
	ratio := func(s *big.Float) *big.Float { return quo(ratioError(s), add(s, s)) }
	twelfth := quo(float(1), float(12))
	measured := map[string]float64{
		"Ln2Hi+Ln2Lo":       splitError(ln(2), generic.Ln2Hi, generic.Ln2Lo),
		"Ln2+Ln2Tail":       splitError(ln(2), generic.Ln2, generic.Ln2Tail),
		"LogQ":              worst(-0.0704, 0.0665, logError),
		"LogQ/r":            worst(-1./32, 1./16, relative),
		"AtanhR":            worst(0x1p-20, 3-2*math.Sqrt2, atanhError),
		"i*Stirling":        worst(0x1p-10, 1./16, scaled),
		"CarefulLn2":        splitError(ln(2), generic.CarefulLn2[:]...),
		"CarefulQ":          worst(0x1p-10, 0.073, carefulError),
		"RatioR":            worst(0x1p-10, 0.2004, ratioError),
		"RatioR/2s":         worst(0x1p-10, 0.2004, ratio),
		"ExpLn2Hi+ExpLn2Lo": splitError(quo(ln(2), float(8)), generic.ExpLn2Hi, generic.ExpLn2Lo),
		"ExpE":              worst(-halfStep, halfStep, expError),
		// What is left of the interval is 0, nearly.
		"GammaStirling": max(worst(0x1p-10, 1./8, gammaStirlingError),
			splitError(twelfth, generic.GammaStirling[0])),
		"HalfLn2Pi+HalfLn2PiLo": splitError(halfLn2Pi(), generic.HalfLn2Pi, generic.HalfLn2PiLo),
		"Stirling": max(worst(0x1p-10, 1./16, stirlingError),
			splitError(twelfth, generic.Stirling[0])),
	}
	for i, c := range generic.LogC {
		first, last := cell(i)
		for name, r := range map[string]float64{"max(-r)": 1 - first*c, "max(r)": last*c - 1} {
			measured[name] = max(measured[name], r)
		}
		e := splitError(sub(float(0), ln(c)), generic.LogHi[i], generic.LogLo[i])
		measured["LogHi+LogLo"] = max(measured["LogHi+LogLo"], e)
	}
	for i, c := range generic.LogC {
		e := splitError(sub(float(0), ln(c)),
			generic.LogHi[i], generic.CarefulLogMid[i], generic.CarefulLogRest[i])
		measured["CarefulLogRest"] = max(measured["CarefulLogRest"], e)
	}
	for i, t := range generic.ExpT {
		power := powerOf2Eighth(i)
		lacking := sub(quo(power, float(t)), float(1))
		measured["ExpT*(1+ExpR)"] = max(measured["ExpT*(1+ExpR)"], splitError(lacking, generic.ExpR[i]))
	}
	for i := range generic.GammaZero {
		for name, e := range gammaErrors(i) {
			measured[name] = max(measured[name], e)
		}
	}
	for _, b := range bounds {
		got, ok := measured[b.name]
		if b.name == "AtanhR.minimax" {
			continue // not a polynomial of ours
		}
		if !ok || !b.holds(got) {
			t.Errorf("the error of %s is %g = 2^%.2f, not %s", b.name, got, math.Log2(got), b.stated)
		}
	}
}

// splitError returns by how much the parts miss x.
func splitError(x *big.Float, parts ...float64) float64 {
	for _, p := range parts {
		x = sub(x, float(p))
	}
	return math.Abs(nearest(x))
}

// worst returns the largest |f| at points between from and to.
func worst(from, to float64, f func(*big.Float) *big.Float) (largest float64) {
	for i := range points + 1 {
		x := from + (to-from)*float64(i)/points
		if x != 0 {
			largest = max(largest, math.Abs(nearest(f(float(x)))))
		}
	}
	return largest
}

// polynomial is c[0] + c[1]·x + …
func polynomial(c []float64, x *big.Float) *big.Float {
	sum := float(0)
	for k := len(c) - 1; k >= 0; k-- {
		sum = add(mul(sum, x), float(c[k]))
	}
	return sum
}

// logError is the error of r - r²/2 + r³·q(r).
func logError(r *big.Float) *big.Float {
	approximation := polynomial(append([]float64{0, 1, -0.5}, generic.LogQ[:]...), r)
	return sub(exact.Log(add(float(1), r)), approximation)
}

// atanhError is the error of R: of z·(AtanhR[0] + …) against 2·atanh(s)/s - 2.
func atanhError(s *big.Float) *big.Float {
	one, z := float(1), mul(s, s)
	atanh2 := exact.Log(quo(add(one, s), sub(one, s)))
	return sub(sub(quo(atanh2, s), float(2)), mul(z, polynomial(generic.AtanhR[:], z)))
}

// stirlingError is the error of Stirling[0] + Stirling[1]·i² + … The correction it stands
// for, at a = 1/i, comes from the definition of ln Γ: with L(a) = (a-1/2)·ln a - a,
//
//	ln Γ(a) = ln Γ(b) - ln(a·(a+1)···(b-1)),   correction(a) = ln Γ(a) - L(a) - ln(2π)/2
//
// and at b = a + 2^30 the correction is 1/(12·b) to 2^-98.
func stirlingError(i *big.Float) *big.Float {
	const n = 1 << 30
	x := 1/nearest(i) - 1
	a := add(float(x), float(1))
	b := add(a, float(n))
	correction := quo(float(1), mul(float(12), b))
	correction = add(correction, sub(stirlingMain(b), stirlingMain(a)))
	correction = sub(correction, exact.LogAccumulate(x, n))
	// i was rounded on the way to a.
	i = quo(float(1), a)
	return sub(quo(correction, i), polynomial(generic.Stirling[:], mul(i, i)))
}

// stirlingMain is L.
func stirlingMain(a *big.Float) *big.Float {
	return sub(mul(sub(a, float(0.5)), exact.Log(a)), a)
}

// halfStep bounds the argument of the polynomial of e^r.
const halfStep = math.Ln2 / 16 * (1 + 0x1p-20)

// expError is the error of 1 + r + r²·ExpE(r).
func expError(r *big.Float) *big.Float {
	approximation := polynomial(append([]float64{1, 1}, generic.ExpE[:]...), r)
	return sub(exact.Exp(nearest(r)), approximation)
}

// powerOf2Eighth is 2^(i/8), by three square roots.
func powerOf2Eighth(i int) *big.Float {
	power := float(math.Ldexp(1, i))
	for range 3 {
		power = new(big.Float).Sqrt(power)
	}
	return power
}

// ratioError is the error of 2s + s·z·RatioR(z), z = s².
func ratioError(s *big.Float) *big.Float {
	one, z := float(1), mul(s, s)
	atanh2 := exact.Log(quo(add(one, s), sub(one, s)))
	approximation := add(add(s, s), mul(mul(s, z), polynomial(generic.RatioR[:], z)))
	return sub(atanh2, approximation)
}

// carefulError is the error of the series of 2·atanh(s/2), relative to s.
func carefulError(s *big.Float) *big.Float {
	z := mul(s, s)
	e, power, four := float(0), z, float(4)
	for n := 1; n <= 30; n++ {
		e = add(e, mul(quo(float(1), mul(float(float64(2*n+1)), four)), power))
		power, four = mul(power, z), mul(four, float(4))
	}
	power = z
	for _, a := range generic.CarefulSeries {
		e = sub(e, mul(add(float(a[0]), float(a[1])), power))
		power = mul(power, z)
	}
	return sub(e, mul(polynomial(generic.CarefulQ[:], z), power))
}

package exact

import (
	"fmt"
	"math"
	"math/big"
	"slices"
	"sync"
)

const (
	// gammaBits: sums of ln Γ err by less than 2^-gammaBits of the result, besides its rounding
	// to Prec bits.
	gammaBits = 164
	// maxGammaPrec is the precision at which a sum counts as 0, which it must not be. Float64
	// arguments span 2100 bits; beside a zero some hundred bits more cancel.
	maxGammaPrec = 1 << 14
)

// LogGamma returns ln Γ(x) for finite x > 0; it panics otherwise. The relative error is
// below 2^-160 for every x, those beside the zeros 1 and 2 included. See [logGammaSum].
func LogGamma(x float64) *big.Float {
	checkGamma("LogGamma", x > 0, x)
	if x == 1 || x == 2 {
		return new(big.Float).SetPrec(Prec)
	}
	return logGammaSum(term{1, sum(x)}, term{-1, sum(1)})
}

// LogFactorial returns ln Γ(1+x) for finite x > -1; it panics otherwise. The relative error
// is below 2^-160 for every x: 1+x is not rounded.
func LogFactorial(x float64) *big.Float {
	checkGamma("LogFactorial", x > -1, x)
	if x == 0 || x == 1 {
		return new(big.Float).SetPrec(Prec)
	}
	return logGammaSum(term{1, sum(x, 1)}, term{-1, sum(1)})
}

// LogRising returns ln Γ(x+n) - ln Γ(x) for finite x > 0 and n >= 0; it panics otherwise.
// The relative error is below 2^-160 for all x and n: x+n is not rounded.
func LogRising(x, n float64) *big.Float {
	checkGamma("LogRising", x > 0 && n >= 0, x, n)
	if n == 0 || x == 1 && n == 1 {
		return new(big.Float).SetPrec(Prec)
	}
	return logGammaSum(term{1, sum(x, n)}, term{-1, sum(x)})
}

// LogBeta returns ln B(a, b) = ln Γ(a) + ln Γ(b) - ln Γ(a+b) for finite a, b > 0; it panics
// otherwise. The relative error is below 2^-160 for all a and b.
func LogBeta(a, b float64) *big.Float {
	checkGamma("LogBeta", a > 0 && b > 0, a, b)
	if a == 1 && b == 1 {
		return new(big.Float).SetPrec(Prec)
	}
	return logGammaSum(term{1, sum(a)}, term{1, sum(b)}, term{-1, sum(a, b)}, term{-1, sum(1)})
}

// LogBinomial returns ln(Γ(n+1)/(Γ(k+1)·Γ(n-k+1))) for finite 0 <= k <= n; it panics
// otherwise. The relative error is below 2^-160 for all n and k.
func LogBinomial(n, k float64) *big.Float {
	checkGamma("LogBinomial", 0 <= k && k <= n, n, k)
	if k == 0 || k == n {
		return new(big.Float).SetPrec(Prec)
	}
	return logGammaSum(term{1, sum(n, 1)}, term{1, sum(1)},
		term{-1, sum(k, 1)}, term{-1, sum(n, -k, 1)})
}

// LogMultichoose returns ln(Γ(r+y)/(Γ(r)·Γ(y+1))) for finite r, y >= 0; it panics otherwise.
// It is 0 for y = 0 and -Inf for r = 0 and y > 0. The relative error is below 2^-160 for all
// other r and y.
func LogMultichoose(r, y float64) *big.Float {
	checkGamma("LogMultichoose", r >= 0 && y >= 0, r, y)
	switch {
	case y == 0 || r == 1:
		return new(big.Float).SetPrec(Prec)
	case r == 0:
		return new(big.Float).SetPrec(Prec).SetInf(true)
	}
	return logGammaSum(term{1, sum(r, y)}, term{1, sum(1)}, term{-1, sum(r)}, term{-1, sum(y, 1)})
}

func checkGamma(name string, inDomain bool, args ...float64) {
	infinite := slices.ContainsFunc(args, func(v float64) bool { return math.IsInf(v, 0) })
	if !inDomain || infinite {
		panic(fmt.Sprintf("exact: %s of %v: outside its domain", name, args))
	}
}

// sum returns the sum of the numbers, exactly: any three float64 have no bit above 2^1025
// and none below 2^-1074.
func sum(v ...float64) *big.Float {
	s := new(big.Float).SetPrec(2112)
	for _, x := range v {
		s.Add(s, big.NewFloat(x))
	}
	return s
}

// term is sign·ln Γ(z), z > 0.
type term struct {
	sign int
	z    *big.Float
}

// logGammaSum returns the sum of the terms, whose signs must cancel: the constant that
// [stirlingLog] leaves out goes. It must not be 0.
//
// Whatever cancels is made up for by precision: each term is computed with an absolute error
// that is known, and all of them again, in more bits, until the errors together are below
// 2^-gammaBits of their sum. So the bound holds however near the sum is to a zero. That is
// slow, some 2000 bits where n is 1e-300 and x is 1e300, but there is nothing to believe but
// stirlingLog.
func logGammaSum(terms ...term) *big.Float {
	for prec := uint(working + 32); prec <= maxGammaPrec; {
		total := new(big.Float).SetPrec(prec)
		bound := math.MinInt32
		for _, t := range terms {
			v, exp := stirlingOf(t.z, prec)
			if t.sign < 0 {
				v.Neg(v)
			}
			total.Add(total, v)
			bound = max(bound, exp)
		}
		// Four terms at most err by 2^bound each, and the three additions by half a unit of
		// partial sums that are below four times the largest, which is below 2^(bound+prec-5).
		bound += 3
		have := total.MantExp(nil) - 1 - bound
		switch {
		case total.Sign() != 0 && have >= gammaBits:
			return total.SetPrec(Prec)
		case total.Sign() != 0 && have > 0:
			prec += uint(gammaBits - have)
		default:
			prec *= 2
		}
		prec = (prec + 63) / 64 * 64
	}
	panic(fmt.Sprintf("exact: a sum of ln Γ that is 0 to %d bits", maxGammaPrec))
}

// stirlingOf is stirlingLog, with the value at 1 kept.
func stirlingOf(z *big.Float, prec uint) (v *big.Float, exp int) {
	if z.Cmp(big.NewFloat(1)) != 0 {
		return stirlingLog(z, prec)
	}
	type value struct {
		v   *big.Float
		exp int
	}
	one, ok := stirlingAtOne.Load(prec)
	if !ok {
		v, exp := stirlingLog(z, prec)
		one, _ = stirlingAtOne.LoadOrStore(prec, value{v, exp})
	}
	return new(big.Float).Set(one.(value).v), one.(value).exp
}

// stirlingAtOne holds -ln(2π)/2 by precision.
var stirlingAtOne sync.Map // uint -> value

// stirlingLog returns ln Γ(z) - ln(2π)/2 for z > 0 with an absolute error below 2^exp.
//
// With m the least integer for which y = z + m is at least prec/4,
//
//	ln Γ(z) - ln(2π)/2 = (y - 1/2)·ln y - y + tail(y) - ln(z·(z+1)···(z+m-1))
//
// Each step is rounded to prec bits, u = 2^-prec. y ln y stands for |y·ln y|, which is above
// 4·y, as y is at least 64. z and y are rounded, by at most u of each: that moves the sum by
// less than u·(1 + y ln y) and u·y ln y. The logarithm errs by 2u, the factor y - 1/2 by u and
// the product by u: 4u·y ln y. The product of m factors errs by 2m·u, m <= y, and its logarithm
// by 2u·|ln p|. The three additions err by half a unit of sums below 2·(y ln y + |ln p|). The
// tail is left out from where it is below u on, and its terms, below 1 together, err by 5u
// each, fewer than y of them. All of it is below 16u·(y ln y + |ln p|) < 2^(max + 5 - prec),
// where 2^max is above both.
func stirlingLog(z *big.Float, prec uint) (v *big.Float, exp int) {
	float := func() *big.Float { return new(big.Float).SetPrec(prec) }
	y := float().Set(z)
	product := float().SetInt64(1)
	least := big.NewFloat(float64(prec) / 4)
	for i := int64(1); y.Cmp(least) < 0; i++ {
		product.Mul(product, y)
		y.Add(z, big.NewFloat(float64(i)))
	}
	v = float().Sub(y, big.NewFloat(0.5))
	v.Mul(v, logTo(y, 0, prec))
	exp = v.MantExp(nil) + 1
	v.Sub(v, y)
	v.Add(v, tailTo(y, prec))
	ln := logTo(product, 0, prec)
	v.Sub(v, ln)
	if ln.Sign() != 0 {
		exp = max(exp, ln.MantExp(nil))
	}
	return v, exp + 5 - int(prec)
}

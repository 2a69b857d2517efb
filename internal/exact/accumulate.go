package exact

import (
	"math/big"
	"sync"
)

// shift is where Stirling's series takes over from the product: the arguments
// it sees are above it.
const shift = 32

// tailBits: the terms of Stirling's series go on until one is below
// 2^-tailBits. At arguments above 32 the 24th is; the series has 26.
const (
	tailBits  = 170
	tailTerms = 26
)

// LogAccumulate returns the sum of ln(1+i+x) for i in [0, terms), as real
// numbers: nothing is rounded before the sum. x must be finite and above -1
// and terms at least 0; it panics otherwise. The time does not depend on
// terms.
//
// For x >= 0 the relative error is below 2^-160. For -1 < x < 0 it is below
// 2^-160 relative plus 2^-200 absolute, which matters only beside the zeros
// that the sum has there, at 2 to 19 terms.
//
// One term is log1p. Up to 32 factors are multiplied, 224 bits each, before
// one logarithm: at most 64 roundings, absolute 2^-217, where for x >= 0 the
// sum is at least ln 2. The terms after them are above 3.4 each and come from
// logGammaRise; the sum is then above 40, even for x near -1, where the first
// factor is at least 2^-53 and the next 31 have a product above 31! > 2^112. So
// the bound there, 2^-169 + n·2^-213 + 4u relative, is 2^-160 relative with
// room to spare.
func LogAccumulate(x float64, terms int) *big.Float {
	checkAccumulate("LogAccumulate", x, terms)
	switch {
	case terms == 1:
		return log1p(big.NewFloat(x), Prec)
	case terms <= shift:
		return logRisingProduct(x, terms)
	case x >= shift:
		return logGammaRise(plus(x, 1), terms).SetPrec(Prec)
	}
	sum := logGammaRise(plus(x, 1+shift), terms-shift)
	return sum.Add(sum, logRisingProduct(x, shift)).SetPrec(Prec)
}

// logRisingProduct returns ln((x+1)(x+2)…(x+terms)).
func logRisingProduct(x float64, terms int) *big.Float {
	p := newProduct()
	for i := range terms {
		p.mul(plus(x, 1+i))
	}
	return p.log()
}

// plus returns x+i, rounded only where |x| is so large or so small that its
// bits and those of i span more than 224.
func plus(x float64, i int) *big.Float {
	f := new(big.Float).SetPrec(working).SetInt64(int64(i))
	return f.Add(f, big.NewFloat(x))
}

// logGammaRise returns lnΓ(b) - lnΓ(a), b = a+n, for a > shift and n >= 1 with
// an error below 2^-169 + n·2^-213 + 4u relative, u = 2^-224.
//
// With lnΓ(z) = (z-1/2)·ln z - z + ln(2π)/2 + tail(z) the difference is
//
//	n·ln b + (a-1/2)·ln(1 + n/a) - n + tail(b) - tail(a),
//
// in which nothing is larger than n·ln b and the sum is at least n·ln a >
// 3.4·n: at a = 1e300, where two lnΓ would lose a thousand bits, this loses
// none. n/a and 1 + n/a are rounded: ln(1 + n/a) errs by 2u, at most 2^10·u·n/a
// where 1 + n/a is formed at all, so that the product with a errs by 2^10·u·n.
// The other errors are a few u·n·ln b; a itself may be rounded, but the same a
// is used throughout, and the exact sum moves by n·u.
func logGammaRise(a *big.Float, terms int) *big.Float {
	n := new(big.Float).SetPrec(working).SetInt64(int64(terms))
	b := new(big.Float).Add(a, n)
	sum := logTo(b, 0, working)
	sum.Mul(sum, n)

	ratio := new(big.Float).Quo(n, a)
	half := new(big.Float).Sub(a, big.NewFloat(0.5))
	sum.Add(sum, half.Mul(half, log1p(ratio, working)))

	sum.Sub(sum, n)
	sum.Add(sum, stirlingTail(b))
	return sum.Sub(sum, stirlingTail(a))
}

// stirlingTail returns Σ_{k>=1} B_2k/(2k(2k-1)·z^(2k-1)) for z > shift, to
// 2^-170 absolute: for real z > 0 what is left out is smaller than the first
// term left out, and up to k = πz each term is smaller than the one before.
func stirlingTail(z *big.Float) *big.Float {
	power := new(big.Float).Quo(big.NewFloat(1), z)
	square := new(big.Float).Mul(power, power)
	sum := new(big.Float).SetPrec(working)
	term := new(big.Float).SetPrec(working)
	next := new(big.Float).SetPrec(working)
	for _, c := range stirlingCoefficients() {
		if term.Mul(c, power).MantExp(nil) < -tailBits {
			return sum
		}
		sum.Add(sum, term)
		power, next = next.Mul(power, square), power
	}
	panic("exact: Stirling's series asked for an argument it does not serve")
}

// stirlingCoefficients are B_2k/(2k(2k-1)), k = 1 … tailTerms.
var stirlingCoefficients = sync.OnceValue(func() []*big.Float {
	var c []*big.Float
	for k, b := range bernoulli(tailTerms)[1:] {
		m := int64(2 * (k + 1))
		b.Quo(b, new(big.Rat).SetInt64(m*(m-1)))
		c = append(c, new(big.Float).SetPrec(working).SetRat(b))
	}
	return c
})

// bernoulli returns B_0, B_2, … B_2n, exact, by their defining recurrence
// Σ_{j<=m} C(m+1, j)·B_j = 0, in which B_1 = -1/2 is the only odd one.
func bernoulli(n int) []*big.Rat {
	even := []*big.Rat{big.NewRat(1, 1)}
	for k := 1; k <= n; k++ {
		m := int64(2 * k)
		sum := big.NewRat(-(m + 1), 2)
		for j, b := range even {
			binomial := new(big.Rat).SetInt(new(big.Int).Binomial(m+1, int64(2*j)))
			sum.Add(sum, binomial.Mul(binomial, b))
		}
		even = append(even, sum.Quo(sum, big.NewRat(-(m+1), 1)))
	}
	return even
}

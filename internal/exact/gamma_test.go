package exact

import (
	_ "embed"
	"math"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The table's header, gamma.c, says how each value was made.
//
//go:embed testdata/gamma.txt
var gammaReference string

// gammaFunctions are the functions of gamma.go. The second argument of the first two is not
// used.
var gammaFunctions = map[string]func(x, y float64) *big.Float{
	"gamma":       func(x, _ float64) *big.Float { return LogGamma(x) },
	"factorial":   func(x, _ float64) *big.Float { return LogFactorial(x) },
	"rising":      LogRising,
	"beta":        LogBeta,
	"binomial":    LogBinomial,
	"multichoose": LogMultichoose,
}

// gammaLine takes a line of the table apart.
func gammaLine(t *testing.T, line string) (name string, x, y float64, want *big.Float) {
	fields := strings.Fields(line)
	last := len(fields) - 1
	if last == 3 {
		y = float(t, fields[2])
	}
	return fields[0], float(t, fields[1]), y, parse(t, fields[last], 256)
}

// TestGammaReference holds each function to 2^-160, beside zeros too. The table's own error,
// 70 digits or 2^-229, is below that.
func TestGammaReference(t *testing.T) {
	seen := map[string]int{}
	for line := range strings.Lines(gammaReference) {
		name, x, y, want := gammaLine(t, line)
		seen[name]++
		got := gammaFunctions[name](x, y)
		assert.Equal(t, uint(Prec), got.Prec())
		assertNear(t, want, got, -160, name, x, y)
	}
	assert.Equal(t, map[string]int{
		"gamma": 81, "factorial": 91, "rising": 267, "beta": 130, "binomial": 157, "multichoose": 203,
	}, seen)
}

// LogAccumulate rests on other formulas, and on fewer bits.
func TestRisingOfCounts(t *testing.T) {
	rng := rand.New(rand.NewPCG(21, 1))
	for i := range short(2000) {
		x := math.Pow(10, 600*rng.Float64()-300)
		if i%2 == 0 {
			x = float64(rng.IntN(1 << 20))
		}
		n := 1 + int(math.Exp2(31*rng.Float64())) - i%2
		a := sum(x, 1)
		if f, accuracy := a.Float64(); accuracy == big.Exact {
			assertNear(t, LogAccumulate(x, n), LogRising(f, float64(n)), -159, x, n)
		}
		if x > 0 {
			first := Log(new(big.Float).SetPrec(Prec).SetFloat64(x))
			want := first.Add(first, LogAccumulate(x, n-1))
			assertWithin(t, want, LogRising(x, float64(n)), relative(LogAccumulate(x+1, n), -158), x, n)
		}
	}
}

// Integer arithmetic knows nothing of gamma functions.
func TestGammaOfIntegers(t *testing.T) {
	ln := func(n *big.Int) *big.Float { return Log(new(big.Float).SetPrec(600).SetInt(n)) }
	factorial := big.NewInt(1)
	for n := int64(1); n <= 70; n++ {
		if n > 2 {
			assertNear(t, ln(factorial), LogGamma(float64(n)), -160, n)
		}
		factorial.Mul(factorial, big.NewInt(n))
		if n > 1 {
			assertNear(t, ln(factorial), LogFactorial(float64(n)), -160, n)
		}
		for k := int64(1); k < n; k++ {
			binomial := new(big.Int).Binomial(n, k)
			x, y := float64(n), float64(k)
			assertNear(t, ln(binomial), LogBinomial(x, y), -160, n, k)
			assertNear(t, ln(binomial), LogMultichoose(x-y+1, y), -160, n, k)
			beta := ln(binomial.Mul(binomial, big.NewInt(k)))
			assertNear(t, beta.Neg(beta), LogBeta(y, x-y+1), -160, n, k)
		}
	}
}

// The reflection formula, Γ(x)·Γ(1-x) = π/sin πx.
func TestGammaOfOneHalf(t *testing.T) {
	const digits = "3.141592653589793238462643383279502884197169399375105820974944592307816406286208998628"
	pi := parse(t, digits, 270)
	ln := Log(pi)
	assertNear(t, ln, new(big.Float).SetMantExp(LogGamma(0.5), 1), -160)
	assertNear(t, ln, LogBeta(0.5, 0.5), -160)
	twoPi2 := Log(new(big.Float).SetMantExp(new(big.Float).Mul(pi, pi), 1)) // Γ(1/4)·Γ(3/4) = π·√2
	assertNear(t, twoPi2, new(big.Float).SetMantExp(LogBeta(0.25, 0.75), 1), -160)
}

// Legendre's duplication formula joins arguments that are shifted by different amounts.
func TestGammaDuplicates(t *testing.T) {
	rng := rand.New(rand.NewPCG(21, 2))
	ln2 := Log(new(big.Float).SetPrec(300).SetInt64(2))
	for range short(1000) {
		x := math.Ldexp(1+rng.Float64(), rng.IntN(60)-20)
		half := x + 0.5
		if half-0.5 != x {
			continue // rounded
		}
		want := new(big.Float).SetPrec(400).Add(LogGamma(x), LogGamma(half))
		got := new(big.Float).SetPrec(400).Add(LogGamma(2*x), LogGamma(0.5))
		got.Sub(got, new(big.Float).Mul(ln2, sum(2*x, -1)))
		bound := relative(LogGamma(2*x), -157)
		assertWithin(t, want, got, bound.Add(bound, big.NewFloat(0x1p-155)), x)
	}
}

// Zeros that are at float64 are exact, and the last bits beside them too.
func TestGammaZeros(t *testing.T) {
	for _, v := range []*big.Float{
		LogGamma(1), LogGamma(2), LogFactorial(0), LogFactorial(math.Copysign(0, -1)), LogFactorial(1),
		LogRising(1, 1), LogRising(5e-324, 0), LogRising(1e300, 0), LogBeta(1, 1), LogBinomial(0, 0),
		LogBinomial(7.5, 0), LogBinomial(7.5, 7.5), LogMultichoose(0, 0),
		LogMultichoose(1e9, 0), LogMultichoose(1, 1e300),
	} {
		assert.Zero(t, v.Sign())
		assert.Equal(t, uint(Prec), v.Prec())
	}
	assert.True(t, LogMultichoose(0, 1e-300).IsInf())
	assert.Negative(t, LogMultichoose(0, 7).Sign())
}

func TestGammaPanicsOutsideItsDomain(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for name, outside := range map[string][][2]float64{
		"gamma":       {{0, 0}, {-1, 0}, {nan, 0}, {inf, 0}, {-inf, 0}},
		"factorial":   {{-1, 0}, {-2, 0}, {nan, 0}, {inf, 0}, {-inf, 0}},
		"rising":      {{0, 1}, {-1, 1}, {1, -1}, {nan, 1}, {1, nan}, {inf, 1}, {1, inf}},
		"beta":        {{0, 1}, {1, 0}, {-1, 1}, {1, -1}, {nan, 1}, {1, nan}, {inf, 1}, {1, inf}},
		"binomial":    {{1, 2}, {1, -1}, {-1, -1}, {nan, 1}, {1, nan}, {inf, 1}, {inf, inf}},
		"multichoose": {{-1, 1}, {1, -1}, {nan, 1}, {1, nan}, {inf, 1}, {1, inf}},
	} {
		for _, v := range outside {
			assert.Panics(t, func() { gammaFunctions[name](v[0], v[1]) }, "%s %v", name, v)
		}
	}
}

// Two recurrences that have nothing in common.
func TestStirlingCoefficients(t *testing.T) {
	const n = 60
	for i, want := range stirlingRationals(n) {
		m := int64(2 * (i + 1))
		b := bernoulli(n)[i+1]
		require.Zero(t, want.Cmp(b.Quo(b, new(big.Rat).SetInt64(m*(m-1)))), "%d", i)
	}
}

// What stirlingLog says of its error is held against much wider ones.
func TestStirlingLogMeetsItsBound(t *testing.T) {
	rng := rand.New(rand.NewPCG(21, 3))
	for i := range short(2000) {
		z := sum(math.Ldexp(1+rng.Float64(), rng.IntN(30)-10))
		if i%4 == 0 {
			z = sum(math.Ldexp(1+rng.Float64(), rng.IntN(2000)-1000))
		}
		for _, prec := range []uint{256, 320, 704} {
			want, _ := stirlingLog(z, 2*prec+64)
			got, exp := stirlingLog(z, prec)
			assertWithin(t, want, got, new(big.Float).SetMantExp(big.NewFloat(1), exp), z, prec)
		}
	}
}

func BenchmarkLogGamma(b *testing.B) {
	for b.Loop() {
		LogGamma(1.2345)
	}
}

func BenchmarkLogRising(b *testing.B) {
	for b.Loop() {
		LogRising(1.2345, 7.5)
	}
}

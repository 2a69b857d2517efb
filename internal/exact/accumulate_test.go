package exact

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Two ways with nothing in common but Log: all factors multiplied, and the
// closed form.
func TestProductAndClosedFormAgree(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for _, terms := range []int{33, 34, 40, 64, 100, 1000, 1200} {
		for _, x := range []float64{
			math.Nextafter(-1, 0), -0.5, -1e-300, 0, 5e-324, 1e-20, 0.1, 15.857, 31.75,
			math.Nextafter(32, 0), 32, 33, 1e6, 1e18, 1e300, math.MaxFloat64,
			rng.Float64() - 1, 100 * rng.Float64(), 1e9 * rng.Float64(),
		} {
			assertNear(t, logRisingProduct(x, terms), LogAccumulate(x, terms), -160, x, terms)
		}
	}
}

// One term of the closed form is one logarithm. At the smallest argument it
// serves, the series' terms down to 2^-170 count, and this sees each of them.
func TestClosedFormOfOneTerm(t *testing.T) {
	for _, a := range []float64{math.Nextafter(32, 33), 32.5, 33, 35, 40, 50, 100, 1e4, 1e15, 1e300} {
		x := new(big.Float).SetPrec(working).SetFloat64(a)
		assertWithin(t, Log(x), logGammaRise(x, 1), big.NewFloat(0x1p-169), a)
	}
	assert.Panics(t, func() { stirlingTail(big.NewFloat(8)) })
}

func TestAccumulateSplits(t *testing.T) {
	counts := []int{1, 5, 16, 31, 32, 33, 64, 1000, 1 << 20, 1 << 29, math.MaxInt >> 2}
	for _, x := range []float64{0, 1, 0.5, 0x1p-20, 15.75, 31, 32, 1000.25, 1 << 40} {
		for _, a := range counts {
			y := x + float64(a)
			if y-float64(a) != x || int(float64(a)) != a {
				continue // y is rounded
			}
			for _, b := range counts {
				want := LogAccumulate(x, a)
				want.Add(want, LogAccumulate(y, b))
				assertNear(t, want, LogAccumulate(x, a+b), -159, x, a, b)
			}
		}
	}
}

func TestNoTermsSumToZero(t *testing.T) {
	for _, x := range []float64{-0.5, 0, 1e300} {
		assert.Zero(t, LogAccumulate(x, 0).Sign())
		assert.Zero(t, LogAccumulateDirect(x, 0).Sign())
	}
	assert.Zero(t, LogAccumulate(0, 1).Sign())
	assert.Zero(t, LogAccumulate(math.Copysign(0, -1), 1).Sign())
}

func TestAccumulatePanicsOutsideItsDomain(t *testing.T) {
	for _, f := range []func(float64, int) *big.Float{LogAccumulate, LogAccumulateDirect} {
		for _, x := range []float64{-1, -2, math.NaN(), math.Inf(1), math.Inf(-1)} {
			assert.Panics(t, func() { f(x, 1) }, "%g", x)
			assert.Panics(t, func() { f(x, 0) }, "%g", x)
		}
		assert.Panics(t, func() { f(1, -1) })
	}
}

// The theorem of von Staudt and Clausen: B_2k plus 1/p for every prime p with
// p-1 dividing 2k is an integer. It knows nothing of the recurrence.
func TestBernoulliNumbers(t *testing.T) {
	b := bernoulli(tailTerms)
	assert.Len(t, b, tailTerms+1)
	assert.Equal(t, "1", b[0].RatString())
	assert.Equal(t, "1/6", b[1].RatString())
	assert.Equal(t, "-691/2730", b[6].RatString())
	for k := 1; k <= tailTerms; k++ {
		assert.Equal(t, 2*(k%2)-1, b[k].Sign())
		sum := new(big.Rat).Set(b[k])
		for p := int64(2); p <= int64(2*k+1); p++ {
			if big.NewInt(p).ProbablyPrime(20) && int64(2*k)%(p-1) == 0 {
				sum.Add(sum, big.NewRat(1, p))
			}
		}
		assert.True(t, sum.IsInt(), "B_%d = %s", 2*k, b[k])
	}
}

func BenchmarkLogAccumulate(b *testing.B) {
	for _, bm := range []struct {
		name  string
		x     float64
		terms int
	}{
		{"x=0.5/terms=1", 0.5, 1},
		{"x=0.5/terms=10", 0.5, 10},
		{"x=0.5/terms=1000", 0.5, 1000},
		{"x=100/terms=1000", 100, 1000},
		{"x=1e300/terms=1000", 1e300, 1000},
	} {
		b.Run(bm.name, func(b *testing.B) {
			for b.Loop() {
				LogAccumulate(bm.x, bm.terms)
			}
		})
	}
}

package exact

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestSumLogIsTheSumOfTheLogarithms(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	for n := range 70 {
		x := make([]float64, n)
		want := new(big.Float).SetPrec(2 * Prec).SetInt64(0)
		for i := range x {
			x[i] = math.Ldexp(rng.Float64()+0x1p-53, rng.IntN(2000)-1000)
			if n%2 == 1 {
				x[i] = 1 + rng.Float64()*1e-12
			}
			want.Add(want, Log(new(big.Float).SetPrec(2*Prec).SetFloat64(x[i])))
		}
		bound := relative(want, -192)
		bound.Mul(bound, big.NewFloat(1.01)).Add(bound, big.NewFloat(float64(n)*0x1p-223))
		assertWithin(t, want, SumLog(x), bound, x)
	}
}

// Two million of them pass the range of big.Float's exponent, 2^31.
func TestSumLogOfMoreThanABigFloatHolds(t *testing.T) {
	const n = 2_200_000
	x := make([]float64, n)
	for i := range x {
		x[i] = math.MaxFloat64
	}
	want := Log(new(big.Float).SetPrec(2 * Prec).SetFloat64(math.MaxFloat64))
	assertNear(t, want.Mul(want, big.NewFloat(n)), SumLog(x), -190)
}

func TestSumLogPanicsOutsideItsDomain(t *testing.T) {
	for _, v := range []float64{0, math.Copysign(0, -1), -1, math.Inf(1), math.NaN()} {
		message := fmt.Sprintf("exact: SumLog: element 1 is %g, which is not finite and positive", v)
		assert.PanicsWithValue(t, message, func() { SumLog([]float64{1, v}) })
	}
}

// Where every term is a float64, the two forms are the same sum; where one is
// not, the rounding shows.
func TestDirectIsAccumulateOfRoundedTerms(t *testing.T) {
	for _, x := range []float64{-0.5, 0, 1, 0.25, 100, 1 << 40} {
		for _, terms := range []int{1, 2, 3, 31, 33, 1000} {
			assertNear(t, LogAccumulate(x, terms), LogAccumulateDirect(x, terms), -160, x, terms)
		}
	}
	const x = 0x1p53 // 1 + x rounds to x, 2 + x does not
	want := SumLog([]float64{x, x + 2})
	assertNear(t, want, LogAccumulateDirect(x, 2), -190)
	assert.Positive(t, LogAccumulate(x, 2).Cmp(want))
}

func BenchmarkLogAccumulateDirect(b *testing.B) {
	b.Run("terms=1000", func(b *testing.B) {
		for b.Loop() {
			LogAccumulateDirect(0.5, 1000)
		}
	})
}

func BenchmarkSumLog(b *testing.B) {
	x := make([]float64, 4096)
	for i := range x {
		x[i] = 1 + float64(i)/7
	}
	b.Run("n=4096", func(b *testing.B) {
		for b.Loop() {
			SumLog(x)
		}
	})
}

package kernel_test

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog/internal/exact"
	"sumlog/internal/operations"
	"sumlog/kernel"
)

// termInputs are n weights and elements: ordinary ones, every now and then a special one.
func termInputs(r *rand.Rand, n int) (w, x []float64) {
	w, x = make([]float64, n), make([]float64, n)
	for j := range x {
		w[j], x[j] = math.Ldexp(r.Float64()-0.5, r.IntN(40)), math.Ldexp(r.Float64(), r.IntN(9))
		switch r.IntN(60) {
		case 0:
			x[j] = special[r.IntN(len(special))]
		case 1:
			w[j] = special[r.IntN(len(special))]
		case 2:
			x[j] *= -100
		}
	}
	return w, x
}

// Each instruction set has the bits of the specification, at every length.
func TestTermsHaveTheBitsOfTheSpecification(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 21))
	type terms struct{ hi, lo []float64 }
	requireSame := func(want, got terms, says ...any) {
		for j := range want.hi {
			require.True(t, operations.Same(want.hi[j], got.hi[j]) && operations.Same(want.lo[j], got.lo[j]),
				"%v: number %d is %x + %x, want %x + %x", says, j, got.hi[j], got.lo[j], want.hi[j], want.lo[j])
		}
	}
	for n := range 200 {
		w, x := termInputs(r, n)
		compute := func(isa kernel.ISA) (dot, exp terms) {
			dot = terms{make([]float64, n), make([]float64, n)}
			exp = terms{make([]float64, n), make([]float64, n)}
			kernel.DotLogTerms(isa, dot.hi, dot.lo, w, x)
			kernel.ExpTerms(isa, exp.hi, exp.lo, x)
			return dot, exp
		}
		wantDot, wantExp := compute(kernel.Generic)
		for _, isa := range kernel.Supported() {
			dot, exp := compute(isa)
			requireSame(wantDot, dot, "w·ln x", isa, n, w, x)
			requireSame(wantExp, exp, "e^x", isa, n)
		}
	}
}

func TestTermsMeetTheirBounds(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 22))
	pair := func(hi, lo float64) *big.Float {
		sum := new(big.Float).SetPrec(300).SetFloat64(hi)
		return sum.Add(sum, big.NewFloat(lo))
	}
	relative := func(got, want *big.Float) float64 {
		e, _ := new(big.Float).Quo(new(big.Float).Sub(got, want), want).Float64()
		return math.Abs(e)
	}
	const n = 2000
	w, x, hi, lo := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	worst := [2]float64{}
	for j := range x {
		w[j], x[j] = r.Float64()-0.5, math.Ldexp(0.5+r.Float64(), r.IntN(3)*r.IntN(500)-500)
	}
	kernel.DotLogTerms(kernel.Best(), hi, lo, w, x)
	for j := range x {
		want := exact.DotLog(w[j:j+1], x[j:j+1])
		worst[0] = max(worst[0], relative(pair(hi[j], lo[j]), want))
		require.LessOrEqual(t, math.Abs(lo[j]), 0x1p-52*math.Abs(hi[j]))
	}
	for j := range x {
		x[j] = 1200*r.Float64() - 600
	}
	kernel.ExpTerms(kernel.Best(), hi, lo, x)
	for j := range x {
		worst[1] = max(worst[1], relative(pair(hi[j], lo[j]), exact.Exp(x[j])))
		require.Equal(t, hi[j], hi[j]+lo[j])
	}
	t.Logf("worst: 2^%.2f of w·ln x, 2^%.2f of e^x", math.Log2(worst[0]), math.Log2(worst[1]))
	require.LessOrEqual(t, worst[0], math.Exp2(-56.6))
	require.LessOrEqual(t, worst[1], 0x1p-56)
}

func TestTermsOfSpecialValues(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	w := []float64{0, 0, 1, -1, 1, 2, -2, inf, inf, nan, 0, math.MaxFloat64, 3}
	x := []float64{0, nan, 0, 0, -1, inf, inf, 1, 0.5, 1, -1, math.MaxFloat64, 1}
	want := []float64{0, nan, -inf, inf, nan, inf, -inf, nan, -inf, nan, 0, inf, 0}
	for _, isa := range kernel.Supported() {
		hi, lo := make([]float64, len(x)), make([]float64, len(x))
		kernel.DotLogTerms(isa, hi, lo, w, x)
		require.Equal(t, fmt.Sprint(want), fmt.Sprint(hi), isa)
		for j, v := range hi {
			require.True(t, operations.Same(v-v, lo[j]), "%v: %g + %g", isa, v, lo[j])
		}
	}
}

func TestTermsCheckTheirArguments(t *testing.T) {
	a, b, c, d := make([]float64, 3), make([]float64, 3), make([]float64, 3), make([]float64, 3)
	require.PanicsWithValue(t, "sumlog/kernel: DotLogTerms: len(hi) = 3, len(lo) = 2",
		func() { kernel.DotLogTerms(kernel.Generic, a, b[:2], c, d) })
	require.PanicsWithValue(t, "sumlog/kernel: ExpTerms: len(dst) = 3, len(x) = 2",
		func() { kernel.ExpTerms(kernel.Generic, a, b, c[:2]) })
	for name, call := range map[string]func(){
		"hi, lo": func() { kernel.ExpTerms(kernel.Generic, a, a, c) },
		"hi, x":  func() { kernel.ExpTerms(kernel.Generic, a, b, a) },
		"lo, x":  func() { kernel.DotLogTerms(kernel.Generic, a, b, c, b) },
		"lo, w":  func() { kernel.DotLogTerms(kernel.Generic, a, b, b, c) },
	} {
		require.Panics(t, call, name)
	}
}

func BenchmarkTerms(b *testing.B) {
	const n = 512
	w, x := values(n, 0, 1), values(n, 0, 1)
	hi, lo := make([]float64, n), make([]float64, n)
	for _, isa := range kernel.Supported() {
		b.Run(fmt.Sprintf("DotLog/%v", isa), func(b *testing.B) {
			b.SetBytes(8 * n)
			for b.Loop() {
				kernel.DotLogTerms(isa, hi, lo, w, x)
			}
		})
		b.Run(fmt.Sprintf("Exp/%v", isa), func(b *testing.B) {
			b.SetBytes(8 * n)
			for b.Loop() {
				kernel.ExpTerms(isa, hi, lo, x)
			}
		})
		b.Run(fmt.Sprintf("Sum/%v", isa), func(b *testing.B) {
			b.SetBytes(8 * n)
			for b.Loop() {
				var s kernel.DotLogSum
				s.Add(isa, w, x)
			}
		})
	}
}

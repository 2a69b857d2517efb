package kernel_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog/internal/exact"
	"sumlog/kernel"
)

// A product of pairs is the exact one, to half a unit of its significand: with pairs whose low
// part is rounded away by their sum, the high parts alone would be wrong.
func TestMulPairIsExact(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 11))
	for range 2000 {
		var p kernel.Product
		want := new(big.Float).SetPrec(400).SetInt64(1)
		for range 1 + r.IntN(40) {
			hi := math.Ldexp(1+r.Float64(), r.IntN(2000)-1000)
			lo := hi * math.Ldexp(2*r.Float64()-1, -21-r.IntN(40))
			p.MulPair(hi, lo)
			sum := new(big.Float).SetPrec(400).SetFloat64(hi)
			want.Mul(want, sum.Add(sum, big.NewFloat(lo)))
		}
		frac, exp := p.Frexp()
		scaled := new(big.Float).SetMantExp(want, -int(exp))
		require.LessOrEqual(t, exact.ULP(frac, scaled), 0.5+0x1p-30)
	}
}

// A pair without a low part is a factor, and a pair that is 1 leaves the product of nothing.
func TestMulPairIsMul(t *testing.T) {
	var one kernel.Product
	one.MulPair(1, 0)
	require.Equal(t, kernel.Product{}, one)

	var pairs, factors kernel.Product
	for _, x := range []float64{3, 0x1p-1000, 0.1, 0x1p1000, math.Pi} {
		pairs.MulPair(x, 0)
		factors.Mul(x)
		require.Equal(t, factors, pairs)
	}
}

// Sums of logarithms by pairs are exact to the bound: products of 1+x, and tiny x added.
func TestLog1pSumPairsAreExact(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 13))
	for range 300 {
		var s kernel.Log1pSum
		var x []float64
		for range 1 + r.IntN(20) {
			v := r.Float64()
			a := 1 + v
			s.MulPair(a, v-(a-1))
			tiny := 0x1p-40 * r.Float64()
			s.AddPair(tiny, -0.5*tiny*tiny)
			x = append(x, v, tiny)
		}
		require.LessOrEqual(t, exact.ULP(s.Sum(), exact.SumLog1p(x)), 0.6)
	}
	var tiny kernel.Log1pSum
	tiny.AddPair(0x1p-60, 0x1p-120)
	require.Equal(t, 0x1p-60, tiny.Sum())
	tiny.AddPair(-0x1p-60, 0)
	require.Equal(t, 0x1p-120, tiny.Sum())
}

func TestMulPairPanics(t *testing.T) {
	var p kernel.Product
	for _, c := range []struct {
		hi, lo float64
		says   string
	}{
		{0, 0, "sumlog/kernel: Product.MulPair: hi = 0, lo = 0"},
		{-1, 0, "sumlog/kernel: Product.MulPair: hi = -1, lo = 0"},
		{1, 0.5, "sumlog/kernel: Product.MulPair: hi = 1, lo = 0.5"},
		{1, math.NaN(), "sumlog/kernel: Product.MulPair: hi = 1, lo = NaN"},
		{math.NaN(), 0, "sumlog/kernel: Product.MulPair: hi = NaN, lo = 0"},
		{math.Inf(1), 0, "sumlog/kernel: Product.MulPair: hi = +Inf, lo = 0"},
		{0x1p-1001, 0, "sumlog/kernel: Product.MulPair: hi = 4.6663180925160944e-302, lo = 0"},
	} {
		require.PanicsWithValue(t, c.says, func() { p.MulPair(c.hi, c.lo) })
	}
	var sum kernel.Log1pSum
	require.PanicsWithValue(t, "sumlog/kernel: Log1pSum.MulPair: hi = 0, lo = 0",
		func() { sum.MulPair(0, 0) })
	require.PanicsWithValue(t, "sumlog/kernel: Log1pSum.AddPair: hi = NaN, lo = 0",
		func() { sum.AddPair(math.NaN(), 0) })
	require.PanicsWithValue(t, "sumlog/kernel: Log1pSum.AddPair: hi = 1, lo = -Inf",
		func() { sum.AddPair(1, math.Inf(-1)) })
}

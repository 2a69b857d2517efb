package kernel_test

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog/internal/exact"
	"sumlog/kernel"
)

// A quotient of products is the exact one: as a significand to half a unit, and its logarithm to
// SumLog's bound.
func TestDivAndFrexpAreExact(t *testing.T) {
	r := rand.New(rand.NewPCG(41, 2))
	draw := []func() float64{
		func() float64 { return 0.5 + r.Float64() },
		func() float64 { return 1 + 0x1p-30*(r.Float64()-0.5) },
		func() float64 { return math.Float64frombits(1 + r.Uint64()%0x7FEFFFFFFFFFFFFF) },
		func() float64 { return math.Float64frombits(1 + r.Uint64()%(1<<52)) }, // subnormal
		func() float64 { return []float64{1, 2, 0.5, math.MaxFloat64, 3, math.Nextafter(2, 0)}[r.IntN(6)] },
	}
	for i := range 4000 {
		var p kernel.Product
		want := new(big.Float).SetPrec(400).SetInt64(1)
		var over, under []float64
		for range r.IntN(60) {
			x := draw[i%len(draw)]()
			if r.IntN(2) == 0 {
				p.Div(x)
				want.Quo(want, big.NewFloat(x))
				under = append(under, x)
			} else {
				p.Mul(x)
				want.Mul(want, big.NewFloat(x))
				over = append(over, x)
			}
		}
		frac, exp := p.Frexp()
		require.True(t, frac >= 0.5 && frac < 1, "%g", frac)
		scaled := new(big.Float).SetMantExp(want, -int(exp))
		require.LessOrEqual(t, exact.ULP(frac, scaled), 0.5+0x1p-30, "%g / %g", over, under)
		var read kernel.Product
		require.NoError(t, read.UnmarshalBinary(binaryForm(t, p)))
		require.Equal(t, p, read)
		if i >= 500 {
			continue // logarithms take longer
		}
		log := exact.SumLog(over)
		log.Sub(log, exact.SumLog(under))
		if log.Sign() == 0 {
			require.Zero(t, p.Log())
		} else if exact.Abs(p.Log(), log) > 60*0x1p-90 {
			require.LessOrEqual(t, exact.ULP(p.Log(), log), 0.6, "%g / %g", over, under)
		}
	}
}

func TestDivAndFrexpOfSpecialValues(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, c := range []struct {
		mul, div, frac, log float64
		exp                 int64
	}{
		{1, 1, 0.5, 0, 1},
		{3, 0, inf, inf, 0},
		{3, math.Copysign(0, -1), inf, inf, 0},
		{3, inf, 0, math.Inf(-1), 0},
		{3, -1, nan, nan, 0},
		{3, nan, nan, nan, 0},
		{3, -inf, nan, nan, 0},
		{0, 0, nan, nan, 0},
		{inf, inf, nan, nan, 0},
		{inf, 0, inf, inf, 0},
		{0, inf, 0, math.Inf(-1), 0},
		{0x1p1000, 0x1p-1074, 0.5, 2074 * math.Ln2, 2075},
		{7, 7, 0.5, 0, 1},
	} {
		var p kernel.Product
		p.Mul(c.mul)
		p.Div(c.div)
		frac, exp := p.Frexp()
		require.True(t, same(c.frac, frac) && c.exp == exp, "%g / %g: %g, %d", c.mul, c.div, frac, exp)
		require.True(t, same(c.log, p.Log()), "%g / %g: %g", c.mul, c.div, p.Log())
	}
	frac, exp := kernel.Product{}.Frexp()
	require.True(t, frac == 0.5 && exp == 1)
	var p, q kernel.Product
	p.Div(2)
	p.Mul(2)
	require.Equal(t, q, p, "exactly 1 is the product of nothing")
}

// The determinant of a triangular matrix, which no float64 holds.
func ExampleProduct_Frexp() {
	var p kernel.Product
	for _, v := range []float64{1e300, 1e300, 3} {
		p.Mul(v)
	}
	frac, exp := p.Frexp()
	fmt.Println(frac, exp)
	// Output: 0.8361417423568529 1995
}

// The product of all but one factor.
func ExampleProduct_Div() {
	x := []float64{2, 3, 5}
	var p kernel.Product
	p.Add(kernel.Best(), x)
	for _, v := range x {
		without := p
		without.Div(v)
		fmt.Println(without.Log()) // ln 15, ln 10, ln 6
	}
	// Output:
	// 2.70805020110221
	// 2.302585092994046
	// 1.791759469228055
}

package main

import (
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog/internal/exact"
)

// The log-likelihood of a million records errs by less than one unit in the last place of each
// record's term. With fewer of them, the few roundings of whole sums count beside that.
func TestLogLikelihoodIsExactToOneUnitATerm(t *testing.T) {
	n, sums := 1_000_000, 0.0
	if testing.Short() {
		n, sums = 5000, 2
	}
	y, e := draw(n)
	r, mu := moments(y, e)
	real := func(x float64) *big.Float { return new(big.Float).SetPrec(exact.Prec).SetFloat64(x) }
	logR := exact.Log(real(r))
	choices := map[float64]*big.Float{}
	want, units := real(0), 0.0
	for j := range y {
		if choices[y[j]] == nil {
			choices[y[j]] = exact.LogMultichoose(r, y[j])
		}
		mean := real(0).Mul(real(mu), real(e[j]))
		all := exact.Log(real(0).Add(real(r), mean))
		term := real(0).Sub(logR, all)
		term.Mul(term, real(r))
		each := real(0).Sub(exact.Log(mean), all)
		term.Add(term, each.Mul(each, real(y[j])))
		term.Add(term, choices[y[j]])
		want.Add(want, term)
		units += unit(term)
	}
	err := exact.Abs(logLikelihood(y, e, r, mu), want)
	t.Logf("%d records: %.6g, %.2g of a unit a record", n, want, err/units)
	require.LessOrEqual(t, err, units+sums*unit(want))
}

// unit returns one unit in the last place of x.
func unit(x *big.Float) float64 {
	f, _ := x.Float64()
	f = math.Abs(f)
	return math.Nextafter(f, math.Inf(1)) - f
}

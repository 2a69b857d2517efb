package generic_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sumlog/internal/exact"
	"sumlog/internal/generic"
	"sumlog/internal/operations"
)

// divergenceKinds are p and q; what each is dense in is its name.
var divergenceKinds = map[string]func(r *rand.Rand) (p, q float64){
	"uniform":         func(r *rand.Rand) (p, q float64) { return 1 - r.Float64(), 1 - r.Float64() },
	"any binade":      func(r *rand.Rand) (p, q float64) { return anyBinade(r), anyBinade(r) },
	"near each other": func(r *rand.Rand) (p, q float64) { p = 0.1 + r.Float64(); return p, beside(r, p, 48) },
	"units apart":     func(r *rand.Rand) (p, q float64) { p = anyBinade(r); return p, unsigned(r, p, 6) },
	"within a factor of 2": func(r *rand.Rand) (p, q float64) {
		q = 0.5 + r.Float64()
		return q * (0.5 + 1.5*r.Float64()), q
	},
	"where RelEntr errs most": func(r *rand.Rand) (p, q float64) {
		q = 1 + r.Float64()
		return q * (1.3 + 0.22*r.Float64()), q
	},
	"where KLDiv errs most": func(r *rand.Rand) (p, q float64) {
		q = 1 + r.Float64()
		return q * (1.37 + 0.02*r.Float64()), q
	},
	"where KLDiv has the largest cube": func(r *rand.Rand) (p, q float64) {
		q = 1 + 0.2*r.Float64()
		return q * (1.42 + 0.08*r.Float64()), q
	},
	"where the exponent of KLDiv turns": func(r *rand.Rand) (p, q float64) {
		q = 1.4 + 0.1*r.Float64()
		return q * (1.333 + 0.08*r.Float64()), q
	},
	"where the exponent turns": func(r *rand.Rand) (p, q float64) {
		q = 1 + r.Float64()
		if r.IntN(2) == 0 {
			return q * (1.5 - 0.01*r.Float64()), q
		}
		return q * (0.75 - 0.01*r.Float64()), q
	},
	"subnormal": func(r *rand.Rand) (p, q float64) { return subnormal(r), subnormal(r) },
	"subnormal near each other": func(r *rand.Rand) (p, q float64) {
		p = subnormal(r)
		return p, unsigned(r, p, 40)
	},
	"subnormal results": func(r *rand.Rand) (p, q float64) {
		p = math.Exp2(-900 - 122*r.Float64())
		return p, unsigned(r, p, 50)
	},
	"p subnormal": func(r *rand.Rand) (p, q float64) { return subnormal(r), anyBinade(r) },
	"q subnormal": func(r *rand.Rand) (p, q float64) { return anyBinade(r), subnormal(r) },
	"about to exceed": func(r *rand.Rand) (p, q float64) {
		return math.MaxFloat64 * r.Float64(), math.MaxFloat64 * r.Float64()
	},
	"at the bounds of the paths": func(r *rand.Rand) (p, q float64) {
		some := []float64{0x1p-500, 0x1p500}
		return unsigned(r, some[r.IntN(2)], 40), unsigned(r, some[r.IntN(2)], 40)
	},
}

// unsigned is beside, without the sign of what it passes.
func unsigned(r *rand.Rand, x float64, bits int) float64 {
	return math.Float64frombits(math.Float64bits(beside(r, x, bits)) & (1<<63 - 1))
}

// A longer search is
//
//	go test ./internal/generic -run 'RelEntrErrorBound|KLDivErrorBound' -v -points 400000000 -timeout 0
func TestRelEntrErrorBound(t *testing.T) {
	requireDivergences(t, generic.RelEntr, exact.RelEntr, operations.RelEntrBound.ULP)
}

func TestKLDivErrorBound(t *testing.T) {
	requireDivergences(t, generic.KLDiv, exact.KLDiv, operations.KLDivBound.ULP)
}

func requireDivergences(
	t *testing.T, f func(dst, p, q []float64), want func(p, q float64) *big.Float, bound float64,
) {
	n := *points / 40 / len(divergenceKinds)
	if testing.Short() {
		n /= 10
	}
	for name, draw := range divergenceKinds {
		t.Run(name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(16, 1))
			var w worst
			got := make([]float64, 1)
			for range n {
				p, q := draw(r)
				if !(min(p, q) > 0 && max(p, q) <= math.MaxFloat64) || p == q {
					continue
				}
				f(got, []float64{p}, []float64{q})
				w.add(exact.ULP(got[0], want(p, q)), p/q, 0)
			}
			t.Log(&w)
			require.LessOrEqual(t, w.ulp, bound)
		})
	}
}

// Equal numbers diverge by +0, and SciPy's special values are those of rel_entr and kl_div, but
// for kl_div of +Inf, where SciPy subtracts infinities.
func TestDivergencesOfSpecialNumbers(t *testing.T) {
	inf, nan, minus := math.Inf(1), math.NaN(), math.Copysign(0, -1)
	for _, c := range []struct{ p, q, relEntr, klDiv float64 }{
		{0, 0, 0, 0},
		{minus, 3, 0, 3},
		{0, inf, 0, inf},
		{0, 5e-324, 0, 5e-324},
		{1, 0, inf, inf},
		{5e-324, minus, inf, inf},
		{inf, 0, inf, inf},
		{-1, 2, inf, inf},
		{2, -1, inf, inf},
		{0, -1, inf, inf},
		{-1, 0, inf, inf},
		{-inf, inf, inf, inf},
		{nan, 1, nan, nan},
		{1, nan, nan, nan},
		{0, nan, nan, nan},
		{nan, -1, nan, nan},
		{-1, nan, nan, nan},
		{inf, 1, inf, inf},
		{1, inf, -inf, inf},
		{5e-324, inf, -inf, inf},
		{inf, inf, nan, nan},
		{1, 1, 0, 0},
		{5e-324, 5e-324, 0, 0},
		{math.MaxFloat64, math.MaxFloat64, 0, 0},
		{0x1p-700, 0x1p-700, 0, 0},
		{math.MaxFloat64, 5e-324, inf, inf},
	} {
		got := make([]float64, 2)
		generic.RelEntr(got[:1], []float64{c.p}, []float64{c.q})
		generic.KLDiv(got[1:], []float64{c.p}, []float64{c.q})
		assert.True(t, operations.Same(c.relEntr, got[0]), "RelEntr(%g, %g) = %g", c.p, c.q, got[0])
		assert.True(t, operations.Same(c.klDiv, got[1]), "KLDiv(%g, %g) = %g", c.p, c.q, got[1])
	}
}

// Both paths have the same bits: scaling by powers of two is exact.
func TestDivergencesScale(t *testing.T) {
	r := rand.New(rand.NewPCG(16, 2))
	for range 20_000 {
		p, q := 1+r.Float64(), 0.5+2*r.Float64()
		for _, f := range []func(dst, p, q []float64){generic.RelEntr, generic.KLDiv} {
			want, got := []float64{0}, []float64{0}
			f(want, []float64{p}, []float64{q})
			for _, k := range []int{-600, -499, 499, 600} {
				f(got, []float64{math.Ldexp(p, k)}, []float64{math.Ldexp(q, k)})
				require.Equal(t, math.Ldexp(want[0], k), got[0], "%x, %x, 2^%d", p, q, k)
			}
		}
	}
}

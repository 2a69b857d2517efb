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

// log1pKinds are arguments of log1p, and what each is dense in is its name.
var log1pKinds = map[string]func(r *rand.Rand) float64{
	"above -1":         func(r *rand.Rand) float64 { return -r.Float64() },
	"beside -1":        func(r *rand.Rand) float64 { return -1 + math.Ldexp(1+r.Float64(), -r.IntN(53)-1) },
	"from -0.35 to 3":  func(r *rand.Rand) float64 { return -0.35 + 3.35*r.Float64() },
	"any binade":       anyBinade,
	"any negative":     func(r *rand.Rand) float64 { return -math.Exp2(-1074 * r.Float64()) },
	"subnormal":        subnormal,
	"tiny":             func(r *rand.Rand) float64 { return math.Copysign(math.Exp2(-70*r.Float64()), r.Float64()-0.5) },
	"huge":             func(r *rand.Rand) float64 { return math.MaxFloat64 * r.Float64() },
	"beside 2^53":      func(r *rand.Rand) float64 { return 0x1p52 + 0x7p52*r.Float64() },
	"worst, k = 0":     func(r *rand.Rand) float64 { return 0.0585 + 0.008*r.Float64() },
	"worst cell's end": func(r *rand.Rand) float64 { return beside(r, 1./16, 48) },
	"whole and half":   func(r *rand.Rand) float64 { return float64(r.IntN(2000)) / 2 },
}

func TestLog1pErrorBound(t *testing.T) {
	n := *points / len(log1pKinds)
	if testing.Short() {
		n /= 10
	}
	for name, draw := range log1pKinds {
		t.Run(name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(3, 1))
			var w worst
			got := make([]float64, 1)
			for range n {
				x := draw(r)
				generic.Log1p(got, []float64{x})
				if x == 0 || x <= -1 {
					continue
				}
				e := operations.Log1pBound.OfDD(got[0], exact.Log1pDD(x), func() *big.Float { return exact.Log1p(x) })
				w.add(e, x, 0)
			}
			t.Log(&w)
			require.LessOrEqual(t, w.ulp, operations.Log1pBound.ULP)
		})
	}
}

// The worst that a search found.
func TestWorstOfLog1p(t *testing.T) {
	for _, x := range []float64{0x1.05a2c572cefadp-4, 0x1.0bcp-4, -0x1p-53, 0x1p53, 0x1.0000000000001p53} {
		got := []float64{x}
		generic.Log1p(got, got)
		assert.LessOrEqual(t, exact.ULP(got[0], exact.Log1p(x)), operations.Log1pBound.ULP, "x = %x", x)
	}
}

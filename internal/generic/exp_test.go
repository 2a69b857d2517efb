package generic_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sumlog/internal/exact"
	"sumlog/internal/generic"
	"sumlog/internal/operations"
)

// expKinds are arguments of the exponential, and what each is dense in is its name.
var expKinds = map[string]func(r *rand.Rand) float64{
	"normal":        func(r *rand.Rand) float64 { return 1416*r.Float64() - 708 },
	"small":         func(r *rand.Rand) float64 { return 2*r.Float64() - 1 },
	"one step":      func(r *rand.Rand) float64 { return 0.1*r.Float64() - 0.05 },
	"tiny":          func(r *rand.Rand) float64 { return math.Copysign(math.Exp2(-70*r.Float64()), r.Float64()-0.5) },
	"subnormal":     func(r *rand.Rand) float64 { return -708 - 38*r.Float64() },
	"overflow":      func(r *rand.Rand) float64 { return 708 + 2*r.Float64() },
	"between steps": func(r *rand.Rand) float64 { return beside(r, (float64(r.IntN(16000)-8000)+0.5)*math.Ln2/8, 30) },
	"whole":         func(r *rand.Rand) float64 { return float64(r.IntN(1460) - 748) },
}

func TestExpErrorBound(t *testing.T) {
	n := *points / 20 / len(expKinds)
	if testing.Short() {
		n /= 10
	}
	for name, draw := range expKinds {
		t.Run(name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(4, 1))
			var w worst
			got := make([]float64, 1)
			for range n {
				x := draw(r)
				generic.Exp(got, []float64{x})
				w.add(exact.ULP(got[0], exact.Exp(x)), x, 0)
			}
			t.Log(&w)
			require.LessOrEqual(t, w.ulp, operations.ExpBound.ULP)
		})
	}
}

// The paths agree where both are defined: the power of two is exact.
func TestExpScales(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 2))
	for range 100_000 {
		x := 1416*r.Float64() - 708
		got := []float64{x}
		generic.Exp(got, got)
		require.Equal(t, got[0], generic.ExpSpecial(x), "x = %x", x)
	}
}

func TestExpBounds(t *testing.T) {
	for x, want := range map[float64]float64{
		0: 1, math.Copysign(0, -1): 1, 0x1p-60: 1, 709.782712893384: 0x1.fffffffffff2ap+1023,
		709.7827128933841: math.Inf(1), 710: math.Inf(1), math.MaxFloat64: math.Inf(1),
		-745.1332191019411: math.SmallestNonzeroFloat64, -745.1332191019412: 0, -746: 0, -math.MaxFloat64: 0,
	} {
		got := []float64{x}
		generic.Exp(got, got)
		assert.Equal(t, want, got[0], "x = %g", x)
	}
}

func TestExpTLess(t *testing.T) {
	for i, v := range generic.ExpT {
		want := math.Float64frombits(math.Float64bits(v) - uint64(i)<<49)
		require.Equal(t, want, generic.ExpTLess[i], "%d", i)
	}
}

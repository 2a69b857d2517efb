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

// xlogyKinds are arguments of x·ln y, and what each is dense in is its name.
var xlogyKinds = map[string]func(r *rand.Rand) (x, y float64){
	"uniform":         func(r *rand.Rand) (x, y float64) { return r.Float64() - 0.5, r.Float64() },
	"any binade":      func(r *rand.Rand) (x, y float64) { return anyBinade(r), anyBinade(r) },
	"y beside 1":      func(r *rand.Rand) (x, y float64) { return r.Float64(), beside(r, 1, 48) },
	"y above 17/16":   func(r *rand.Rand) (x, y float64) { return 1 + r.Float64(), 17./16 + 0.001*r.Float64() },
	"y below 17/16":   func(r *rand.Rand) (x, y float64) { return 1 + r.Float64(), 1.0585 + 0.004*r.Float64() },
	"subnormal":       func(r *rand.Rand) (x, y float64) { return subnormal(r), anyBinade(r) },
	"both subnormal":  func(r *rand.Rand) (x, y float64) { return subnormal(r), subnormal(r) },
	"small products":  func(r *rand.Rand) (x, y float64) { return 0x1p-1021 * r.Float64(), beside(r, 1, 52) },
	"smaller ones":    func(r *rand.Rand) (x, y float64) { return -0x1p-1020 * r.Float64(), 1 + r.Float64() },
	"at a bound":      func(r *rand.Rand) (x, y float64) { return 0x1p-960 * r.Float64(), 2 + 4*r.Float64() },
	"about to exceed": func(r *rand.Rand) (x, y float64) { return math.MaxFloat64 * r.Float64(), 1 + 4*r.Float64() },
}

func TestXLogYErrorBound(t *testing.T) {
	n := *points / 20 / len(xlogyKinds)
	if testing.Short() {
		n /= 10
	}
	for name, draw := range xlogyKinds {
		t.Run(name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(5, 1))
			var w worst
			got := make([]float64, 1)
			for range n {
				x, y := draw(r)
				if x == 0 || y == 1 {
					continue
				}
				generic.XLogY(got, []float64{x}, []float64{y})
				w.add(exact.ULP(got[0], exactXLogY(x, y)), y, 0)
			}
			t.Log(&w)
			require.LessOrEqual(t, w.ulp, operations.XLogYBound.ULP)
		})
	}
}

func exactXLogY(x, y float64) *big.Float {
	product := exactLog(y)
	return product.SetPrec(192).Mul(product, big.NewFloat(x))
}

func TestWorstOfXLogY(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 2))
	for range 10_000 {
		x, y := 1+r.Float64(), 0x1.106d0f616c875p+0
		got := []float64{0}
		generic.XLogY(got, []float64{x}, []float64{y})
		assert.LessOrEqual(t, exact.ULP(got[0], exactXLogY(x, y)), operations.XLogYBound.ULP, "x = %x", x)
	}
}

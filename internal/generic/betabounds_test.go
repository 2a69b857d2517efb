package generic_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sumlog/internal/generic"
)

func TestBetaZerosAreExact(t *testing.T) {
	zero := func(name string, v float64, args ...float64) {
		t.Helper()
		assert.Zero(t, math.Float64bits(v), "%s%v is %g", name, args, v)
	}
	zero("LogBeta", of2(generic.LogBeta, 1, 1), 1, 1)
	r := rand.New(rand.NewPCG(13, 2))
	for range 10_000 {
		x, y := anyBinade(r), counting(r, 0x1p53)
		zero("LogBinomial", of2(generic.LogBinomial, x, 0), x, 0)
		zero("LogBinomial", of2(generic.LogBinomial, x, x), x, x)
		zero("LogMultichoose", of2(generic.LogMultichoose, x, 0), x, 0)
		zero("LogMultichoose", of2(generic.LogMultichoose, 1, y), 1, y)
	}
}

// The budget of LogBinomial exceeds 0.6 ULP for small counts only: all of them are tried. From
// n = 2000 on it is below.
func TestLogBinomialOfSmallCounts(t *testing.T) {
	rows := 2000
	if testing.Short() {
		rows = 200
	}
	f := gammaFunctionOf("LogBinomial")
	var w gammaWorst
	for n := 1.0; n <= float64(rows); n++ {
		for k := 1.0; k <= n/2; k++ {
			w.add(f.errorOf(n, k, of2(f.spec, n, k)), n, k)
		}
	}
	t.Log(&w)
	require.Empty(t, w.fails)
}

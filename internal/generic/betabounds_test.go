package generic_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sumlog/internal/generic"
)

// far reports whether a·ln((a+b)/a), which is b then, has nothing but tails.
func far(a, b float64) bool { return max(a, b) > 0x1p48*min(a, b) }

func betaBound(a, b float64) bound {
	switch {
	case min(a, b) < 8:
		return bound{ULP: 0.75, Absolute: 0x1p-56}
	case far(a, b):
		return bound{ULP: 0.8}
	}
	return bound{ULP: 0.6}
}

func binomialBound(n, k float64) bound {
	switch b := min(k, n-k); {
	case whole(n) && whole(k) && n <= 0x1p53:
		return bound{ULP: 0.6}
	case b >= 8 && far(n, b):
		return bound{ULP: 0.8}
	}
	return bound{ULP: 0.75, Absolute: 0x1p-58}
}

func multichooseBound(r, y float64) bound {
	switch {
	case whole(y) && r >= 8 && y >= 8 && far(r, y):
		return bound{ULP: 0.8}
	case whole(y) && (r >= 8 || whole(r)):
		return bound{ULP: 0.6}
	case whole(y) && y < 8:
		return bound{ULP: 0.6, Absolute: 0x1p-103}
	case y < 8:
		return bound{ULP: 0.75, Absolute: 0x1p-56}
	}
	return bound{ULP: 0.75, Absolute: 0x1p-57}
}

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
			w.add(f.judge(n, k, of2(f.spec, n, k)), n, k)
		}
	}
	t.Log(&w)
	require.Empty(t, w.fails)
}

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

func requireBeta(t *testing.T, inputs ...pair) {
	t.Helper()
	for _, in := range inputs {
		b := operations.BetaBoundOf(in.x, in.y)
		e := b.Of(of2(generic.LogBeta, in.x, in.y), exact.LogBeta(in.x, in.y))
		assert.LessOrEqual(t, e, b.ULP, "a = %g (%x), b = %g (%x)", in.x, in.x, in.y, in.y)
	}
}

func requireBinomial(t *testing.T, inputs ...pair) {
	t.Helper()
	for _, in := range inputs {
		b := operations.BinomialBoundOf(in.x, in.y)
		e := b.Of(of2(generic.LogBinomial, in.x, in.y), exact.LogBinomial(in.x, in.y))
		assert.LessOrEqual(t, e, b.ULP, "n = %g (%x), k = %g (%x)", in.x, in.x, in.y, in.y)
	}
}

func requireMultichoose(t *testing.T, inputs ...pair) {
	t.Helper()
	for _, in := range inputs {
		b := operations.MultichooseBoundOf(in.x, in.y)
		e := b.Of(of2(generic.LogMultichoose, in.x, in.y), exact.LogMultichoose(in.x, in.y))
		assert.LessOrEqual(t, e, b.ULP, "r = %g (%x), y = %g (%x)", in.x, in.x, in.y, in.y)
	}
}

// The worst arguments that searches found.
func TestWorstOfLogBeta(t *testing.T) {
	requireBeta(t,
		pair{0x1.026ee3f63315p+3, 0x1.0fcea87746fb7p+3}, // 0.541 ULP
		pair{8.0980691518202388, 9.24522},
		pair{0x1.10a66314407d3p+3, 0x1.33c0dd2b9f76cp+3},
		pair{0x1.a109415677d02p+4, 0x1.3512672b4a1bap+4},
		pair{2.6806210150796527e+228, 2.15196e+212},   // 0.581 ULP
		pair{0.51363266726595058, 3.1280847050796758}, // beside B = 1: 2^-57.5
		pair{0.64756045456222155, 1.82398},            // likewise
		pair{3.5, 0.5},                                // 0.970 ULP of 0.05
		pair{0.14333499630261934, 482783.39031922969},
		pair{1e300, 1e-300}, pair{5e-324, 5e-324}, pair{5e-324, 1e300},
	)
	requireBinomial(t,
		pair{45, 22}, // 0.545 ULP
		pair{45, 23},
		pair{8806877062873184, 550105000000000},
		pair{19.924800010379474, 9.40464}, // 0.612 ULP
		pair{0.13996068950514096, 0.069980344752570478},
		pair{0.18863484981176734, 0.12008655277193539},
		pair{0x1p53, 0x1p52}, pair{0x1p100, 3}, pair{0x1p101, 3}, pair{1e300, 1e-300},
	)
	requireMultichoose(t,
		pair{9, 165}, // 0.542 ULP
		pair{1.0631575553472736, 1},
		pair{1.0000468536747393, 16}, // 2^-58.7
		pair{1.0000000000000002, 22},
		pair{1087112596787153.1, 71990800000000},
		pair{1e100, 7}, pair{0x1p100, 7}, pair{1e300, 5}, pair{5e-324, 5}, pair{5e-324, 1e15},
	)
}

// B(a, b) = B(b, a) to the bit.
func TestLogBetaIsSymmetric(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 100_000 {
		a, b := math.Exp2(40*r.Float64()-20), math.Exp2(40*r.Float64()-20)
		require.Equal(t, of2(generic.LogBeta, a, b), of2(generic.LogBeta, b, a), "a = %x, b = %x", a, b)
	}
}

// All coefficients of a row, which are symmetric where k and n-k are counts.
func TestLogBinomialOfRows(t *testing.T) {
	rows := []int{1, 2, 7, 8, 9, 15, 16, 17, 30, 45, 100}
	if !testing.Short() {
		rows = append(rows, 301, 1000)
	}
	for _, n := range rows {
		for k := range n - 1 {
			x, y := float64(n), float64(k+1)
			requireBinomial(t, pair{x, y})
			require.Equal(t, of2(generic.LogBinomial, x, y), of2(generic.LogBinomial, x, x-y))
		}
	}
}

// The coefficients of the negative binomial distribution where they are known exactly.
func TestLogMultichooseOfOne(t *testing.T) {
	for y := 1.0; y < generic.MaxRising; y *= 1.9 {
		for _, y := range []float64{y, math.Ceil(y)} {
			require.Zero(t, math.Float64bits(of2(generic.LogMultichoose, 1, y)), y)
		}
	}
	for r := 0x1p-1074; r < 0x1p1000; r *= 1234.5 {
		e := exact.ULP(of2(generic.LogMultichoose, r, 1), exact.LogMultichoose(r, 1)) // ln r
		require.LessOrEqual(t, e, operations.MultichooseBound.ULP, "r = %x", r)
		requireMultichoose(t, pair{r, 5}, pair{r, 12}, pair{r, 0x1p60})
	}
}

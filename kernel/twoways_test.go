package kernel

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog/internal/generic"
)

// TestTwoWays has vectors whose elements take both ways in all proportions, beside special ones,
// around the lengths from which on they are left for later, and of blocks; apart and in place. Seven
// are the masked rest alone.
func TestTwoWays(t *testing.T) {
	unary := func(f func(dst, x []float64)) func(dst, x, y []float64) {
		return func(dst, x, _ []float64) { f(dst, x) }
	}
	for op, want := range []func(dst, x, y []float64){
		opLogGamma: unary(generic.LogGamma), opLogFactorial: unary(generic.LogFactorial),
		opLogBeta: generic.LogBeta, opLogBinomial: generic.LogBinomial,
		opLogMultichoose: generic.LogMultichoose,
	} {
		eachAssembly(t, func(t *testing.T, isa ISA) {
			r := rand.New(rand.NewPCG(8, uint64(op)))
			lengths := []int{
				1, 9, 128, 129, 133, twoWayBlock - 1, twoWayBlock, twoWayBlock + 1,
				2*twoWayBlock + 130, 3*twoWayBlock + 7,
			}
			for _, n := range append(lengths, slices.Repeat([]int{7}, 200)...) {
				for share := range 14 {
					x, y := twoKinds(r, n, share), twoKinds(r, n, share)
					if twoWayOp(op) == opLogBinomial {
						for i := range x {
							x[i] += y[i]
						}
					}
					checkTwoWays(t, twoWayOp(op), isa, want, x, y)
				}
			}
		})
	}
}

// twoKinds are n numbers, half of them integers. So many tenths of them are small, and some special;
// or as many of each kind wait as can, or of those that are not small.
func twoKinds(r *rand.Rand, n, share int) []float64 {
	special := []float64{
		0, math.Copysign(0, -1), -1, -3, math.NaN(), math.Inf(1), 0x1p-1060, 0x0.fffffffffffffp-1022,
		0x1p1013, 0x1p1014, 8,
	}
	x := make([]float64, n)
	for i := range x {
		small := r.IntN(10) < share
		switch share {
		case 11:
			small = i%2 == 0
		case 12:
			small = i%4 != 0
		case 13:
			small = i%8 < 5
		}
		if x[i] = 8 + 40*r.Float64(); small {
			x[i] = 8 * r.Float64()
		}
		if r.IntN(2) == 0 {
			x[i] = math.Floor(x[i])
		}
		if share <= 10 && r.IntN(50) == 0 {
			x[i] = special[r.IntN(len(special))]
		}
	}
	return x
}

func checkTwoWays(
	t *testing.T, op twoWayOp, isa ISA, f func(dst, x, y []float64), x, y []float64,
) {
	t.Helper()
	if op <= opLogFactorial {
		y = nil
	}
	check := func(where string, run func(x, y []float64) (dst, first, second []float64)) {
		a, b := slices.Clone(x), slices.Clone(y)
		dst, first, second := run(a, b)
		want := make([]float64, len(x))
		f(want, first, second)
		op.run(isa, dst, first, second)
		for i := range want {
			if math.Float64bits(want[i]) != math.Float64bits(dst[i]) {
				require.Failf(t, "other bits", "operation %d of %d elements, %s: element %d is %v, want %v",
					op, len(x), where, i, dst[i], want[i])
			}
		}
	}
	check("apart", func(x, y []float64) (_, _, _ []float64) { return make([]float64, len(x)), x, y })
	check("in x", func(x, y []float64) (_, _, _ []float64) { return x, x, y })
	if y != nil {
		check("in y", func(x, y []float64) (_, _, _ []float64) { return y, x, y })
		check("in both", func(x, _ []float64) (_, _, _ []float64) { return x, x, x })
	}
}

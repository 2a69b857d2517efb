//go:build !race

package kernel_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog/internal/operations"
	"sumlog/kernel"
)

// TestNothingAllocates is for builds without the race detector, which is told the slices'
// addresses and makes them escape.
func TestNothingAllocates(t *testing.T) {
	for _, o := range operations.All() {
		for _, param := range o.Few {
			for _, n := range []int{3, 21, 5000 / max(1, param)} {
				_, input := o.Lengths(n, param)
				a := o.Take(o.Draw(o.Kinds[0], input+3*o.Inputs, 1), 0, n, param)
				for _, isa := range kernel.Supported() {
					require.Zero(t, testing.AllocsPerRun(3, func() { o.Kernel(isa, a) }), "%s, %v", o.Title(param), isa)
				}
			}
		}
	}
}

// Arguments do not escape either, which only a direct call shows: these slices stay on the
// stack.
func TestArgumentsDoNotEscape(t *testing.T) {
	for _, isa := range kernel.Supported() {
		require.Zero(t, testing.AllocsPerRun(10, func() {
			var dst, x [21]float64
			var bytes [100]int8
			kernel.Log(isa, dst[:], x[:])
			kernel.LogAccumulate(isa, dst[:], x[:], 30)
			kernel.LogAccumulateDirect(isa, dst[:], x[:], 30)
			kernel.Log1p(isa, dst[:], x[:])
			kernel.Exp(isa, dst[:], x[:])
			kernel.XLogY(isa, dst[:], x[:], x[:])
			kernel.RelEntr(isa, dst[:], x[:], x[:])
			kernel.KLDiv(isa, dst[:], x[:], x[:])
			kernel.LogGamma(isa, dst[:], x[:])
			kernel.LogFactorial(isa, dst[:], x[:])
			kernel.LogRising(isa, dst[:], x[:], x[:])
			kernel.LogBeta(isa, dst[:], x[:], x[:])
			kernel.LogBinomial(isa, dst[:], x[:], x[:])
			kernel.LogMultichoose(isa, dst[:], x[:], x[:])
			kernel.Add(isa, dst[:], x[:], x[:])
			kernel.AddStreaming(isa, bytes[:], bytes[:], bytes[:])
			dst[0] = kernel.SumLog(isa, x[:3]) + kernel.SumLog(isa, x[:])
			dst[0] = kernel.SumLog1p(isa, x[:])
			var sum kernel.Log1pSum
			sum.Add(isa, x[:])
			dst[0] = sum.Sum()
			dst[0] = kernel.DotLog(isa, dst[:], x[:]) + kernel.Entropy(isa, x[:])
			dst[0] = kernel.DotLogRatio(isa, dst[:], x[:], x[:]) + kernel.RelativeEntropy(isa, x[:], dst[:])
			var counts [21]int64
			dst[0] = kernel.DotLogCounts(isa, counts[:], x[:])
			var dot kernel.DotLogSum
			dot.Add(isa, dst[:], x[:])
			dst[0] = dot.Sum()
			dst[0] = kernel.LogSumExp(isa, x[:])
			var exps kernel.ExpSum
			exps.Add(isa, x[:])
			dst[0] = exps.Log()
			kernel.DotLogRows(isa, dst[:7], x[:], x[:], 3)
			kernel.LogSumExpRows(isa, dst[:7], x[:], 3)
			kernel.Softmax(isa, dst[:], x[:], 7)
			kernel.LogSoftmax(isa, dst[:], x[:], 3)
			kernel.SumLogRows(isa, dst[:7], x[:], 3)
			kernel.SumLogRows(isa, dst[:2], x[:20], 10)
			kernel.SumLogRowsStrided(isa, dst[:2], x[:20], 8, 12)
			dst[0], dst[1] = kernel.SumLogAbs(isa, x[:])
			kernel.Widen(isa, dst[:], bytes[:21])
			dst[0] = kernel.SumLogOf(isa, bytes[:]) + kernel.SumLogOf(isa, x[:])
			kernel.SumLogRowsOf(isa, dst[:10], bytes[:], 10)
			kernel.SumLogColumns(isa, dst[:5], x[:], 8)
			kernel.SumLogColumns(isa, dst[:2], x[:20], 2)
			kernel.SumLogGroups(isa, dst[:5], x[:], []int{1, 3, 3, 12, 15, 21})
			var product kernel.Product
			product.Add(isa, x[:])
			dst[0] = product.Log()
			_ = kernel.Best()
		}), isa)
	}
}

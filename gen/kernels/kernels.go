// Package kernels describes each kernel once, for all targets. The
// operations are those of sumlog/internal/generic, in an order that has the same
// rounding; their constants come from there.
package kernels

import "sumlog/gen/build"

// All lists the kernels.
func All() []*build.Kernel {
	list := []*build.Kernel{
		log, productRaw, productMasked, productScaled, productFloat32,
		productRows, rowsOf8, rowsOf16, rowsOf32, reduceRows, logRows, groupsOf16, groupsOf32,
		productColumns, mergeColumns,
		logAccumulate, logAccumulateDirect,
		log1p, exp, xlogy, relEntr, klDiv,
		logGamma, logFactorial, logRising, logBeta, logBinomial, logMultichoose,
		product1p, sumTiny1p,
		dotLog, carefulDot, dotLogRatio, countFactors,
		largest, expSum, softmax, logSoftmax, expSumRows, logExpRows, softmaxRows, logSoftmaxRows,
		dotLogRows, carefulDotRows,
	}
	return append(append(list, widenings()...), additions()...)
}

// Named is the kernel of that name.
func Named(name string) *build.Kernel {
	for _, k := range All() {
		if k.Name == name {
			return k
		}
	}
	panic("gen: there is no kernel " + name)
}

package kernel

import "sumlog/internal/generic"

// SumLogAbs returns Σ ln|x[j]| and the sign of the product of x, 1 or -1: with the diagonal of a
// triangular factor, the logarithm and the sign of a determinant, as gonum's LogDet returns them.
//
// Max error: 0.6 ULP of the exact sum of the exact logarithms, plus n·2^-90
// absolute for n elements. sum has the bits that [SumLog] of the magnitudes has.
//
// Special values: a NaN gives NaN twice, and so does a zero beside an infinity; else a zero of
// either sign gives -Inf and the sign 0; else an infinity gives +Inf; no elements give +0 and 1.
//
// Panics where isa is not [Supported].
func SumLogAbs(isa ISA, x []float64) (sum, sign float64) {
	checkISA("sumlog/kernel: SumLogAbs", isa)
	raceAccess(nil, x, nil)
	const few = 128
	var odd uint32
	if len(x) <= few {
		var abs [few]float64
		odd = generic.Abs(abs[:], x)
		sum = sumLog(isa, abs[:len(x)])
	} else {
		sum, odd = sumLogAbsOfBlocks(isa, x)
	}
	return sum, generic.SignOf(sum, odd)
}

func sumLogAbsOfBlocks(isa ISA, x []float64) (sum float64, odd uint32) {
	var abs [generic.Block]float64
	var path blockPath
	all := generic.One
	for len(x) > 0 {
		n := min(len(x), len(abs))
		odd ^= generic.Abs(abs[:n], x[:n])
		block := path.product(isa, abs[:n])
		all.Merge(&block)
		x = x[n:]
	}
	return all.Log(), odd
}

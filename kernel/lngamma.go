package kernel

import "math/bits"

// lnGammaBlock is how many elements a call of the assembly of ln Γ takes: some microseconds.
const lnGammaBlock = 512

// lnGamma runs the assembly of ln Γ(x), or of ln Γ(1+x), over all elements.
func lnGamma(isa ISA, dst, x []float64, factorial bool) {
	// Up to few elements of both kinds take less time as they are than left for later.
	const few = 128
	group := lanesOf(isa)
	whole := wholeGroups(isa, len(x), group)
	switch {
	case whole > few:
		for i := 0; i < whole; i += lnGammaBlock {
			to := min(i+lnGammaBlock, whole)
			lnGammaOfBlock(isa, dst[i:to], x[i:to], factorial)
		}
	case whole > 0:
		callLnGamma(isa, dst, x[:whole], nil, factorial)
	}
	if whole < len(x) {
		var tail [maxLanes]float64
		fillGroup(tail[:group], x[whole:])
		callLnGamma(isa, tail[:], tail[:group], nil, factorial)
		copy(dst[whole:], tail[:])
	}
}

// deferredPerWord is how many generic.Deferred a word of 64 bits has.
const deferredPerWord = 4

// lnGammaOfBlock is lnGamma of a block.
func lnGammaOfBlock(isa ISA, dst, x []float64, factorial bool) {
	var later [lnGammaBlock / minLanes / deferredPerWord]uint64
	callLnGamma(isa, dst, x, &later[0], factorial)
	any := uint64(0)
	for _, word := range later {
		any |= word
	}
	if any != 0 {
		lnGammaLater(isa, dst, later[:], factorial)
	}
}

// lnGammaLater does the elements that were left for later, each kind by itself. They stand in dst.
func lnGammaLater(isa ISA, dst []float64, later []uint64, factorial bool) {
	const firstBytes = 0x00ff00ff00ff00ff // of each generic.Deferred
	var x [lnGammaBlock/2 + maxLanes]float64
	var at [lnGammaBlock / 2]uint16
	lanes := lanesOf(isa)
	for kind := range 2 {
		n := 0
		for k, word := range later {
			for set := word >> (8 * kind) & firstBytes; set != 0; set &= set - 1 {
				bit := bits.TrailingZeros64(set)
				j := (k*deferredPerWord+bit/16)*lanes + bit%16
				x[n], at[n] = dst[j], uint16(j)
				n++
			}
		}
		if n == 0 {
			continue
		}
		whole := x[:(n+lanes-1)&^(lanes-1)]
		fillGroup(whole[n:], whole[:1])
		callLnGamma(isa, whole, whole, nil, factorial)
		for i, j := range at[:n] {
			dst[j] = whole[i]
		}
	}
}

// callLnGamma calls the assembly for as many elements as x has. It leaves elements for later where
// there is a place to tell which.
func callLnGamma(isa ISA, dst, x []float64, later *uint64, factorial bool) {
	defers := 0
	if later != nil {
		defers = 1
	}
	if factorial {
		callLogFactorial(isa, &dst[0], &x[0], float64s(later), len(x), defers)
	} else {
		callLogGamma(isa, &dst[0], &x[0], float64s(later), len(x), defers)
	}
}

package dispatch

import (
	"math/bits"

	"sumlog/kernel"
)

// cost describes what an operation costs, so that it can be decided whether to
// share the work, and how to cut it.
type cost struct {
	ns    float64 // for one index, by AVX2
	unit  int     // parts begin at multiples of it: whole vectors, or whole cache lines
	least int     // indices in a block, at least: about 2 µs
	most  int     // and at most: about 100 µs at the slowest, between two looks at a context
	small int     // up to so many indices nothing is considered: one call of the kernel
}

// The costs of the operations, rounded from docs/performance.md.
var (
	costLogAccumulate = cost{ns: 6, unit: 8, least: 256, most: 4096, small: worthHot / 6}
	costLog           = cost{ns: 1, unit: 8, least: 2048, most: 1 << 14, small: worthHot}
	costAdd           = cost{ns: 0.25, unit: 64, least: 8192, most: 1 << 16, small: worthHot * 4}
	costAddColumns    = cost{ns: 0.5, unit: 64, least: 4096, most: 1 << 15}
)

// costSumBlock is that of 4096 elements of SumLog, between L1 and memory.
var costSumBlock = cost{ns: 1000, unit: 1, least: 4, most: 16}

// costRows is that of a row of SumLogRows: 5 ns and 0.25 for each element.
func costRows(cols int) cost {
	c := cost{ns: 5 + 0.25*float64(cols), unit: 8}
	c.least = atLeastUnit(4_000/c.ns, 8)
	c.most = max((1<<16)/cols&^7, 1)
	return c
}

// directTerm is what one term of one element costs LogAccumulateDirect, in ns.
const directTerm = 1

// smallDirect is how many terms are small altogether.
const smallDirect = worthHot

// costDirect is that of LogAccumulateDirect with so many terms.
func costDirect(terms int) cost {
	// Kernels go through up to 32 elements at a time, and fewer take as long: parts are
	// cut finer only where so many would be too long.
	c := cost{ns: directTerm * float64(terms), unit: 32}
	if terms > 1000 {
		c.unit = 8
	}
	c.least = atLeastUnit(2_000/c.ns, c.unit)
	c.most = atLeastUnit(100_000/c.ns, c.unit)
	return c
}

func atLeastUnit(n float64, unit int) int {
	return max(int(min(n, 1<<20))/unit, 1) * unit
}

// smallProduct reports whether a·b < limit, a >= 0. A negative b is
// not small, unless a is 0.
func smallProduct(a, b, limit int) bool {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	return hi == 0 && lo < uint64(limit)
}

// work returns what n indices cost, in nanoseconds, where no kernel is involved.
func (c *cost) work(n int) float64 { return c.ns * float64(n) }

// workBy returns what n indices cost by that instruction set.
func (c *cost) workBy(isa kernel.ISA, n int) float64 { return c.work(n) * pace[isa%isaCount] }

// pace is what instruction sets need of the time of AVX2, at least: with too much of it
// workers would be woken for nothing. Plain Go needs 4 to 16 times as much; NEON has
// half the lanes and has not been measured.
var pace = [isaCount]float64{kernel.Generic: 4, kernel.AVX2: 1, kernel.AVX512: 1, kernel.NEON: 1}

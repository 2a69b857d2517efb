package sumlog

import (
	"math/bits"
	"time"

	"sumlog/dispatch"
	"sumlog/kernel"
)

// cost describes what an operation costs, so that it can be decided whether to share
// the work, and how to cut it.
type costModel struct {
	nsPerItem float64 // for one index, by AVX2
	align     int     // chunks begin at multiples of it: whole vectors, or whole cache lines
	minChunk  int     // about 2 µs
	maxChunk  int     // about 100 µs at the slowest, between two looks at a context
	inlineMax int     // up to so many indices the kernel is called at once
}

// minCost is the cost of work in nanoseconds below which it is not shared.
const minCost = int(dispatch.MinCost)

// The costs of the operations, rounded from docs/performance.md.
var (
	costLogAccumulate = costModel{nsPerItem: 6, align: 8, minChunk: 256, maxChunk: 4096, inlineMax: minCost / 6}
	costLog           = costModel{nsPerItem: 1, align: 8, minChunk: 2048, maxChunk: 1 << 14, inlineMax: minCost}
	costAdd           = costModel{nsPerItem: 0.25, align: 64, minChunk: 8192, maxChunk: 1 << 16, inlineMax: minCost * 4}
	costAddColumns    = costModel{nsPerItem: 0.5, align: 64, minChunk: 4096, maxChunk: 1 << 15}
)

// costSumBlock is that of 4096 elements of SumLog, between L1 and memory.
var costSumBlock = costModel{nsPerItem: 1000, align: 1, minChunk: 4, maxChunk: 16}

// inlineSum is up to how many elements a sum is one call of the kernel.
const inlineSum = minCost * 5

// costRows is that of a row of SumLogRows: 5 ns and 0.25 for each element.
func costRows(cols int) costModel {
	c := costModel{nsPerItem: 5 + 0.25*float64(cols), align: 8}
	c.minChunk = alignedChunk(4_000/c.nsPerItem, 8)
	c.maxChunk = max((1<<16)/cols&^7, 1)
	return c
}

// directTerm is what one term of one element costs LogAccumulateDirect, in ns.
const directTerm = 1

// costDirect is that of LogAccumulateDirect with so many terms.
func costDirect(terms int) costModel {
	// Kernels go through up to 32 elements at a time, and fewer take as long: chunks are
	// cut finer only where so many would be too long.
	c := costModel{nsPerItem: directTerm * float64(terms), align: 32}
	if terms > 1000 {
		c.align = 8
	}
	c.minChunk = alignedChunk(2_000/c.nsPerItem, c.align)
	c.maxChunk = alignedChunk(100_000/c.nsPerItem, c.align)
	return c
}

// alignedChunk returns n, cut down to a multiple of align that is not 0.
func alignedChunk(n float64, align int) int {
	return max(int(min(n, 1<<20))/align, 1) * align
}

// smallProduct reports whether a·b < limit, a >= 0. A negative b is
// not small, unless a is 0.
func smallProduct(a, b, limit int) bool {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	return hi == 0 && lo < uint64(limit)
}

// work returns what n indices are as work for a pool, where no kernel is involved.
func (c *costModel) work(n int) dispatch.Work {
	return dispatch.Work{
		N: n, Align: c.align, MinChunk: c.minChunk, MaxChunk: c.maxChunk,
		Cost: time.Duration(min(c.nsPerItem*float64(n), 1<<62)),
	}
}

// workBy returns what n indices are as work for a pool by that instruction set.
func (c *costModel) workBy(isa kernel.ISA, n int) dispatch.Work {
	w := c.work(n)
	if isa == kernel.Generic {
		w.Cost = time.Duration(min(genericSlowdown*c.nsPerItem*float64(n), 1<<62))
	}
	return w
}

// genericTime is what plain Go needs of the time of AVX2, at least: 4 to 16 times as
// much. Every other instruction set counts as AVX2: with a cost that is too high workers
// would be woken for nothing. NEON has half the lanes and has not been measured.
const genericSlowdown = 4

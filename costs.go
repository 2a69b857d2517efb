package sumlog

import (
	"math/bits"
	"time"

	"sumlog/dispatch"
	"sumlog/kernel"
)

// costModel describes the cost of an operation, to decide whether to share the work and how to
// divide it.
type costModel struct {
	nsPerItem float64 // for one index, by AVX2
	align     int     // chunks begin at multiples of it: whole vectors, or whole cache lines
	minChunk  int     // about 2 µs
	maxChunk  int     // about 100 µs at the slowest, between two polls of a context
	inlineMax int     // the kernel is called directly up to this many indices
}

// minCost is the cost of work in nanoseconds below which it is not shared.
const minCost = int(dispatch.MinCost)

// The costs of the operations, rounded from docs/performance.md.
var (
	costLogAccumulate = costModel{
		nsPerItem: 6, align: 8, minChunk: 256, maxChunk: 4096, inlineMax: minCost / 6,
	}
	costLog = costModel{
		nsPerItem: 1, align: 8, minChunk: 2048, maxChunk: 1 << 14, inlineMax: minCost,
	}
	costAdd = costModel{
		nsPerItem: 0.25, align: 64, minChunk: 8192, maxChunk: 1 << 16, inlineMax: minCost * 4,
	}
	costAddColumns = costModel{nsPerItem: 0.5, align: 64, minChunk: 4096, maxChunk: 1 << 15}
)

// costSumBlock is the cost of 4096 elements of SumLog, between L1 and memory.
var costSumBlock = costModel{nsPerItem: 1000, align: 1, minChunk: 4, maxChunk: 16}

// inlineSum is the number of elements up to which a sum is one call of the kernel.
const inlineSum = minCost * 5

// costRows returns the cost of a row of SumLogRows: 5 ns and 0.25 ns for each element.
func costRows(cols int) costModel {
	c := costModel{nsPerItem: 5 + 0.25*float64(cols), align: 8}
	c.minChunk = alignedChunk(4_000/c.nsPerItem, 8)
	c.maxChunk = max((1<<16)/cols&^7, 1)
	return c
}

// directTerm is the cost of one term of one element in LogAccumulateDirect, in ns.
const directTerm = 1

// costDirect returns the cost of an element of LogAccumulateDirect with that many terms.
func costDirect(terms int) costModel {
	// Kernels compute up to 32 elements at a time, and fewer take as long: chunks are smaller
	// only where 32 elements would take too long.
	c := costModel{nsPerItem: directTerm * float64(terms), align: 32}
	if terms > 1000 {
		c.align = 8
	}
	c.minChunk = alignedChunk(2_000/c.nsPerItem, c.align)
	c.maxChunk = alignedChunk(100_000/c.nsPerItem, c.align)
	return c
}

// alignedChunk returns n, rounded down to a multiple of align that is not 0.
func alignedChunk(n float64, align int) int {
	return max(int(min(n, 1<<20))/align, 1) * align
}

// smallProduct reports whether a·b < limit, a >= 0. A negative b is not small, unless a is 0.
func smallProduct(a, b, limit int) bool {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	return hi == 0 && lo < uint64(limit)
}

// work describes n indices as work for a pool, where no kernel is involved.
func (c *costModel) work(n int) dispatch.Work {
	return dispatch.Work{
		N: n, Align: c.align, MinChunk: c.minChunk, MaxChunk: c.maxChunk,
		Cost: time.Duration(min(c.nsPerItem*float64(n), 1<<62)),
	}
}

// workBy describes n indices as work for a pool by that instruction set.
func (c *costModel) workBy(isa kernel.ISA, n int) dispatch.Work {
	w := c.work(n)
	if isa == kernel.Generic {
		w.Cost = time.Duration(min(genericSlowdown*c.nsPerItem*float64(n), 1<<62))
	}
	return w
}

// genericSlowdown is the least ratio of plain Go's time to AVX2's, which ranges from 4 to 16.
// Every other instruction set counts as AVX2: an estimate that is too high would wake workers
// for nothing. NEON has half the lanes and has not been measured.
const genericSlowdown = 4

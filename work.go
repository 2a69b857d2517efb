package sumlog

import (
	"time"

	"sumlog/dispatch"
)

// minChunk is the time of the smallest chunk of shared work in nanoseconds: the fixed cost of a
// chunk, about 50 ns, is small beside it.
const minChunk = 2_000

// small reports whether n items of ns nanoseconds are too little work to share.
func small(n int, ns float64) bool { return float64(n)*ns <= float64(dispatch.MinCost) }

// work describes n items of ns nanoseconds as work for a pool. Chunks begin at multiples of
// align, whole vectors or cache lines, and have at most maxChunk items: about 100 µs at the
// slowest, between two polls of a context.
func work(n int, ns float64, align, maxChunk int) dispatch.Work {
	return dispatch.Work{
		N: n, Align: align, MaxChunk: maxChunk,
		MinChunk: min(alignedChunk(minChunk/ns, align), maxChunk),
		Cost:     time.Duration(min(ns*float64(n), 1<<62)),
	}
}

// alignedChunk returns n, rounded down to a multiple of align that is not 0.
func alignedChunk(n float64, align int) int {
	return max(int(min(n, 1<<20))/align, 1) * align
}

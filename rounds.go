package sumlog

import (
	"sumlog/dispatch"
	"sumlog/internal/generic"
)

// sumBlock is a block of [kernel.SumLog]: blocks may be summed anywhere, but are merged in their
// order.
const sumBlock = generic.Block

// maxPending is the number of block sums that wait to be merged: a round, about ten milliseconds
// of work.
const maxPending = 4096

// inRounds has t sum n elements of ns nanoseconds, block by block, at most maxPending blocks at a
// time. Before each round begin gives t its elements and room for the sums of its blocks, and
// after it merge adds those up.
func (r Run) inRounds(
	op string, n int, ns float64, t dispatch.Task, begin func(from, to, blocks int), merge func(),
) error {
	for from, to := 0, 0; ; from = to {
		to = min(n, from+maxPending*sumBlock)
		blocks := (to - from + sumBlock - 1) / sumBlock
		begin(from, to, blocks)
		round := r.share(from, to-from, n, n)
		if err := round.do(op, work(blocks, ns*sumBlock, 1, 16), t); err != nil {
			return err
		}
		if merge(); to == n {
			return nil
		}
	}
}

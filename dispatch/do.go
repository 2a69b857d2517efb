package dispatch

import (
	"context"
	"fmt"
	"time"
)

// MinCost is the cost from which work is worth sharing with workers that spin. Work of less
// cost is always done on the caller's goroutine.
const MinCost = minWorkSpinning * time.Nanosecond

// Do does the task for [0, work.N) on the pool's workers and on the caller's goroutine, and
// returns when it is done. It allocates nothing; the operations of package sumlog stand on it.
// The caller's goroutine does all of the work where the pool is busy, or where the work is
// small for the cost of waking workers.
//
// It returns ctx.Err() where ctx ends first, after the chunks that have begun, and an error
// that wraps [ErrClosed] where the pool is closed. A panic of the task reaches the caller as
// [*PanicError].
//
// It panics where ctx or task is nil, or work is not as its fields are described.
func (p *Pool) Do(ctx context.Context, work Work, task Task) error {
	const op = "Do"
	checkGiven(op, ctx != nil, true)
	if task == nil || work.N < 0 || work.Align < 1 || work.MinChunk < 1 || work.MaxChunk < 1 {
		panic(fmt.Sprintf("sumlog/dispatch: %s: %+v of task %v", op, work, task))
	}
	p = p.orDefault()
	if err := p.checkUsable(ctx, op); err != nil || work.N == 0 {
		return err
	}
	return p.share(ctx, work, float64(work.Cost), operands{task: task})
}

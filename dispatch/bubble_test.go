package dispatch_test

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"sumlog"

	"github.com/stretchr/testify/require"

	"sumlog/dispatch"
	"sumlog/kernel"
)

// In a bubble everything works, on the caller's goroutine: no worker is started in it, and
// functions of the caller's own are inside.
func TestInABubble(t *testing.T) {
	require.NoError(t, dispatch.Default().Close())
	eventually(t, "workers of other tests end", func() bool { return runningWorkers() == 0 })
	poolOf(t, 2)
	workers := runningWorkers()
	want := values(300_000)
	sumlog.LogAccumulate(want, want, 1000)
	require.NoError(t, dispatch.Default().Close())
	eventually(t, "workers end", func() bool { return runningWorkers() == workers })
	synctest.Test(t, func(t *testing.T) {
		defer closeIfFailed(t, dispatch.Default())
		x := values(300_000)
		sumlog.LogAccumulate(x, x, 1000)
		require.True(t, equal(want, x))
		require.Equal(t, workers, runningWorkers(), "an operation starts none")

		p, err := dispatch.NewPool(dispatch.WithWorkers(2))
		require.NoError(t, err)
		defer closeIfFailed(t, p)
		require.Equal(t, workers, runningWorkers(), "NewPool starts none")
		x = values(300_000)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		require.NoError(t, sumlog.On(ctx, p).LogAccumulate(x, x, 1000))
		require.True(t, equal(want, x))

		// It ends when a worker, which is outside, might be polling it.
		ending, end := context.WithCancel(t.Context())
		_ = ending.Done() // a channel of the bubble
		looks := &lastLook{Context: ending, end: end}
		looks.left.Store(20)
		require.Equal(t, context.Canceled, sumlog.On(looks, p).LogAccumulate(x, x, 1000))

		inside := make(chan int, 1000)
		p.For(1000, 1, func(lo, hi int) { inside <- hi - lo })
		err = p.ForContext(ctx, 1000, 1, func(ctx context.Context, lo, _ int) error {
			if lo == 500 {
				cancel()
			}
			select {
			case <-ctx.Done():
			case inside <- lo:
			}
			return nil
		})
		require.Equal(t, context.Canceled, err)
		_, err = dispatch.Map(t.Context(), p, make([]int, 100), func(context.Context, int) (int, error) { <-inside; return 0, nil })
		require.NoError(t, err)

		var futures []*dispatch.Future[time.Time]
		start := time.Now()
		for i := range 20 {
			futures = append(futures, dispatch.Async(t.Context(), p, func(context.Context) (time.Time, error) {
				time.Sleep(time.Duration(i) * time.Hour)
				return time.Now(), nil
			}))
		}
		for i, f := range futures {
			at, err := f.Get(t.Context())
			require.NoError(t, err)
			require.Equal(t, time.Duration(i)*time.Hour, at.Sub(start))
		}
		require.NoError(t, p.Close())
	})
	x := values(300_000)
	sumlog.LogAccumulate(x, x, 1000)
	require.True(t, equal(want, x), "the default pool works after the bubble")
}

// A pool made in a bubble starts its workers outside; one with workers is used and closed in a
// bubble.
func TestPoolsAndBubbles(t *testing.T) {
	together := func(p *dispatch.Pool) {
		m := newBarrier(2)
		p.For(2, 1, func(int, int) { m.Wait() }) // needs a worker
	}
	require.NoError(t, dispatch.Default().Close())
	eventually(t, "workers of other tests end", func() bool { return runningWorkers() == 0 })
	outside := poolOf(t, 2)
	together(outside)
	workers := runningWorkers()
	require.Positive(t, workers)
	var inside *dispatch.Pool
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(100 * 365 * 24 * time.Hour) // the clock of the bubble is ahead
		var err error
		inside, err = dispatch.NewPool(dispatch.WithWorkers(2))
		require.NoError(t, err)
		defer closeIfFailed(t, inside, outside)
		require.Equal(t, workers, runningWorkers(), "NewPool starts none")
		for _, p := range []*dispatch.Pool{inside, outside} {
			require.Equal(t, 2, p.Workers())
			x, want := values(300_000), values(300_000)
			kernel.LogAccumulate(p.ISA(), want, want, 1000)
			must(sumlog.On(background, p).LogAccumulate(x, x, 1000))
			require.Equal(t, workers, runningWorkers(), "an operation starts none")
			require.True(t, equal(want, x))
			calls := 0
			p.For(2, 1, func(int, int) { calls++ })
			require.Equal(t, 1, calls)
		}
		require.Equal(t, workers, runningWorkers(), "none is started")
		require.NoError(t, outside.Close())
	})
	eventually(t, "workers end", func() bool { return runningWorkers() == 0 })
	together(inside)
	require.NoError(t, inside.Close())
}

// closeIfFailed closes pools whose workers may belong to the bubble, which would wait for them for
// ever.
func closeIfFailed(t *testing.T, pools ...*dispatch.Pool) {
	if t.Failed() {
		for _, p := range pools {
			_ = p.Close()
		}
	}
}

// lastLook is a context that ends at a certain call of Err.
type lastLook struct {
	context.Context
	end  func()
	left atomic.Int64
}

func (c *lastLook) Err() error {
	if c.left.Add(-1) == 0 {
		c.end()
	}
	return c.Context.Err()
}

package dispatch_test

import (
	"context"
	"runtime"
	"runtime/debug"
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog/dispatch"
)

// panicOnFault returns the calling goroutine's setting.
func panicOnFault() bool {
	on := debug.SetPanicOnFault(true)
	debug.SetPanicOnFault(on)
	return on
}

// SetPanicOnFault in a task holds until that task ends, however it ends: the next one on a
// worker finds true, and the caller finds its own setting.
func TestPanicOnFaultEndsWithTheTask(t *testing.T) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(false))
	for _, workers := range []int{1, 3} {
		p := poolOf(t, workers)
		for _, own := range []bool{false, true} {
			debug.SetPanicOnFault(own)
			caller := goroutine()
			task := func() {
				want := own || goroutine() != caller
				if panicOnFault() != want {
					t.Errorf("SetPanicOnFault is %v, want %v", !want, want)
				}
				debug.SetPanicOnFault(!want)
			}
			ctx := t.Context()
			for name, f := range map[string]func(){
				"For":       func() { p.For(1000, 1, func(int, int) { task() }) },
				"For, once": func() { p.For(1, 1, func(int, int) { task() }) },
				"ForContext": func() {
					_ = p.ForContext(ctx, 1000, 1, func(context.Context, int, int) error { task(); return nil })
				},
				"ForContext, an error": func() {
					_ = p.ForContext(ctx, 1000, 1, func(context.Context, int, int) error { task(); return context.Canceled })
				},
				"Map": func() {
					_, _ = dispatch.Map(ctx, p, make([]int, 1000), func(context.Context, int) (int, error) { task(); return 0, nil })
				},
				"panic":       func() { caught(func() { p.For(1000, 1, func(int, int) { task(); panics() }) }) },
				"panic, once": func() { caught(func() { p.For(1, 1, func(int, int) { task(); panics() }) }) },
				"panic in ForContext": func() {
					_ = p.ForContext(ctx, 1000, 1, func(context.Context, int, int) error { task(); panic("boom") })
				},
				"progress": func() {
					withProgress := dispatch.WithProgress(ctx, func(int64, int64) { task() })
					_ = p.ForContext(withProgress, 1000, 1, func(context.Context, int, int) error { return nil })
				},
			} {
				for range 3 {
					m := newBarrier(workers)
					p.For(1000, 1, func(int, int) { m.Wait() })
					f()
					require.Equal(t, own, panicOnFault(), name)
				}
			}
		}
	}
}

// A goroutine that a task ends by runtime.Goexit runs its deferred calls with its own
// setting.
func TestPanicOnFaultAfterGoexit(t *testing.T) {
	for _, workers := range []int{1, 3} {
		p := poolOf(t, workers)
		for _, n := range []int{1, 100} {
			left := make(chan bool)
			go func() {
				defer func() { left <- panicOnFault() }()
				p.For(n, 1, func(int, int) { debug.SetPanicOnFault(true); runtime.Goexit() })
			}()
			require.False(t, <-left)
		}
	}
}

// unlockAll undoes every LockOSThread of the goroutine that the package may have made.
func unlockAll() {
	for range 2000 {
		runtime.UnlockOSThread()
	}
}

package dispatch_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog/dispatch"
)

func panics() { panic(io.ErrUnexpectedEOF) }

// Each worker's task panics, so at least one that does not run on the caller's goroutine; and
// with one worker the caller's does.
func TestPanicReachesTheCaller(t *testing.T) {
	for _, workers := range []int{1, 2, 7} {
		p := poolOf(t, workers)
		for range 3 {
			m := newBarrier(workers)
			e, ok := caught(func() { p.For(100, 1, func(int, int) { m.Wait(); panics() }) }).(*dispatch.PanicError)
			require.True(t, ok)
			require.Equal(t, io.ErrUnexpectedEOF, e.Value)
			require.ErrorIs(t, e, io.ErrUnexpectedEOF)
			require.Contains(t, string(e.Stack), "dispatch_test.panics", "the task's stack")
			require.Contains(t, e.Error(), "unexpected EOF")

			m = newBarrier(workers)
			err := p.ForContext(t.Context(), 100, 1, func(context.Context, int, int) error { m.Wait(); panic("boom") })
			require.ErrorAs(t, err, &e)
			require.Equal(t, "boom", e.Value)
			require.NoError(t, errors.Unwrap(e))
		}
		var count atomic.Int64
		p.For(100, 1, func(lo, hi int) { count.Add(int64(hi - lo)) })
		require.EqualValues(t, 100, count.Load(), "the pool survives")
	}
}

// Only a worker's task panics, never the caller's.
func TestPanicOfAWorkerAlone(t *testing.T) {
	p := poolOf(t, 2)
	caller := goroutine()
	for range 20 {
		m := newBarrier(2)
		e, ok := caught(func() {
			p.For(100, 1, func(int, int) {
				m.Wait()
				if goroutine() != caller {
					panics()
				}
			})
		}).(*dispatch.PanicError)
		require.True(t, ok)
		require.Contains(t, string(e.Stack), "dispatch.(*worker).run")
	}
}

// goroutine returns an identifier of the calling goroutine.
func goroutine() string {
	var b [64]byte
	id, _, _ := strings.Cut(string(b[:runtime.Stack(b[:], false)]), " [")
	return id
}

func TestPanicThroughSeveralCalls(t *testing.T) {
	p := poolOf(t, 2)
	var inner *dispatch.PanicError
	outer := caught(func() {
		p.For(1, 1, func(int, int) {
			defer func() {
				value := recover()
				inner = value.(*dispatch.PanicError)
				panic(value)
			}()
			p.For(1, 1, func(int, int) { panics() })
		})
	})
	require.Same(t, inner, outer)
}

func TestPanicStopsTheRest(t *testing.T) {
	p := poolOf(t, 2)
	var after atomic.Int64
	var panicked atomic.Bool
	caught(func() {
		p.For(1<<20, 1, func(int, int) {
			if panicked.Load() {
				after.Add(1)
			}
			defer panicked.Store(true)
			panics()
		})
	})
	require.LessOrEqual(t, after.Load(), int64(1))
}

// A task that calls runtime.Goexit ends the caller's goroutine, as it would had the caller run
// it; the pool has all its workers afterwards.
func TestGoexit(t *testing.T) {
	for _, workers := range []int{1, 2, 4} {
		p := poolOf(t, workers)
		for _, call := range []func(f func()){
			func(f func()) { p.For(100, 1, func(int, int) { f() }) },
			func(f func()) {
				_ = p.ForContext(context.Background(), 100, 1, func(context.Context, int, int) error { f(); return nil })
			},
			func(f func()) {
				_, _ = dispatch.Map(context.Background(), p, make([]int, 100), func(context.Context, int) (int, error) { f(); return 0, nil })
			},
		} {
			for _, subject := range []string{"all", "workers", "caller"} {
				m, returned, done := newBarrier(workers), false, make(chan bool)
				go func() {
					defer close(done)
					caller := goroutine()
					call(func() {
						m.Wait()
						if subject == "all" || (goroutine() == caller) == (subject == "caller") {
							runtime.Goexit()
						}
					})
					returned = true
				}()
				<-done
				require.Equal(t, subject == "workers" && workers == 1, returned, "%s of %d", subject, workers)
			}
		}
		m := newBarrier(workers)
		p.For(100, 1, func(int, int) { m.Wait() })
	}
}

func TestPanicInAPoolThatIsBusy(t *testing.T) {
	p := poolOf(t, 2)
	p.For(2, 1, func(int, int) {
		e, ok := caught(func() { p.For(100, 1, func(int, int) { panics() }) }).(*dispatch.PanicError)
		require.True(t, ok)
		require.Equal(t, io.ErrUnexpectedEOF, e.Value)
	})
}

// A task may end the process.
func TestExitFromATask(t *testing.T) {
	for _, subject := range []string{"worker", "caller"} {
		out, _, code := run(t, "exit", "SUMLOG_TEST_WHO="+subject)
		require.Equal(t, 7, code)
		require.Equal(t, "begun", out)
	}
}

func exitFromATask() {
	runtime.GOMAXPROCS(2)
	p, err := dispatch.NewPool(dispatch.WithWorkers(2))
	if err != nil {
		panic(err)
	}
	fmt.Print("begun")
	caller, m := goroutine(), newBarrier(2)
	p.For(2, 1, func(int, int) {
		m.Wait()
		if (goroutine() == caller) == (os.Getenv("SUMLOG_TEST_WHO") == "caller") {
			os.Exit(7)
		}
		select {}
	})
}

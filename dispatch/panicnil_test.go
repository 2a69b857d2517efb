package dispatch_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"testing"

	"sumlog"

	"github.com/stretchr/testify/require"

	"sumlog/dispatch"
)

func init() { childPrograms["panicnil"] = panicNil }

// With GODEBUG=panicnil=1 recover returns nil for panic(nil), as it does for runtime.Goexit.
// It is a panic all the same, on every goroutine and in every form.
func TestPanicNil(t *testing.T) {
	for _, workers := range []string{"1", "3"} {
		out, _ := child(t, "panicnil", "GODEBUG=panicnil=1", "SUMLOG_TEST_WORKERS="+workers)
		require.Equal(t, "recover returns nil\n"+
			"For: a task panicked: <nil>\n"+
			"For of one range: a task panicked: <nil>\n"+
			"For, one task: a task panicked: <nil>\n"+
			"ForContext: a task panicked: <nil>\n"+
			"ForContext of one range: a task panicked: <nil>\n"+
			"Map: a task panicked: <nil>\n"+
			"Async: a task panicked: <nil>\n"+
			"Log: a task panicked: <nil>\n"+
			"Log, small: a task panicked: <nil>\n"+
			"Goexit in For: ended\n"+
			"Goexit in Async: true\n", out)
	}
}

// nilIn prints how f ends, on a goroutine of its own, which it might end.
func nilIn(name string, f func() error) {
	done := make(chan struct{})
	go func() {
		end := "ended"
		defer func() {
			fmt.Printf("%s: %s\n", name, end)
			close(done)
		}()
		var err error
		if value := caught(func() { err = f() }); value != nil {
			err, _ = value.(error)
		}
		var e *dispatch.PanicError
		switch {
		case errors.As(err, &e) && len(e.Stack) > 0:
			end = fmt.Sprint("a task panicked: ", e.Value)
		default:
			end = fmt.Sprint("returned ", err)
		}
	}()
	<-done
}

func panicNil() {
	runtime.GOMAXPROCS(3)
	workers := 1
	if os.Getenv("SUMLOG_TEST_WORKERS") == "3" {
		workers = 3
	}
	p, err := dispatch.NewPool(dispatch.WithWorkers(workers))
	if err != nil {
		panic(err)
	}
	if caught(func() { panic(nil) }) == nil {
		fmt.Println("recover returns nil")
	}
	ctx := context.Background()
	fail := func(int, int) { panic(nil) }
	failContext := func(context.Context, int, int) error { panic(nil) }
	nilIn("For", func() error { p.For(100, 1, fail); return nil })
	nilIn("For of one range", func() error { p.For(1, 1, fail); return nil })
	nilIn("For, one task", func() error {
		m := newBarrier(workers)
		p.For(100, 1, func(lo, _ int) {
			m.Wait()
			if lo == 0 {
				panic(nil)
			}
		})
		return nil
	})
	nilIn("ForContext", func() error { return p.ForContext(ctx, 100, 1, failContext) })
	nilIn("ForContext of one range", func() error { return p.ForContext(ctx, 1, 1, failContext) })
	nilIn("Map", func() error {
		_, err := dispatch.Map(ctx, p, make([]int, 100), func(context.Context, int) (int, error) { panic(nil) })
		return err
	})
	nilIn("Async", func() error {
		_, err := dispatch.Async(ctx, p, func(context.Context) (int, error) { panic(nil) }).Get(ctx)
		return err
	})
	// An operation calls a function of its caller's to report progress.
	withProgress := dispatch.WithProgress(ctx, func(int64, int64) { panic(nil) })
	x := positive(1 << 20)
	nilIn("Log", func() error { return sumlog.On(withProgress, p).Log(x, x) })
	nilIn("Log, small", func() error { return sumlog.On(withProgress, p).Log(x[:100], x[:100]) })
	nilIn("Goexit in For", func() error {
		p.For(100, 1, func(int, int) { runtime.Goexit() })
		return nil
	})
	_, err = dispatch.Async(ctx, p, func(context.Context) (int, error) { runtime.Goexit(); return 0, nil }).Get(ctx)
	fmt.Println("Goexit in Async:", errors.Is(err, dispatch.ErrGoexit))
}

// A *PanicError that is nil is a value like any other.
func TestPanicWithNilPanicError(t *testing.T) {
	p := poolOf(t, 2)
	var none *dispatch.PanicError
	for _, n := range []int{1, 100} {
		e, ok := caught(func() { p.For(n, 1, func(int, int) { panic(none) }) }).(*dispatch.PanicError)
		require.True(t, ok)
		require.NotNil(t, e)
		require.Equal(t, none, e.Value)
	}
}

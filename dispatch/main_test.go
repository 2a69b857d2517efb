package dispatch_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog/dispatch"
	"sumlog/kernel"
)

// childVariable makes the test binary a program that uses the package, for what
// can only be seen from outside a process.
const childVariable = "SUMLOG_TEST_CHILD"

func TestMain(m *testing.M) {
	switch os.Getenv(childVariable) {
	case "idle":
		os.Exit(0)
	case "report":
		dispatch.ISA()
		dispatch.ISA()
		fmt.Println("isa", dispatch.ISA())
		fmt.Println("best", kernel.Best())
		fmt.Print(dispatch.Report())
		fmt.Println("unsupported", errors.Is(dispatch.Use(kernel.Best()), errors.ErrUnsupported))
		_, err := dispatch.NewPool(dispatch.WithISA(kernel.Best()))
		fmt.Println("unsupported", errors.Is(err, errors.ErrUnsupported))
		os.Exit(0)
	}
	if run := childPrograms[os.Getenv(childVariable)]; run != nil {
		run()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// childPrograms are others, which stand beside their tests.
var childPrograms = map[string]func(){"exit": exitFromATask}

// noContext is what a caller forgot.
var noContext context.Context

// newPool returns a pool that the test closes.
func newPool(tb testing.TB, opts ...dispatch.Option) *dispatch.Pool {
	tb.Helper()
	p, err := dispatch.NewPool(opts...)
	require.NoError(tb, err)
	tb.Cleanup(func() {
		if err := p.Close(); err != nil && !errors.Is(err, dispatch.ErrClosed) {
			tb.Error(err)
		}
	})
	return p
}

// poolOf is newPool with so many workers, for which it raises GOMAXPROCS if it
// must until the end of the test.
func poolOf(tb testing.TB, workers int, opts ...dispatch.Option) *dispatch.Pool {
	tb.Helper()
	procs(tb, max(workers, runtime.GOMAXPROCS(0)))
	p := newPool(tb, append(opts, dispatch.WithWorkers(workers))...)
	require.Equal(tb, workers, p.Workers())
	return p
}

// procs sets GOMAXPROCS until the end of the test.
func procs(tb testing.TB, n int) {
	tb.Helper()
	if runtime.GOOS == "js" && n > 1 {
		tb.Skip("one thread only")
	}
	old := runtime.GOMAXPROCS(n)
	tb.Cleanup(func() { runtime.GOMAXPROCS(old) })
}

// values returns n numbers of which no two neighbours are the same.
func values(n int) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = float64(i*7%1009) / 8
	}
	return x
}

// meeting lets n goroutines wait for each other, once.
type meeting struct {
	come chan struct{}
	all  chan struct{}
}

func newMeeting(n int) *meeting {
	m := &meeting{make(chan struct{}, n), make(chan struct{})}
	go func() {
		for range n {
			<-m.come
		}
		close(m.all)
	}()
	return m
}

// wait comes to the meeting and returns when all are there; at once for those who
// come late.
func (m *meeting) wait() {
	select {
	case m.come <- struct{}{}:
	case <-m.all:
	}
	<-m.all
}

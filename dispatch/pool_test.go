package dispatch_test

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"sumlog"

	"github.com/stretchr/testify/require"

	"sumlog/dispatch"
	"sumlog/internal/operations"
	"sumlog/internal/pooltest"
	"sumlog/shared"
)

// eventually waits for what another goroutine or the system is about to do.
func eventually(t *testing.T, what string, f func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !f(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("not within half a minute: " + what)
		}
	}
}

// runningWorkers returns how many workers all pools have.
func runningWorkers() int {
	buf := make([]byte, 1<<20)
	return strings.Count(string(buf[:runtime.Stack(buf, true)]), "dispatch.(*worker).run(")
}

func TestCloseJoinsEverything(t *testing.T) {
	require.NoError(t, dispatch.Default().Close())
	eventually(t, "workers of other tests end", func() bool { return runningWorkers() == 0 })
	p := poolOf(t, 5)
	m := newBarrier(5)
	p.For(100, 1, func(int, int) { m.Wait() })
	want := 5
	if !p.Report().Pinned {
		want = 4 // the caller is the fifth
	}
	require.Equal(t, want, runningWorkers())
	require.NoError(t, p.Close())
	eventually(t, "its workers end", func() bool { return runningWorkers() == 0 })
}

func TestCloseWaitsForWork(t *testing.T) {
	p := poolOf(t, 2)
	var finished atomic.Bool
	begun, goOn := make(chan struct{}), make(chan struct{})
	go p.For(2, 1, func(lo, _ int) {
		if lo == 0 {
			close(begun)
			<-goOn
			finished.Store(true)
		}
	})
	<-begun
	closed := make(chan bool)
	go func() {
		_ = p.Close()
		closed <- finished.Load()
	}()
	eventually(t, "Close begins", func() bool {
		return errors.Is(p.ForContext(context.Background(), 1, 1, func(context.Context, int, int) error { return nil }), dispatch.ErrClosed)
	})
	close(goOn)
	require.True(t, <-closed)
}

func TestUseAfterClose(t *testing.T) {
	table, err := shared.New[float64](10, 2)
	require.NoError(t, err)
	defer table.Close()
	big := values(1 << 20)
	for _, x := range [][]float64{nil, {1, 2}, big} {
		p := newPool(t)
		require.NoError(t, p.Close())
		require.ErrorIs(t, p.Close(), dispatch.ErrClosed)
		ctx := t.Context()
		task := func(context.Context, float64) (int, error) { return 0, nil }
		calls := map[string]func() error{
			"sumlog/dispatch: ForContext": func() error {
				return p.ForContext(ctx, len(x), 1, func(context.Context, int, int) error { return nil })
			},
			"sumlog: AddColumns":   func() error { return sumlog.AddColumnsOn(sumlog.On(ctx, p), table, 0, 0, 0) },
			"sumlog/dispatch: Map": func() error { _, err := dispatch.Map(ctx, p, x, task); return err },
			"sumlog/dispatch: Async": func() error {
				_, err := dispatch.Async(ctx, p, func(context.Context) (int, error) { return 0, nil }).Get(ctx)
				return err
			},
		}
		for _, o := range operations.OnCores() {
			a := pooltest.Args(o, len(x), o.Few[0])
			calls["sumlog: "+o.Name] = func() error { return o.On(sumlog.On(ctx, p), a) }
		}
		for name, f := range calls {
			err := f()
			require.ErrorIs(t, err, dispatch.ErrClosed, name)
			require.ErrorContains(t, err, name+": pool is closed")
		}
		for name, f := range map[string]func(){
			"For":            func() { p.For(len(x), 1, func(int, int) {}) },
			"AddColumnsWith": func() { must(sumlog.AddColumnsOn(sumlog.On(background, p), table, 0, 0, 0)) },
		} {
			err, _ := caught(f).(error)
			require.ErrorIs(t, err, dispatch.ErrClosed, name)
		}
	}
}

func TestDefaultStartsAgain(t *testing.T) {
	require.NoError(t, dispatch.Default().Close())
	none := func() bool { return runningWorkers() == 0 }
	for range 3 {
		eventually(t, "workers end", none)
		x := values(100_000)
		sumlog.LogAccumulate(x, x, 1000)
		var nilPool *dispatch.Pool
		nilPool.For(100, 1, func(int, int) {})
		workers := min(runtime.GOMAXPROCS(0), runtime.NumCPU())
		require.Equal(t, workers, dispatch.Default().Workers())
		require.Equal(t, workers > 1, runningWorkers() > 0)
		require.NoError(t, dispatch.Default().Close())
	}
	eventually(t, "workers end", none)
	sumlog.LogAccumulate(values(10), values(10), 1000)
	_ = dispatch.Report()
	_ = dispatch.Default().Workers()
	require.Zero(t, runningWorkers(), "workers start when they are needed")
}

func TestZeroPool(t *testing.T) {
	var p dispatch.Pool
	m := newBarrier(p.Workers())
	p.For(100, 1, func(int, int) { m.Wait() })
	require.NoError(t, p.Close())
	require.ErrorIs(t, p.Close(), dispatch.ErrClosed)
}

func TestManyPools(t *testing.T) {
	procs(t, 4)
	var pools []*dispatch.Pool
	for range 8 {
		pools = append(pools, newPool(t, dispatch.WithWorkers(4)))
	}
	var count atomic.Int64
	each := func(p *dispatch.Pool, f func(p *dispatch.Pool)) {
		p.For(8, 1, func(lo, hi int) {
			for _, p := range pools[lo:hi] {
				f(p)
			}
		})
	}
	each(pools[0], func(p *dispatch.Pool) {
		each(p, func(p *dispatch.Pool) {
			p.For(100, 1, func(lo, hi int) { count.Add(int64(hi - lo)) })
		})
	})
	require.EqualValues(t, 6400, count.Load())
}

func TestStacksNameThePool(t *testing.T) {
	p := poolOf(t, 2)
	buf := make([]byte, 1<<20)
	stacks := string(buf[:runtime.Stack(buf, true)])
	require.Contains(t, stacks, "sumlog/dispatch.(*worker).run")
	runtime.KeepAlive(p)
}

func TestReport(t *testing.T) {
	p := newPool(t, dispatch.WithPinning(false))
	r := p.Report()
	require.Equal(t, p.Workers(), r.Workers)
	require.False(t, r.Pinned)
	text := dispatch.Report().String()
	for _, want := range []string{"instruction set", "detected", "supported", "allowed", "workers", "pinned", dispatch.ISA().String()} {
		require.Contains(t, text, want)
	}
	require.True(t, text[len(text)-1] == '\n')
	if len(r.CPUs) > 0 {
		require.LessOrEqual(t, r.Cores, len(r.CPUs))
		require.Positive(t, r.Cores)
		require.Contains(t, text, "physical cores")
	}
	for _, c := range r.Caches {
		require.Contains(t, text, c.String())
	}
}

// The plan of a pool that has not started is made once, not at every call.
func TestPlanIsMadeOnce(t *testing.T) {
	var p dispatch.Pool
	p.Workers()
	require.Zero(t, testing.AllocsPerRun(10, func() { p.Workers() }))
}

package dispatch_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"sumlog"

	"github.com/stretchr/testify/require"

	"sumlog/dispatch"
	"sumlog/kernel"
)

// TestSoak has many callers make random calls on several pools: of random sizes, cancelled,
// panicking, nested, misbehaving. Meanwhile GOMAXPROCS and, with SUMLOG_SOAK, the affinity
// mask change, and pools start and stop; every result is compared. SUMLOG_SOAK sets the
// duration, SUMLOG_SOAK_SEED the random numbers: `make soak` is ten minutes under the race
// detector.
func TestSoak(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("one thread only")
	}
	duration := time.Second
	if testing.Short() {
		duration = 200 * time.Millisecond
	}
	if text := os.Getenv("SUMLOG_SOAK"); text != "" {
		var err error
		duration, err = time.ParseDuration(text)
		require.NoError(t, err)
	}
	seed := uint64(time.Now().UnixNano())
	if text := os.Getenv("SUMLOG_SOAK_SEED"); text != "" {
		var err error
		seed, err = strconv.ParseUint(text, 10, 64)
		require.NoError(t, err)
	}
	t.Logf("SUMLOG_SOAK=%v SUMLOG_SOAK_SEED=%d", duration, seed)

	require.NoError(t, dispatch.Default().Close())
	eventually(t, "workers of other tests end", func() bool { return runningWorkers() == 0 })
	procs(t, 4)
	s := newSoak(t)
	end := time.Now().Add(duration)
	var all sync.WaitGroup
	for caller := range uint64(12) {
		all.Go(func() {
			random := rand.New(rand.NewPCG(seed, caller))
			for !t.Failed() && time.Now().Before(end) {
				s.call(random, 3)
				s.calls.Add(1)
			}
		})
	}
	restore := flipMasks(t, &all, seed, end)
	all.Go(func() { // changes what the pools must follow
		random := rand.New(rand.NewPCG(seed, 99))
		for time.Now().Before(end) {
			runtime.GOMAXPROCS(1 + random.IntN(6))
			time.Sleep(time.Duration(random.IntN(3000)) * time.Microsecond)
			if random.IntN(20) == 0 {
				_ = dispatch.Default().Close()
			}
		}
	})
	all.Wait()
	restore()
	t.Logf("%d calls", s.calls.Load())
	for _, p := range s.pools {
		if p != nil {
			require.NoError(t, p.Close())
		}
	}
	require.NoError(t, dispatch.Default().Close())
	eventually(t, "all workers end", func() bool { return runningWorkers() == 0 })
}

const soakSize = 40_000

type soak struct {
	t          *testing.T
	pools      []*dispatch.Pool // nil is the default one
	x          []float64
	logs, sums []float64 // of x
	calls      atomic.Int64
}

func newSoak(t *testing.T) *soak {
	s := &soak{t: t, x: positive(soakSize), logs: make([]float64, soakSize), sums: make([]float64, soakSize)}
	kernel.Log(kernel.Best(), s.logs, s.x)
	kernel.LogAccumulate(kernel.Best(), s.sums, s.x, 50)
	s.pools = []*dispatch.Pool{nil}
	for _, opts := range [][]dispatch.Option{
		nil,
		{dispatch.WithPinning(true)},
		{dispatch.WithWorkers(3), dispatch.WithPinning(false)},
		{dispatch.WithWorkers(64), dispatch.WithPinning(true)},
	} {
		p, err := dispatch.NewPool(opts...)
		require.NoError(t, err)
		s.pools = append(s.pools, p)
	}
	return s
}

// call makes one random call, which may make others of less depth.
func (s *soak) call(random *rand.Rand, depth int) {
	p := s.pools[random.IntN(len(s.pools))]
	n := random.IntN(1 + random.IntN(soakSize))
	lo := random.IntN(soakSize - n)
	x, dst := s.x[lo:lo+n], make([]float64, n)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	cancelled := random.IntN(4) == 0
	if cancelled {
		time.AfterFunc(time.Duration(random.IntN(200))*time.Microsecond, cancel)
	}
	if random.IntN(4) == 0 {
		ctx = dispatch.WithProgress(ctx, func(int64, int64) { runtime.Gosched() })
	}
	seed := random.Uint64()
	within := func(i int) {
		if depth > 0 && (seed>>(i%60))%8 == 0 {
			s.call(rand.New(rand.NewPCG(seed, uint64(i))), depth-1)
		}
	}
	switch random.IntN(12) {
	case 0:
		must(sumlog.On(background, p).LogAccumulate(dst, x, 50))
		s.same(s.sums[lo:lo+n], dst)
	case 1:
		if s.ended(sumlog.On(ctx, p).Log(dst, x), cancelled) {
			s.same(s.logs[lo:lo+n], dst)
		}
	case 2:
		if sum, err := sumlog.On(ctx, p).SumLog(x); s.ended(err, cancelled) {
			s.same([]float64{kernel.SumLog(kernel.Best(), x)}, []float64{sum})
		}
	case 3:
		if s.ended(sumlog.AddOn(sumlog.On(ctx, p), dst, x, x), cancelled) {
			for i, v := range x {
				x0 := v + v
				if dst[i] != x0 {
					s.t.Errorf("Add: %v, want %v", dst[i], x0)
					break
				}
			}
		}
	case 4, 5:
		var count atomic.Int64
		p.For(n, 1+n/50, func(lo, hi int) {
			count.Add(int64(hi - lo))
			within(lo)
		})
		if count.Load() != int64(n) {
			s.t.Errorf("For did %d of %d", count.Load(), n)
		}
	case 6:
		var count atomic.Int64
		err := p.ForContext(ctx, n, 1+n/50, func(ctx context.Context, lo, hi int) error {
			count.Add(int64(hi - lo))
			within(lo)
			return ctx.Err()
		})
		if s.ended(err, cancelled) && count.Load() != int64(n) {
			s.t.Errorf("ForContext did %d of %d", count.Load(), n)
		}
	case 7:
		in := make([]int, n/100)
		for i := range in {
			in[i] = i
		}
		out, err := dispatch.Map(ctx, p, in, func(_ context.Context, i int) (int, error) { within(i); return 2 * i, nil })
		if s.ended(err, cancelled) {
			for i, v := range out {
				if v != 2*i {
					s.t.Errorf("Map: element %d is %d", i, v)
				}
			}
		}
	case 8:
		f := dispatch.Async(ctx, p, func(context.Context) (int, error) { within(n); return n, nil })
		v, err := f.Get(context.Background())
		if errors.Is(err, dispatch.ErrClosed) && p == nil {
			break // by a concurrent Close of the default pool
		}
		if s.ended(err, cancelled) && v != n {
			s.t.Errorf("Async: %d, want %d", v, n)
		}
	case 9:
		at := random.IntN(20)
		value := caught(func() {
			p.For(20, 1, func(lo, _ int) {
				if lo <= at && at < lo+20 {
					panic(at)
				}
			})
		})
		if e, ok := value.(*dispatch.PanicError); !ok || e.Value != at {
			s.t.Errorf("For panicked with %v, want %v", value, at)
		}
	case 10:
		done := make(chan struct{})
		go func() {
			defer close(done)
			p.For(20, 1, func(int, int) { runtime.Goexit() })
			s.t.Error("For returned where its task called runtime.Goexit")
		}()
		<-done
	case 11: // a task that misbehaves, on any goroutine
		misdeed := random.IntN(5)
		done := make(chan struct{})
		go func() {
			defer close(done)
			own := panicOnFault()
			value := caught(func() {
				p.For(20, 1, func(lo, hi int) {
					debug.SetPanicOnFault(lo%2 == 0)
					switch {
					case misdeed == 0:
						unlockAll()
						runtime.Gosched()
					case misdeed == 1 && lo <= 7 && 7 < hi:
						unlockAll()
						panic("boom")
					case misdeed == 2 && lo <= 7 && 7 < hi:
						unlockAll()
						runtime.Goexit()
					case misdeed == 3:
						runtime.UnlockOSThread()
						_, _ = sumlog.On(ctx, p).SumLog(x)
					}
				})
			})
			if (value != nil) != (misdeed == 1) {
				s.t.Errorf("For panicked with %v", value)
			}
			if panicOnFault() != own {
				s.t.Errorf("SetPanicOnFault was %v", own)
			}
		}()
		<-done
	}
}

// ended reports whether the call succeeded, as it must unless it was cancelled.
func (s *soak) ended(err error, cancelled bool) bool {
	if err != nil && (!cancelled || !errors.Is(err, context.Canceled)) {
		s.t.Error(err)
	}
	return err == nil
}

func (s *soak) same(want, got []float64) {
	if !equal(want, got) {
		s.t.Errorf("%d results differ", len(want))
	}
}

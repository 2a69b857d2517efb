package dispatch_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"sumlog/dispatch"
)

var (
	allowedLine  = regexp.MustCompile(`(?m)^Cpus_allowed_list:\s*(\S+)$`)
	switchesLine = regexp.MustCompile(`(?m)^voluntary_ctxt_switches:\s*(\d+)$`)
)

// thread is what the kernel reports of a thread of this process.
type thread struct {
	allowed  string
	switches int
}

func threads(t *testing.T) map[int]thread {
	files, err := filepath.Glob("/proc/self/task/*/status")
	require.NoError(t, err)
	found := map[int]thread{}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			continue // it has just ended
		}
		allowed, switches := allowedLine.FindSubmatch(text), switchesLine.FindSubmatch(text)
		if allowed == nil || switches == nil {
			t.Skip("no Cpus_allowed_list here") // an emulator
		}
		n, err := strconv.Atoi(string(switches[1]))
		require.NoError(t, err)
		id, err := strconv.Atoi(strings.Split(f, "/")[4])
		require.NoError(t, err)
		found[id] = thread{string(allowed[1]), n}
	}
	return found
}

// pinned returns the CPUs of the threads that have one CPU only, in order, and those threads.
func pinned(t *testing.T) (cpus []string, ids []int) {
	for id, th := range threads(t) {
		if _, err := strconv.Atoi(th.allowed); err == nil {
			cpus, ids = append(cpus, th.allowed), append(ids, id)
		}
	}
	slices.Sort(cpus)
	return cpus, ids
}

func needCPUs(t *testing.T, n int) {
	if runtime.NumCPU() < n || len(dispatch.Report().CPUs) < n {
		t.Skipf("needs %d CPUs", n)
	}
	require.NoError(t, dispatch.Default().Close())
	eventually(t, "no thread is pinned before", func() bool { cpus, _ := pinned(t); return len(cpus) == 0 })
}

func TestWorkersArePinnedOneACore(t *testing.T) {
	needCPUs(t, 2)
	procs(t, runtime.NumCPU())
	before := threads(t)[os.Getpid()]
	for range 5 {
		p := newPool(t, dispatch.WithPinning(true))
		require.True(t, p.Report().Pinned)
		var want []string
		for _, cpu := range p.Report().CPUs {
			want = append(want, strconv.Itoa(cpu))
		}
		slices.Sort(want)
		cpus, ids := pinned(t)
		require.Equal(t, want, cpus)
		require.Len(t, cpus, p.Workers())
		require.NotContains(t, ids, os.Getpid(), "never the main thread")
		require.NoError(t, p.Close())
		eventually(t, "the threads end with the workers", func() bool { cpus, _ := pinned(t); return len(cpus) == 0 })
	}
	require.Equal(t, before.allowed, threads(t)[os.Getpid()].allowed)
}

func TestPinningByDefaultAndSwitchedOff(t *testing.T) {
	needCPUs(t, 2)
	procs(t, runtime.NumCPU())
	for _, opts := range [][]dispatch.Option{nil, {dispatch.WithPinning(false)}, {dispatch.WithWorkers(2)}} {
		p := newPool(t, opts...)
		cpus, _ := pinned(t)
		r := p.Report()
		if r.Pinned {
			require.Len(t, cpus, r.Workers)
			require.Len(t, r.CPUs, r.Workers)
		} else {
			require.Empty(t, cpus)
		}
		require.NotEmpty(t, r.Pinning)
		if opts == nil && !strings.Contains(r.Pinning, "quota is set") {
			require.True(t, r.Pinned, r.Pinning)
		}
		require.NoError(t, p.Close())
		eventually(t, "the threads end with the workers", func() bool { cpus, _ := pinned(t); return len(cpus) == 0 })
	}
}

// Tasks run where the worker is pinned, also after runtime.Goexit has ended workers; the
// caller keeps its own mask.
func TestTasksRunOnPinnedThreads(t *testing.T) {
	needCPUs(t, 2)
	procs(t, runtime.NumCPU())
	p := newPool(t, dispatch.WithPinning(true))
	workers := p.Workers()
	for range 3 {
		caller := goroutine()
		m := newBarrier(workers)
		var mu sync.Mutex
		var masks []string
		p.For(1000, 1, func(int, int) {
			m.Wait()
			var set unix.CPUSet
			if err := unix.SchedGetaffinity(0, &set); err != nil {
				t.Error(err)
			}
			if (set.Count() == 1) != (goroutine() != caller) {
				t.Errorf("mask of %d CPUs", set.Count())
			}
			mu.Lock()
			defer mu.Unlock()
			masks = append(masks, fmt.Sprint(set))
		})
		slices.Sort(masks)
		require.Len(t, slices.Compact(masks), workers, "no two share a core")

		done := make(chan struct{})
		go func() {
			defer close(done)
			m := newBarrier(workers)
			p.For(1000, 1, func(int, int) { m.Wait(); runtime.Goexit() })
		}()
		<-done
	}
	eventually(t, "threads of workers that ended end too", func() bool { cpus, _ := pinned(t); return len(cpus) == workers })
}

// Idle workers park: the kernel never has to run them.
func TestIdleWorkersMakeNoContextSwitches(t *testing.T) {
	needCPUs(t, 2)
	procs(t, runtime.NumCPU())
	p := newPool(t, dispatch.WithPinning(true))
	m := newBarrier(p.Workers())
	p.For(1000, 1, func(int, int) { m.Wait() })
	_, ids := pinned(t)
	require.Len(t, ids, p.Workers())
	// Context switches and run times: a worker that spins makes no switches either.
	count := func() (n []string) {
		all := threads(t)
		for _, id := range ids {
			ran, err := os.ReadFile(fmt.Sprintf("/proc/self/task/%d/schedstat", id))
			if err != nil {
				t.Skip("no schedstat here")
			}
			n = append(n, fmt.Sprint(all[id].switches, " ", string(ran)))
		}
		return n
	}
	last := count()
	eventually(t, "they park", func() bool {
		time.Sleep(20 * time.Millisecond)
		now := count()
		parked := slices.Equal(last, now)
		last = now
		return parked
	})
	time.Sleep(300 * time.Millisecond)
	require.Equal(t, last, count())
}

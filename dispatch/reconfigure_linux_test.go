package dispatch_test

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"sumlog/dispatch"
)

func init() { childPrograms["masks"] = changeMasks }

// A pool follows the affinity mask that the process is given, also where that is one core from
// the beginning.
func TestPoolFollowsTheMask(t *testing.T) {
	needCPUs(t, 2)
	r := dispatch.Report()
	cpus := slices.Sorted(slices.Values(r.CPUs))[:2]
	out, _ := child(t, "masks", "GOMAXPROCS=8", "SUMLOG_TEST_CPUS="+fmt.Sprintf("%d,%d", cpus[0], cpus[1]))
	pinned := ", pinned, 2 at once"
	if strings.Contains(r.Pinning, "quota is set") {
		pinned = ", not pinned, 2 at once"
	}
	first, both := fmt.Sprint(cpus[:1]), fmt.Sprint(cpus)
	require.Equal(t, strings.Join([]string{
		"begins on one CPU: 1 workers on " + first + ", not pinned, 1 at once",
		"given two: 2 workers on " + both + pinned,
		"one thread narrowed: 2 workers on " + both + pinned,
		"given one: 1 workers on " + first + ", not pinned, 1 at once",
		"given two again: 2 workers on " + both + pinned,
		"two as forced: 2 workers on " + both + ", pinned, 2 at once",
		"",
	}, "\n"), out)
}

func changeMasks() {
	var cpus []int
	for _, text := range strings.Split(os.Getenv("SUMLOG_TEST_CPUS"), ",") {
		cpu, err := strconv.Atoi(text)
		if err != nil {
			panic(err)
		}
		cpus = append(cpus, cpu)
	}
	forced, err := dispatch.NewPool(dispatch.WithPinning(true))
	if err != nil {
		panic(err)
	}
	show := func(what string, p *dispatch.Pool) {
		time.Sleep(150 * time.Millisecond) // longer than pollInterval
		p.For(2, 1, func(int, int) {})
		r := p.Report()
		// As many ranges as there are workers are in progress at once.
		m := newBarrier(p.Workers())
		p.For(1000, 1, func(int, int) { m.Wait() })
		pinned := "not pinned"
		if r.Pinned {
			pinned = "pinned"
		}
		fmt.Printf("%s: %d workers on %v, %s, %d at once\n", what, r.Workers, slices.Sorted(slices.Values(r.CPUs)), pinned, p.Workers())
	}
	maskAll(cpus[:1])
	show("begins on one CPU", dispatch.Default())
	maskAll(cpus)
	show("given two", dispatch.Default())
	runtime.LockOSThread()
	mask(0, cpus[:1])
	show("one thread narrowed", dispatch.Default())
	maskAll(cpus[:1])
	show("given one", dispatch.Default())
	maskAll(cpus)
	show("given two again", dispatch.Default())
	show("two as forced", forced)
}

// maskAll gives all threads of the process this mask, as taskset -a does.
func maskAll(cpus []int) {
	for range 2 { // a thread may have started meanwhile
		threads, err := os.ReadDir("/proc/self/task")
		if err != nil {
			panic(err)
		}
		for _, thread := range threads {
			id, err := strconv.Atoi(thread.Name())
			if err != nil {
				panic(err)
			}
			mask(id, cpus)
		}
	}
}

func mask(thread int, cpus []int) {
	var set unix.CPUSet
	for _, cpu := range cpus {
		set.Set(cpu)
	}
	if err := unix.SchedSetaffinity(thread, &set); err != nil && err != unix.ESRCH {
		panic(err)
	}
}

// More or fewer Ps make more or fewer workers.
func TestPoolFollowsGOMAXPROCS(t *testing.T) {
	procs(t, 2)
	p := newPool(t, dispatch.WithWorkers(5), dispatch.WithPinning(false))
	for _, n := range []int{2, 1, 7, 3, 1, 64, 2} {
		runtime.GOMAXPROCS(n)
		want := min(n, 5)
		require.Equal(t, want, p.Workers(), "%d Ps", n)
		m := newBarrier(want)
		p.For(1000, 1, func(int, int) { m.Wait() })
		require.Equal(t, want, p.Workers())
		require.Equal(t, want, p.Report().Workers)
		eventually(t, "workers that are not needed end", func() bool { return runningWorkers() == want-1 })
	}
}

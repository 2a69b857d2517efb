package dispatch_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"sumlog"

	"github.com/stretchr/testify/require"

	"sumlog/dispatch"
	"sumlog/kernel"
)

func init() { childPrograms["flips"] = computeWhileFlipped }

const flips = 1000

// The process's mask changes a thousand times while pools work, start and stop. Results are
// right, nothing hangs, and in the end each worker is where the mask allows.
func TestMaskFlips(t *testing.T) {
	needCPUs(t, 2)
	cpus := slices.Sorted(slices.Values(dispatch.Report().CPUs))[:2]
	masks := [][]int{cpus[:1], cpus, cpus[1:], cpus}
	t.Run("sched_setaffinity", func(t *testing.T) {
		var list []string
		for _, m := range masks {
			list = append(list, join(m))
		}
		out, _ := child(t, "flips", "SUMLOG_TEST_MASKS="+strings.Join(list, ";"))
		require.Equal(t, "ready\nright, placed, ended\n", out)
	})
	t.Run("cpuset", func(t *testing.T) {
		const root = "/sys/fs/cgroup/cpuset"
		mems, err := os.ReadFile(root + "/cpuset.mems")
		if err != nil {
			t.Skip("no cpuset of version 1: ", err)
		}
		dir, err := os.MkdirTemp(root, "sumlog-test-")
		if err != nil {
			t.Skip("no cpuset can be made: ", err)
		}
		defer func() { require.NoError(t, os.Remove(dir)) }()
		write := func(name, text string) error {
			return os.WriteFile(filepath.Join(dir, name), []byte(text), 0)
		}
		if err := write("cpuset.cpus", join(cpus)); err != nil {
			t.Skip("a cpuset cannot be changed: ", err)
		}
		require.NoError(t, write("cpuset.mems", string(mems)))

		exe, err := os.Executable()
		require.NoError(t, err)
		var diag bytes.Buffer
		cmd := exec.Command(exe)
		cmd.Env = append(os.Environ(), childVariable+"=flips", "SUMLOG_TEST_MASKS=")
		cmd.Stderr = &diag
		in, err := cmd.StdinPipe()
		require.NoError(t, err)
		out, err := cmd.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, cmd.Start())
		lines := bufio.NewReader(out)
		line, err := lines.ReadString('\n')
		require.NoError(t, err)
		require.Equal(t, "ready\n", line)
		require.NoError(t, write("cgroup.procs", strconv.Itoa(cmd.Process.Pid)))
		for i := range flips {
			require.NoError(t, write("cpuset.cpus", join(masks[i%len(masks)])))
		}
		require.NoError(t, in.Close())
		rest, err := io.ReadAll(lines)
		require.NoError(t, err)
		require.NoError(t, cmd.Wait(), diag.String())
		require.Equal(t, "right, placed, ended\n", string(rest), diag.String())
	})
}

func join(cpus []int) string {
	return strings.Trim(strings.ReplaceAll(fmt.Sprint(cpus), " ", ","), "[]")
}

// computeWhileFlipped works until its mask has been changed often enough, by itself or by its
// parent, and then checks the workers that are left.
func computeWhileFlipped() {
	runtime.GOMAXPROCS(4) // and so the runtime leaves it alone
	goroutines := runtime.NumGoroutine()
	p, err := dispatch.NewPool(dispatch.WithPinning(true))
	if err != nil {
		panic(err)
	}
	x := positive(200_000)
	want := kernel.SumLog(kernel.Best(), x)
	var end atomic.Bool
	var callers sync.WaitGroup
	check := func(p *dispatch.Pool) {
		if sum := value(sumlog.On(background, p).SumLog(x)); sum != want {
			fmt.Println("sum", sum, "want", want)
		}
		var done atomic.Int64
		p.For(100, 1, func(lo, hi int) { done.Add(int64(hi - lo)) })
		if done.Load() != 100 {
			fmt.Println("For did", done.Load(), "of 100")
		}
	}
	for range 2 {
		callers.Go(func() {
			for !end.Load() {
				check(p)
			}
		})
		callers.Go(func() { // most often while workers are being pinned
			for !end.Load() {
				private, err := dispatch.NewPool()
				if err != nil {
					fmt.Println(err)
					return
				}
				check(private)
				if err := private.Close(); err != nil {
					fmt.Println(err)
				}
			}
		})
	}
	fmt.Println("ready")
	if text := os.Getenv("SUMLOG_TEST_MASKS"); text != "" {
		masks := strings.Split(text, ";")
		for i := range flips {
			var cpus []int
			for _, cpu := range strings.Split(masks[i%len(masks)], ",") {
				n, _ := strconv.Atoi(cpu)
				cpus = append(cpus, n)
			}
			maskAll(cpus)
		}
	} else {
		_, _ = io.ReadAll(os.Stdin)
	}
	end.Store(true)
	callers.Wait()

	// The pool reads the mask ten times a second, and less often where pinning has failed.
	for tries := 0; !placed(p); tries++ {
		if tries == 3000 {
			fmt.Printf("%+v\n", p.Report())
			return
		}
		time.Sleep(10 * time.Millisecond)
		check(p)
	}
	if err := p.Close(); err != nil {
		fmt.Println(err)
	}
	for tries := 0; runningWorkers() > 0 || runtime.NumGoroutine() > goroutines; tries++ {
		if tries == 3000 {
			fmt.Println(runningWorkers(), "workers are left, and goroutines:",
				runtime.NumGoroutine(), "of", goroutines)
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	fmt.Println("right, placed, ended")
}

// placed reports whether the pool has a worker pinned to each of the CPUs, and no thread is
// confined to another.
func placed(p *dispatch.Pool) bool {
	r := p.Report()
	var got, want []string
	for _, cpu := range r.CPUs {
		want = append(want, strconv.Itoa(cpu))
	}
	files, _ := filepath.Glob("/proc/self/task/*/status")
	for _, f := range files {
		text, _ := os.ReadFile(f)
		if m := allowedLine.FindSubmatch(text); m != nil {
			if _, err := strconv.Atoi(string(m[1])); err == nil {
				got = append(got, string(m[1]))
			}
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	return r.Pinned && len(want) == 2 && slices.Equal(got, want)
}

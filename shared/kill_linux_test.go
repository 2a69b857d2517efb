package shared

import (
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"sumlog/internal/sys"
)

func init() {
	if os.Getenv(roleVariable) == "creator" {
		runtime.LockOSThread() // main stays on the thread that is traced
	}
}

const createdRows = 1000

var _ = role("creator", func(args []string) error {
	data := make([]int64, createdRows)
	for i := range data {
		data[i] = int64(i + 1)
	}
	mark := func() error { return unix.Tgkill(unix.Getpid(), unix.Gettid(), unix.SIGUSR1) }
	if err := mark(); err != nil {
		return err
	}
	_, err := CreateFrom(args[0], createdRows, 1, data)
	if err != nil {
		return err
	}
	return mark()
})

// TestCreateKilled kills a process before and after every call of the system that
// CreateFrom makes, one by one. What is left is nothing, or the whole array.
func TestCreateKilled(t *testing.T) {
	runtime.LockOSThread() // the tracer is a thread
	defer runtime.UnlockOSThread()
	dir := memoryDir(t)
	path := filepath.Join(dir, "a.npy")
	outcome := map[bool]int{} // how often the array was there
	for stop := 1; ; stop++ {
		killed := killedAt(t, stop, path)
		there := len(names(t, dir)) > 0
		if there {
			a, err := Open[int64](path)
			require.NoError(t, err, "killed at stop %d", stop)
			require.Equal(t, createdRows, a.Rows())
			for i, v := range a.Data() {
				require.EqualValues(t, i+1, v, "killed at stop %d", stop)
			}
			shut(t, a)
			require.NoError(t, a.Remove())
			require.Empty(t, names(t, dir))
		}
		if !killed {
			require.True(t, there)
			break
		}
		outcome[there]++
	}
	t.Logf("killed %d times before the array appeared, %d times after", outcome[false], outcome[true])
	require.Greater(t, outcome[false], 10)
	require.Greater(t, outcome[true], 0)
}

// killedAt starts a creator and kills it when it enters or leaves a call of the
// system for the stop-th time after its first mark. It reports false when that was
// past its second mark.
func killedAt(t *testing.T, stop int, path string) bool {
	cmd := child(t, "creator", path)
	cmd.SysProcAttr = &syscall.SysProcAttr{Ptrace: true}
	require.NoError(t, cmd.Start())
	pid := cmd.Process.Pid
	wait := func() (status unix.WaitStatus) {
		require.NoError(t, sys.Do("wait4", "", func() error {
			_, err := unix.Wait4(pid, &status, unix.WALL, nil)
			return err
		}))
		return status
	}
	kill := func() {
		require.NoError(t, unix.Kill(pid, unix.SIGKILL))
		for status := wait(); !status.Signaled() && !status.Exited(); status = wait() {
		}
		_ = cmd.Process.Release()
	}
	wait() // begun
	require.NoError(t, unix.PtraceSetOptions(pid, unix.PTRACE_O_TRACESYSGOOD|unix.PTRACE_O_EXITKILL))
	marks, stops := 0, 0
	for signal := 0; ; {
		require.NoError(t, unix.PtraceSyscall(pid, signal))
		status := wait()
		require.True(t, status.Stopped(), "ended by itself: %v", status)
		signal = 0
		switch s := status.StopSignal(); s {
		case unix.SIGTRAP | 0x80: // a call of the system
			if marks == 1 {
				if stops++; stops == stop {
					kill()
					return true
				}
			}
		case unix.SIGUSR1:
			if marks++; marks == 2 {
				kill()
				return false
			}
		default:
			signal = int(s)
		}
	}
}

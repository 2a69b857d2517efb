package shared

import (
	"fmt"
	"math"
	"math/bits"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sumlog/internal/sys"
)

// TestReserveInterrupted has signals come all the time, and whenever much is asked for.
func TestReserveInterrupted(t *testing.T) {
	dir := memoryDir(t)
	path := filepath.Join(dir, "a.npy")
	calls := 0
	sys.FailWith(func(name, _ string) error {
		if name == "fallocate" {
			calls++
			return syscall.EINTR
		}
		return nil
	})
	defer sys.FailWith(nil)
	_, err := Create[int8](path, 100<<20, 1)
	require.ErrorIs(t, err, syscall.EINTR)
	require.ErrorContains(t, err, "fallocate: interrupted system call")
	assert.Less(t, calls, 200)
	assert.Empty(t, names(t, dir))

	// Three of four are interrupted.
	calls = 0
	sys.FailWith(func(name, _ string) error {
		if name == "fallocate" {
			if calls++; calls%4 != 0 {
				return syscall.EINTR
			}
		}
		return nil
	})
	a, err := Create[int8](path, 20<<20, 1)
	require.NoError(t, err)
	var stat syscall.Stat_t
	require.NoError(t, syscall.Stat(path, &stat))
	assert.GreaterOrEqual(t, stat.Blocks*512, int64(20<<20))
	assert.LessOrEqual(t, calls, 4*21, "a piece of 1 MiB, four times")
	shut(t, a)
	require.NoError(t, a.Remove())

	// Without signals pieces grow: 100 MiB by 16, 32 and 52.
	calls = 0
	sys.FailWith(func(name, _ string) error {
		if name == "fallocate" {
			calls++
		}
		return nil
	})
	a, err = Create[int8](path, 100<<20, 1)
	require.NoError(t, err)
	assert.Equal(t, 3, calls)
	shut(t, a)
	require.NoError(t, a.Remove())
}

// TestNoSpaceIsKnownBefore: a file that is larger than what is free must not take that first, or
// all other programs are out of room meanwhile.
func TestNoSpaceIsKnownBefore(t *testing.T) {
	if bits.UintSize < 64 {
		t.Skip("what a smaller int counts may well be free")
	}
	dir, calls := t.TempDir(), 0
	sys.FailWith(func(name, _ string) error {
		if name == "fallocate" {
			calls++
		}
		return nil
	})
	defer sys.FailWith(nil)
	_, err := Create[int8](filepath.Join(dir, "a.npy"), math.MaxInt/2, 1)
	require.ErrorIs(t, err, ErrNoSpace)
	require.ErrorIs(t, err, syscall.ENOSPC)
	require.ErrorContains(t, err, "bytes are free")
	require.Zero(t, calls)
	require.Empty(t, names(t, dir))
}

// TestNoSpace: whatever is full is ErrNoSpace, and nothing is left.
func TestNoSpace(t *testing.T) {
	for call, errnos := range map[string][]error{
		"open":      {syscall.ENOSPC, syscall.EDQUOT},
		"fallocate": {syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG, syscall.ENOMEM},
		"pwrite":    {syscall.ENOSPC, syscall.EDQUOT},
		"linkat":    {syscall.ENOSPC, syscall.EDQUOT},
		"fsync":     {syscall.ENOSPC, syscall.EDQUOT},
	} {
		for _, errno := range errnos {
			dir := t.TempDir()
			fail := []string{call}
			if call == "linkat" {
				fail = append(fail, "link", "renameat2", "rename")
			}
			refuse(t, errno, fail...)
			files := descriptors(t)
			_, err := CreateFrom(filepath.Join(dir, "a.npy"), 1, 1, []int8{1}, Durable())
			require.ErrorIs(t, err, ErrNoSpace, "%s: %v", call, errno)
			require.ErrorIs(t, err, errno)
			require.Empty(t, names(t, dir))
			require.Equal(t, files, descriptors(t))
		}
	}
	refuse(t, syscall.ENOSPC, "ftruncate")
	_, err := New[int8](1, 1)
	require.ErrorIs(t, err, ErrNoSpace)
}

// TestMemoryLeft reads the limits of machines.
func TestMemoryLeft(t *testing.T) {
	const mib = 1 << 20
	meminfo := "MemTotal: 1048576 kB\nMemAvailable: 524288 kB\nSwapTotal: 102400 kB\nSwapFree: 51200 kB\n"
	mounts := "30 23 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n"
	mounts1 := "31 23 0:27 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n"
	for _, tt := range []struct {
		name        string
		files       map[string]string
		left, limit int64
	}{
		{"nothing is told", nil, 1<<63 - 1, 1<<63 - 1},
		{"no group", map[string]string{"proc/meminfo": meminfo}, 562 * mib, 1<<63 - 1},
		{"version 2, no limit", map[string]string{
			"proc/meminfo": meminfo, "proc/self/cgroup": "0::/a\n", "proc/self/mountinfo": mounts,
			"sys/fs/cgroup/a/memory.max": "max\n", "sys/fs/cgroup/a/memory.current": "1000\n",
		}, 562 * mib, 1<<63 - 1},
		{"version 2, no swap", map[string]string{
			"proc/meminfo": meminfo, "proc/self/cgroup": "0::/a/b\n", "proc/self/mountinfo": mounts,
			"sys/fs/cgroup/a/memory.max": fmt.Sprint(100 * mib), "sys/fs/cgroup/a/memory.current": fmt.Sprint(70 * mib),
			"sys/fs/cgroup/a/memory.stat":     fmt.Sprintf("anon 5\ninactive_file %d\nactive_file %d\n", 7*mib, 3*mib),
			"sys/fs/cgroup/a/memory.swap.max": "0\n", "sys/fs/cgroup/a/memory.swap.current": "0\n",
			"sys/fs/cgroup/a/b/memory.max": "max\n",
		}, 40 * mib, 200 * mib},
		{"version 2, swap", map[string]string{
			"proc/meminfo": meminfo, "proc/self/cgroup": "0::/a\n", "proc/self/mountinfo": mounts,
			"sys/fs/cgroup/a/memory.max": fmt.Sprint(100 * mib), "sys/fs/cgroup/a/memory.current": fmt.Sprint(100 * mib),
			"sys/fs/cgroup/a/memory.swap.max": fmt.Sprint(60 * mib), "sys/fs/cgroup/a/memory.swap.current": fmt.Sprint(20 * mib),
		}, 40 * mib, 200 * mib},
		{"version 1", map[string]string{
			"proc/meminfo": meminfo, "proc/self/cgroup": "4:memory:/a\n", "proc/self/mountinfo": mounts1,
			"sys/fs/cgroup/memory/a/memory.limit_in_bytes": fmt.Sprint(100 * mib),
			"sys/fs/cgroup/memory/a/memory.usage_in_bytes": fmt.Sprint(90 * mib),
			"sys/fs/cgroup/memory/a/memory.stat":           fmt.Sprintf("total_inactive_file %d\ntotal_active_file 0\n", 5*mib),
			"sys/fs/cgroup/memory/memory.limit_in_bytes":   "9223372036854771712\n",
		}, 65 * mib, 200 * mib},
	} {
		root := fstest.MapFS{}
		for name, text := range tt.files {
			root[name] = &fstest.MapFile{Data: []byte(text)}
		}
		left, of := memoryLeft(root)
		assert.Equal(t, tt.left, left, "%s: left, by %s", tt.name, of)
		limit, of := memoryLimit(root)
		assert.Equal(t, tt.limit, limit, "%s: limit, by %s", tt.name, of)
	}
}

// TestMemoryGroup has a child in a control group of 64 MiB create tables in memory.
func TestMemoryGroup(t *testing.T) {
	group, limit := "/sys/fs/cgroup/memory/sumlog-test", "memory.limit_in_bytes"
	if _, err := os.Stat("/sys/fs/cgroup/memory/memory.limit_in_bytes"); err != nil {
		group, limit = "/sys/fs/cgroup/sumlog-test", "memory.max"
	}
	if err := os.Mkdir(group, 0o755); err != nil {
		t.Skipf("no control group can be made: %v", err)
	}
	defer os.Remove(group)
	if err := os.WriteFile(filepath.Join(group, limit), []byte("67108864"), 0o644); err != nil {
		t.Skipf("no limit can be set: %v", err)
	}
	dir := memoryDir(t)
	assert.Equal(t, "refused", finish(t, child(t, "in a group", group, dir)))
	assert.Empty(t, names(t, dir))
}

var _ = role("in a group", func(args []string) error {
	if err := os.WriteFile(filepath.Join(args[0], "cgroup.procs"), fmt.Append(nil, os.Getpid()), 0o644); err != nil {
		return err
	}
	path := filepath.Join(args[1], "a.npy")
	for range 2 {
		// Larger than the limit, and than what it leaves.
		for _, size := range []int{200 << 20, 40 << 20} {
			a, err := Create[int8](path, size, 1)
			if size == 40<<20 && a != nil { // the first one fits
				_, err = Create[int8](path+"2", size, 1)
				if err := a.Remove(); err != nil {
					return err
				}
				if err := a.Close(); err != nil {
					return err
				}
			}
			if want := ErrNoSpace; !isBoth(err, want, syscall.ENOMEM) {
				return fmt.Errorf("%d bytes: got %w, want %w", size, err, want)
			}
		}
	}
	if _, err := New[int8](200<<20, 1); !isBoth(err, ErrNoSpace, syscall.ENOMEM) {
		return fmt.Errorf("New: got %w", err)
	}
	fmt.Print("refused")
	return nil
})

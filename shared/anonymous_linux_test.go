package shared

import (
	"bufio"
	"fmt"
	"math"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// TestFileIsSealed tries to resize the file under the mapping.
func TestFileIsSealed(t *testing.T) {
	a, err := New[float64](1000, 3)
	require.NoError(t, err)
	defer shut(t, a)
	for _, size := range []int64{0, 1, 1 << 20} {
		assert.ErrorIs(t, a.mapping.file.Truncate(size), syscall.EPERM)
	}
}

// mappings returns the lines of /proc/self/maps.
func mappings(t *testing.T) (lines []string) {
	f, err := os.Open("/proc/self/maps")
	require.NoError(t, err)
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		lines = append(lines, s.Text())
	}
	return lines
}

func descriptors(t *testing.T) int {
	entries, err := os.ReadDir("/proc/self/fd")
	require.NoError(t, err)
	return len(entries)
}

// TestCloseGivesBack counts what an array takes of the system: one descriptor and
// one mapping while it is open, and no number of either that grows with the arrays
// a process ever had. (Linux grants 65530 mappings.)
func TestCloseGivesBack(t *testing.T) {
	ours := func() (n int) {
		for _, line := range mappings(t) {
			if strings.Contains(line, "/memfd:sumlog") {
				n++
			}
		}
		return n
	}
	maps, fds, mapped := len(mappings(t)), descriptors(t), ours()
	for range 1000 {
		a, err := New[int8](10_000, 3)
		require.NoError(t, err)
		a.Set(0, 0, 1)
		shut(t, a)
	}
	assert.Equal(t, fds, descriptors(t))
	assert.Equal(t, mapped, ours())
	assert.Less(t, len(mappings(t)), maps+100)

	a, err := New[int8](10_000, 3)
	require.NoError(t, err)
	assert.Equal(t, fds+1, descriptors(t))
	assert.Equal(t, mapped+1, ours())
	require.NoError(t, a.Lock(t.Context())) // takes another one
	assert.Equal(t, fds+2, descriptors(t))
	require.NoError(t, a.Unlock())
	shut(t, a)
	assert.Equal(t, fds, descriptors(t))
}

// TestSystemRefuses runs into limits of the system, and leaves nothing behind.
func TestSystemRefuses(t *testing.T) {
	maps, fds := len(mappings(t)), descriptors(t)

	// More memory than the machine has, but not more than an address can tell.
	var machine unix.Sysinfo_t
	require.NoError(t, unix.Sysinfo(&machine))
	if size := 2 * uint64(machine.Unit) * (uint64(machine.Totalram) + uint64(machine.Totalswap)); size < math.MaxInt {
		const flags = unix.MAP_PRIVATE | unix.MAP_ANON
		plain, err := unix.Mmap(-1, 0, int(size), unix.PROT_READ|unix.PROT_WRITE, flags)
		if err == nil {
			require.NoError(t, unix.Munmap(plain))
			t.Logf("the system grants %d bytes to anybody", size)
		} else {
			_, err = NewVector[int8](int(size))
			require.ErrorIs(t, err, syscall.ENOMEM)
			require.EqualError(t, err, fmt.Sprintf(
				"sumlog/shared: NewVector(%d): %[1]d bytes: mmap: cannot allocate memory", size))
		}
	}

	var limit syscall.Rlimit
	require.NoError(t, syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit))
	none := limit
	none.Cur = 0
	require.NoError(t, syscall.Setrlimit(syscall.RLIMIT_NOFILE, &none))
	_, err := From(2, 3, []int16{1, 2, 3, 4, 5, 6})
	require.NoError(t, syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit))
	require.ErrorIs(t, err, syscall.EMFILE)
	require.EqualError(t, err, "sumlog/shared: From(2, 3): 12 bytes: memfd_create: too many open files")

	assert.Equal(t, fds, descriptors(t))
	assert.Less(t, len(mappings(t)), maps+10)
}

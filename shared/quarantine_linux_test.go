package shared

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// TestOpenForEver opens and closes a table of a size whose mappings the system does
// not put next to each other, more often than closed arrays are kept. Linux grants a
// process 65 530 mappings; SUMLOG_SOAK has it done that often.
func TestOpenForEver(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.npy")
	a, err := Create[int8](path, 4<<20, 1)
	require.NoError(t, err)
	shut(t, a)
	rounds := 3 * maxQuarantined
	if os.Getenv("SUMLOG_SOAK") != "" {
		rounds = 100_000
	}
	before := len(mappings(t))
	for range rounds {
		a, err := Open[int8](path)
		require.NoError(t, err)
		a.Set(0, 0, a.At(0, 0)+1)
		shut(t, a)
	}
	assert.LessOrEqual(t, len(mappings(t)), before+maxQuarantined+50)
}

// TestStaleForAWhile: the last arrays to be closed are inaccessible, and their faults
// told; older ones no longer count as the owners of their addresses.
func TestStaleForAWhile(t *testing.T) {
	old, err := New[int64](4, 1)
	require.NoError(t, err)
	stale := old.Data()
	shut(t, old)
	for range maxQuarantined - 1 {
		a, err := New[int64](4, 1)
		require.NoError(t, err)
		shut(t, a)
	}
	require.NotZero(t, fault(func() { sink = float64(stale[0]) }))
	require.True(t, old.mapping.contains(uintptr(old.mapping.addr)))
	last, err := New[int64](4, 1)
	require.NoError(t, err)
	shut(t, last)
	require.False(t, old.mapping.contains(uintptr(old.mapping.addr)))
	require.True(t, last.mapping.contains(uintptr(last.mapping.addr)))
}

// TestLimitedAddressSpace has a child that may have 512 MiB of addresses more than it
// has, and opens tables of 64 MiB, and of 300 MiB, one after the other.
func TestLimitedAddressSpace(t *testing.T) {
	assert.Equal(t, "done", finish(t, child(t, "addresses", t.TempDir())))
}

var _ = role("addresses", func(args []string) error {
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return err
	}
	pages, err := strconv.Atoi(strings.Fields(string(text))[0])
	if err != nil {
		return err
	}
	limit := uint64(pages*os.Getpagesize()) + 512<<20
	if err := unix.Setrlimit(unix.RLIMIT_AS, &unix.Rlimit{Cur: limit, Max: limit}); err != nil {
		return err
	}
	for _, size := range []int{64 << 20, 300 << 20} {
		path := filepath.Join(args[0], fmt.Sprint(size))
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			return err
		}
		for round := range 30 {
			a, err := New[int8](size, 1)
			if err != nil {
				return fmt.Errorf("round %d of %d bytes: %w", round, size, err)
			}
			a.Set(size-1, 0, 1)
			if err := a.Close(); err != nil {
				return err
			}
		}
	}
	if kept := quarantineBytes(); kept > uintptr(limit)/16 {
		return errors.New("more addresses are kept than a sixteenth of the limit")
	}
	fmt.Print("done")
	return nil
})

package shared

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestLockBetweenOpenings: two arrays of one file are two processes to the lock.
func TestLockBetweenOpenings(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.npy")
	a, err := Create[int64](path, 1, 1)
	require.NoError(t, err)
	defer shut(t, a)
	b, err := Open[int64](path)
	require.NoError(t, err)
	defer shut(t, b)
	c, err := OpenFile[int64](a.File())
	require.NoError(t, err)
	defer shut(t, c)
	for _, other := range []*Array[int64]{b, c} {
		try := func(want bool, f func() (bool, error)) {
			t.Helper()
			ok, err := f()
			require.NoError(t, err)
			require.Equal(t, want, ok)
		}
		require.NoError(t, a.Lock(t.Context()))
		try(false, other.TryLock)
		try(false, other.TryRLock)
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Millisecond)
		require.Equal(t, context.DeadlineExceeded, other.Lock(ctx))
		require.Equal(t, context.DeadlineExceeded, other.RLock(ctx))
		cancel()
		for _, ctx := range []context.Context{context.Background(), t.Context()} { // the system's wait, and ours
			got := make(chan error)
			go func() { got <- other.Lock(ctx) }()
			time.Sleep(time.Millisecond)
			require.NoError(t, a.Unlock())
			require.NoError(t, <-got)
			try(false, a.TryLock)
			require.NoError(t, other.Unlock())
			try(true, a.TryLock)
		}
		require.NoError(t, a.Unlock())

		// Readers, twice in one of them.
		try(true, a.TryRLock)
		try(true, a.TryRLock)
		try(true, other.TryRLock)
		require.NoError(t, a.RUnlock())
		require.NoError(t, other.RUnlock())
		try(false, other.TryLock)
		require.NoError(t, a.RUnlock())
		try(true, other.TryLock)
		require.NoError(t, other.Unlock())
	}
}

// TestLockReadersOfOneOpening has readers come and go, among whom the system's lock
// must be given back by the last only.
func TestLockReadersOfOneOpening(t *testing.T) {
	a, err := New[int64](1, 1)
	require.NoError(t, err)
	defer shut(t, a)
	b, err := OpenFile[int64](a.File())
	require.NoError(t, err)
	defer shut(t, b)
	var done sync.WaitGroup
	for range 4 {
		done.Go(func() {
			for range 300 {
				if !assert.NoError(t, a.RLock(context.Background())) {
					return
				}
				ok, err := b.TryLock()
				assert.NoError(t, err)
				assert.False(t, ok, "locked for writing among readers")
				assert.NoError(t, a.RUnlock())
			}
		})
	}
	done.Wait()
	ok, err := b.TryLock()
	require.NoError(t, err)
	require.True(t, ok)
	require.NoError(t, b.Unlock())
}

// holder locks the array in descriptor 3 and says so, until its input ends.
var _ = role("holder", func([]string) error {
	a, err := OpenFile[int64](os.NewFile(3, "inherited"))
	if err != nil {
		return err
	}
	if err := a.Lock(context.Background()); err != nil {
		return err
	}
	fmt.Println("locked")
	_, err = io.ReadAll(os.Stdin)
	return err
})

// start has a role play until its first line, and returns what follows, and its
// input.
func start(t testing.TB, cmd *exec.Cmd, first string) (*bufio.Scanner, io.WriteCloser) {
	t.Helper()
	in, err := cmd.StdinPipe()
	require.NoError(t, err)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	lines := bufio.NewScanner(out)
	require.True(t, lines.Scan())
	require.Equal(t, first, lines.Text())
	return lines, in
}

// TestLockOfTheKilled kills a process that has the lock, while this one waits for it.
// The killed one inherited the file, so the two have an opening in common: the lock
// must not be of that.
func TestLockOfTheKilled(t *testing.T) {
	a, err := New[int64](1, 1)
	require.NoError(t, err)
	defer shut(t, a)
	for _, ctx := range []context.Context{context.Background(), t.Context()} {
		cmd := child(t, "holder")
		cmd.ExtraFiles = []*os.File{a.File()}
		start(t, cmd, "locked")
		ok, err := a.TryLock()
		require.NoError(t, err)
		require.False(t, ok)
		got := make(chan error)
		go func() { got <- a.Lock(ctx) }()
		require.NoError(t, cmd.Process.Kill())
		require.NoError(t, <-got)
		require.NoError(t, a.Unlock())
		_ = cmd.Wait()
	}
}

// TestLockOfTheKilledParent kills a process that has the lock and has handed its
// file to a child, which goes on.
func TestLockOfTheKilledParent(t *testing.T) {
	a, err := New[int64](1, 1)
	require.NoError(t, err)
	defer shut(t, a)
	cmd := child(t, "parent")
	cmd.ExtraFiles = []*os.File{a.File()}
	lines, _ := start(t, cmd, "locked")
	require.True(t, lines.Scan())
	require.Equal(t, "child runs", lines.Text())
	require.NoError(t, cmd.Process.Kill())
	require.NoError(t, a.Lock(context.Background()))
	require.NoError(t, a.Unlock())
	_ = cmd.Wait()
}

var _ = role("parent", func([]string) error {
	a, err := OpenFile[int64](os.NewFile(3, "inherited"))
	if err != nil {
		return err
	}
	if err := a.Lock(context.Background()); err != nil {
		return err
	}
	fmt.Println("locked")
	exe, err := os.Executable()
	if err != nil {
		return err
	}
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), roleVariable+"=idle")
	cmd.ExtraFiles = []*os.File{a.File()}
	cmd.Stdin = os.Stdin // ends with the test
	cmd.Stdout = os.Stdout
	return cmd.Run()
})

var _ = role("idle", func([]string) error {
	fmt.Println("child runs")
	_, err := io.ReadAll(os.Stdin)
	return err
})

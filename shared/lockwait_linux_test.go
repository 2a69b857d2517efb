package shared

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestLockThreads has 300 calls wait for the locks of as many tables, which another
// opening has.
func TestLockThreads(t *testing.T) {
	const n = 300
	threads := func() int {
		text, err := os.ReadFile("/proc/self/status")
		require.NoError(t, err)
		_, rest, _ := strings.Cut(string(text), "Threads:")
		count, err := strconv.Atoi(strings.Fields(rest)[0])
		require.NoError(t, err)
		return count
	}
	dir := t.TempDir()
	before := threads()
	var owners []*Array[int8]
	var waiters sync.WaitGroup
	var began sync.WaitGroup
	for i := range n {
		path := filepath.Join(dir, strconv.Itoa(i))
		a, err := Create[int8](path, 1, 1)
		require.NoError(t, err)
		require.NoError(t, a.Lock(t.Context()))
		owners = append(owners, a)
		b, err := Open[int8](path)
		require.NoError(t, err)
		began.Add(1)
		waiters.Go(func() {
			began.Done()
			if assert.NoError(t, b.Lock(context.Background())) {
				assert.NoError(t, b.Unlock())
				assert.NoError(t, b.Close())
			}
		})
	}
	began.Wait()
	for lockThreads.Load() < n { // all wait
		_, err := owners[0].TryRLock()
		require.NoError(t, err)
	}
	for since := time.Now(); time.Since(since) < 300*time.Millisecond && threads() < before+n; { // they come one by one
		time.Sleep(10 * time.Millisecond)
	}
	assert.Less(t, threads(), before+n/2) // 16 that wait, and some whose call takes a moment
	for _, a := range owners {
		require.NoError(t, a.Unlock())
	}
	waiters.Wait()
	assert.Zero(t, lockThreads.Load())
	for _, a := range owners {
		shut(t, a)
	}
}

package shared

import (
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sumlog/internal/sys"
)

// TestSoak has four goroutines create, open, lock, sync, remove and close tables while one
// in a hundred system calls is refused: for half a second, or for as long as SUMLOG_SOAK
// says. In the end nothing is left.
func TestSoak(t *testing.T) {
	length := 500 * time.Millisecond
	if text := os.Getenv("SUMLOG_SOAK"); text != "" {
		var err error
		length, err = time.ParseDuration(text)
		require.NoError(t, err)
	}
	dirs := []string{t.TempDir(), memoryDir(t)}
	files, maps := descriptors(t), len(mappings(t))
	errnos := []syscall.Errno{syscall.EPERM, syscall.ENOMEM, syscall.EINTR, syscall.EIO, syscall.ENOSPC, syscall.EMFILE, syscall.EACCES}
	var refused atomic.Int64
	sys.FailWith(func(string, string) error {
		if rand.IntN(100) > 0 {
			return nil
		}
		refused.Add(1)
		return errnos[rand.IntN(len(errnos))]
	})
	defer sys.FailWith(nil)
	mayFail := func(err error) bool {
		if err == nil {
			return false
		}
		for _, errno := range errnos {
			if errors.Is(err, errno) {
				return true
			}
		}
		return assert.NoError(t, err)
	}
	rounds := new(atomic.Int64)
	var done sync.WaitGroup
	for i := range 4 {
		done.Go(func() {
			r := rand.New(rand.NewPCG(uint64(i), 1))
			for since := time.Now(); time.Since(since) < length && !t.Failed(); rounds.Add(1) {
				path := filepath.Join(dirs[r.IntN(2)], strconv.Itoa(i))
				a, err := Create[int64](path, 1+r.IntN(1<<18), 1)
				if mayFail(err) {
					continue
				}
				a.Set(0, 0, 7)
				opts := [][]Option{nil, {ReadOnly()}, {Private()}}[r.IntN(3)]
				b, err := Open[int64](path, opts...)
				if !mayFail(err) {
					assert.Equal(t, int64(7), b.At(0, 0))
					mayFail(b.Close())
				}
				if err := a.Lock(t.Context()); !mayFail(err) {
					mayFail(a.Unlock())
				}
				if r.IntN(50) == 0 {
					mayFail(a.Sync())
				}
				mayFail(a.Close())
				if mayFail(a.Remove()) {
					assert.NoError(t, os.Remove(path))
				}
			}
		})
	}
	done.Wait()
	sys.FailWith(nil)
	t.Logf("%d rounds, %d system calls refused", rounds.Load(), refused.Load())
	require.Equal(t, files, descriptors(t))
	require.LessOrEqual(t, len(mappings(t)), maps+maxQuarantined+50)
	for _, dir := range dirs {
		require.Empty(t, names(t, dir))
	}
}

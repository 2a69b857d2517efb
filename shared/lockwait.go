package shared

import (
	"context"
	"errors"
	"os"
	"runtime"
	"sync/atomic"
	"time"
)

// maxLockThreads is how many calls of Lock may wait in the system, each of which
// occupies a thread.
const maxLockThreads = 16

var lockThreads atomic.Int32

// lockFile locks the file for writing or reading.
func lockFile(ctx context.Context, file *os.File, write, wait bool) error {
	err := tryLockFile(file, write)
	if !wait || !errors.Is(err, errBusy) {
		return err
	}
	if ctx.Done() == nil {
		defer lockThreads.Add(-1)
		if lockThreads.Add(1) <= maxLockThreads {
			return waitLockFile(file, write)
		}
	}
	return pollLockFile(ctx, file, write)
}

// pollLockFile asks again and again, as a thread that waits in the system cannot be
// called back: at first at once, since most locks are short.
func pollLockFile(ctx context.Context, file *os.File, write bool) error {
	for range 16 {
		runtime.Gosched()
		if err := tryLockFile(file, write); !errors.Is(err, errBusy) {
			return err
		}
	}
	const longest = 2 * time.Millisecond
	delay := 50 * time.Microsecond
	timer := time.NewTimer(delay)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-timer.C:
		}
		if err := tryLockFile(file, write); !errors.Is(err, errBusy) {
			return err
		}
		delay = min(2*delay, longest)
		timer.Reset(delay)
	}
}

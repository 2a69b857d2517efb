package shared

import (
	"context"
	"errors"
	"os"
	"runtime"
	"time"

	"golang.org/x/sys/unix"
)

// The locks are those of an open file description (F_OFD_SETLK), of the whole file:
// the system releases them when the last descriptor of that opening is closed, as it
// is when its process is killed, and not, as with fcntl's older ones, when some other
// part of the process closes the file. The two kinds exclude each other.

// lockFile locks the file for writing or reading.
func lockFile(ctx context.Context, file *os.File, write, wait bool) error {
	kind := int16(unix.F_RDLCK)
	if write {
		kind = unix.F_WRLCK
	}
	err := setLock(file, unix.F_OFD_SETLK, kind)
	if !busy(err) {
		return err
	}
	if !wait {
		return errBusy
	}
	if ctx.Done() == nil {
		return setLock(file, unix.F_OFD_SETLKW, kind)
	}
	// A thread that waits in the system cannot be called back, so this asks again and
	// again: at first at once, since most locks are short.
	for range 16 {
		runtime.Gosched()
		if err := setLock(file, unix.F_OFD_SETLK, kind); !busy(err) {
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
		if err := setLock(file, unix.F_OFD_SETLK, kind); !busy(err) {
			return err
		}
		delay = min(2*delay, longest)
		timer.Reset(delay)
	}
}

func unlockFile(file *os.File) error { return setLock(file, unix.F_OFD_SETLK, unix.F_UNLCK) }

func busy(err error) bool { return errors.Is(err, unix.EAGAIN) || errors.Is(err, unix.EACCES) }

func setLock(file *os.File, command int, kind int16) error {
	var err error
	control(file, func(fd int) {
		err = retry(func() error {
			return unix.FcntlFlock(uintptr(fd), command, &unix.Flock_t{Type: kind})
		})
	})
	return os.NewSyscallError("fcntl", err)
}

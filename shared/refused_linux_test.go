package shared

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog/internal/sys"
)

// errWrong is returned for a wrong result.
var errWrong = errors.New("wrong result")

// useAll makes every kind of system call of this package. Of an operation that fails it
// checks that nothing is left.
func useAll(t *testing.T, dir string) (err error) {
	path := filepath.Join(dir, "a.npy")
	a, err := CreateFrom(path, 1, 2, []int64{1, 2}, Durable())
	if err != nil {
		require.Empty(t, names(t, dir), "%v", err)
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	b, err := Open[int64](path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.Close()) }()
	for _, open := range []func() (*Array[int64], error){
		func() (*Array[int64], error) { return OpenFile[int64](a.File()) },
		func() (*Array[int64], error) { return Open[int64](path, ReadOnly()) },
		func() (*Array[int64], error) { return Open[int64](path, Private()) },
		func() (*Array[int64], error) { return From(1, 2, []int64{1, 2}) },
	} {
		c, err := open()
		if err != nil {
			return err
		}
		wrong := c.At(0, 0) != 1 || c.At(0, 1) != 2
		if err := c.Close(); err != nil {
			return err
		}
		if wrong {
			return errWrong
		}
	}
	if err := a.Lock(t.Context()); err != nil {
		return err
	}
	if ok, err := b.TryLock(); ok {
		return errors.Join(errWrong, b.Unlock(), a.Unlock())
	} else if err != nil {
		return errors.Join(err, a.Unlock())
	}
	if err := a.Unlock(); err != nil {
		return err
	}
	if err := b.Fill(3); err != nil {
		return err
	}
	if a.At(0, 1) != 3 {
		return errWrong
	}
	if err := a.Sync(); err != nil {
		return err
	}
	return a.Remove()
}

// TestEveryCallRefused has the n-th system call fail, for every n, and all of its name from there
// on. Either that makes no difference or there is an error that names it, and nothing is
// left: no file, no descriptor, no mapping.
func TestEveryCallRefused(t *testing.T) {
	dir := memoryDir(t)
	var calls atomic.Int64
	var name atomic.Value
	sys.FailWith(func(string, string) error { calls.Add(1); return nil })
	defer sys.FailWith(nil)
	require.NoError(t, useAll(t, dir))
	total := int(calls.Load())
	require.Greater(t, total, 50)
	runtime.GC() // files that are closed by their finalizers would hide what is left
	files, maps := descriptors(t), len(mappings(t))

	works, fails := 0, 0
	for _, errno := range []syscall.Errno{
		syscall.EPERM, syscall.ENOMEM, syscall.EINTR, syscall.EIO, syscall.ENOSPC, syscall.EMFILE, syscall.ENOSYS, syscall.EINVAL,
	} {
		for n := 1; n <= total; n++ {
			for _, all := range []bool{false, true} {
				calls.Store(0)
				name.Store("")
				sys.FailWith(func(call, _ string) error {
					i := calls.Add(1)
					if int(i) == n {
						name.Store(call)
					}
					if int(i) == n || all && int(i) > n && call == name.Load() {
						return errno
					}
					return nil
				})
				err := useAll(t, dir)
				sys.FailWith(nil)
				if err == nil {
					works++
				} else {
					fails++
					require.NotErrorIs(t, err, errWrong, "call %d, %v: %v", n, name.Load(), errno)
					require.True(t, errors.Is(err, errno) || errors.Is(err, errors.ErrUnsupported), "call %d, %v: got %v, want %v", n, name.Load(), err, errno)
					require.True(t, strings.HasPrefix(err.Error(), "sumlog/shared: "), err)
				}
				if leftOver := names(t, dir); len(leftOver) > 0 { // what could not be removed
					require.Error(t, err)
					require.Equal(t, []string{"a.npy"}, leftOver)
					require.NoError(t, os.Remove(filepath.Join(dir, "a.npy")))
				}
				require.Equal(t, files, descriptors(t), "call %d, %v: %v", n, name.Load(), errno)
			}
		}
	}
	t.Logf("%d calls: made no difference %d times, gave an error %d times", total, works, fails)
	require.LessOrEqual(t, len(mappings(t)), maps+maxQuarantined+20)
}

package shared

import (
	"context"
	"errors"
	"fmt"
	"os"
)

// Lock waits until the array is not locked, and locks it: against the other
// goroutines of this process that use it, and against other openings of its file,
// through this package, fcntl.lockf of Python and the like. The lock is advisory:
// goroutines and processes that do not ask for it can read and write meanwhile. A range
// of rows has the lock of its array.
//
// The system releases the locks of a process that ends or is killed. The next owner
// finds what had been written up to that moment.
//
// Lock also retains the array, as [Array.Retain] does, until [Array.Unlock]. It returns
// ctx.Err() when ctx ends first, [ErrClosed] when the array is closed, and [ErrReadOnly]
// when the array was opened [ReadOnly] or [Private], which [Array.RLock] can lock.
// Goroutines of one process are served in the order of their calls; between
// processes there is no order. With a context that cannot end, a call that waits for
// another process occupies a thread, and the system wakes it; when 16 calls
// wait so, further ones, like those with a context that can end, try again every 2 ms.
//
// The system does not detect deadlocks: two processes that lock two arrays in opposite
// order wait for ever. Lock arrays in a fixed order, or with a context that ends.
//
// In Python the same lock is fcntl.lockf's, and not fcntl.flock's, which does not exclude this one.
// It is lost when the process closes any descriptor of the file, as np.load does when
// it has mapped it: load first, and lock after.
//
//	a = np.load(path, mmap_mode='r+')
//	with open(path, 'r+b') as f:  # which closes f in the end, and so unlocks
//	    fcntl.lockf(f, fcntl.LOCK_EX)
//	    a[0, 2] += 1
//
// Locks between processes need Linux. Elsewhere the lock of an array in a file is an
// error that is errors.ErrUnsupported.
func (a *Array[T]) Lock(ctx context.Context) error {
	_, err := a.mapping.acquire(ctx, "Lock", true, true)
	return err
}

// TryLock is [Array.Lock] that does not wait. It reports whether it has locked the
// array.
func (a *Array[T]) TryLock() (bool, error) {
	return a.mapping.acquire(context.Background(), "TryLock", true, false)
}

// Unlock undoes one [Array.Lock]. Any goroutine may call it. An error means that the
// system did not take the lock back, which closing the array will make it do.
//
// It panics when the array is not locked by Lock or TryLock.
func (a *Array[T]) Unlock() error { return a.mapping.release("Unlock", true) }

// RLock is [Array.Lock] for reading: any number of goroutines and processes may have
// the array locked so at once, while none has it locked by Lock. A goroutine that has it
// must not ask for it again: it would wait behind a call of Lock that waits for it.
func (a *Array[T]) RLock(ctx context.Context) error {
	_, err := a.mapping.acquire(ctx, "RLock", false, true)
	return err
}

// TryRLock is [Array.RLock] that does not wait. It reports whether it has locked the
// array.
func (a *Array[T]) TryRLock() (bool, error) {
	return a.mapping.acquire(context.Background(), "TryRLock", false, false)
}

// RUnlock undoes one [Array.RLock], as [Array.Unlock] does Lock.
//
// It panics when the array is not locked by RLock or TryRLock.
func (a *Array[T]) RUnlock() error { return a.mapping.release("RUnlock", false) }

// lock is the lock of a mapping. The queue keeps the goroutines of this process apart,
// the system's lock the processes: to it all goroutines that use one opening of the
// file are one.
type lock struct {
	queue  queue
	mu     chan struct{} // holds one element when free; protects what follows
	reader int           // how many goroutines share the system's lock for reading
	file   *os.File      // its own opening, or the array's; nil before the first lock
}

func (l *lock) make() {
	l.mu = make(chan struct{}, 1)
	l.mu <- struct{}{}
}

// close closes the lock's own opening, if it is not the array's.
func (l *lock) close(array *os.File) error {
	if l.file == nil || l.file == array {
		return nil
	}
	return l.file.Close()
}

// errBusy is returned for a lock that is taken, where the caller does not wait for it.
var errBusy = errors.New("locked elsewhere")

// acquire locks the mapping, for writing or for reading, and retains it.
func (m *mapping) acquire(ctx context.Context, op string, write, wait bool) (bool, error) {
	if ctx == nil {
		panic("sumlog/shared: " + op + ": nil context")
	}
	if write && m.access != readWrite {
		return false, m.failed(op, fmt.Errorf(
			"RLock locks an array that is %v: %w", m.access, ErrReadOnly))
	}
	if !m.refs.retain() {
		return false, m.failed(op, ErrClosed)
	}
	err := m.lock.queue.enter(ctx, write, wait)
	if err == nil && m.file != nil {
		if err = m.acquireSystem(ctx, write, wait); err != nil {
			m.lock.queue.leave(write)
		}
	}
	if err == nil {
		return true, nil
	}
	m.refs.release()
	switch {
	case errors.Is(err, errBusy):
		return false, nil
	case ctx.Err() != nil && errors.Is(err, ctx.Err()):
		return false, err
	}
	return false, m.failed(op, err)
}

// acquireSystem takes the system's lock, unless another reader of this process has.
func (m *mapping) acquireSystem(ctx context.Context, write, wait bool) error {
	l := &m.lock
	if err := l.lockMu(ctx, wait); err != nil {
		return err
	}
	defer l.unlockMu()
	if l.reader == 0 {
		if l.file == nil {
			l.file = m.lockFile()
		}
		if err := lockFile(ctx, l.file, write, wait); err != nil {
			return err
		}
	}
	if !write {
		l.reader++
	}
	return nil
}

// lockFile returns the file that the system's locks are taken on. They belong to an
// opening, and the array's may be shared with processes that were given [Array.File]:
// with an own one, a lock ends with this process and not with the last of them. Where
// the file cannot be opened anew (no /proc, a mode changed since, no descriptor left)
// the array's opening has to do. It excludes the same processes, as OpenFile
// opens its own.
func (m *mapping) lockFile() *os.File {
	file, err := reopen(m.file, m.path, m.access)
	if err != nil {
		return m.file
	}
	return file
}

func (l *lock) lockMu(ctx context.Context, wait bool) error {
	select {
	case <-l.mu:
		return nil
	default:
	}
	if !wait {
		return errBusy
	}
	select {
	case <-l.mu:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (l *lock) unlockMu() { l.mu <- struct{}{} }

// release undoes one acquire.
func (m *mapping) release(op string, write bool) error {
	l := &m.lock
	if !l.queue.has(write) {
		panic(fmt.Sprintf("sumlog/shared: %s: array is not locked", op))
	}
	var err error
	if m.file != nil {
		<-l.mu
		if !write {
			l.reader--
		}
		if l.reader == 0 {
			err = unlockFile(l.file)
		}
		l.unlockMu()
	}
	l.queue.leave(write)
	m.refs.release()
	if err != nil {
		return m.failed(op, err)
	}
	return nil
}

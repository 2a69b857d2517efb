package shared

import (
	"context"
	"errors"
	"fmt"
	"os"
)

// Lock waits until nobody else has the array locked, and locks it: against other
// goroutines of this process that use it, and against whoever else has its file
// open, through this package, or through fcntl.lockf of Python and its like. It is
// advice: those who do not ask for the lock are not kept from reading and writing.
// Range of rows and array have the one lock.
//
// The system takes the lock back from a process that ends, however it does. What
// the process was about to write then is not there: whoever comes next finds what
// had been written up to that moment.
//
// Lock also holds the array, as [Array.Retain] does, until [Array.Unlock]. It returns
// ctx.Err() when ctx ends first, and an error that is [ErrClosed] when the array is
// closed. Goroutines of one process are served in the order of their coming; between
// processes there is no order. Waiting with a context that can end is by trying
// again, every 2 ms at least; with one that cannot, the system wakes the caller.
//
// In Python the same lock is fcntl.lockf's. It is lost when the process closes any
// descriptor of the file, as np.load does when it has mapped it: load first, and lock
// after.
//
//	a = np.load(path, mmap_mode='r+')
//	with open(path, 'r+b') as f:  # which closes f in the end, and so unlocks
//	    fcntl.lockf(f, fcntl.LOCK_EX)
//	    a[0, 2] += 1
//
// Locks between processes need Linux. Elsewhere that of an array in a file is an
// error that is errors.ErrUnsupported.
func (a *Array[T]) Lock(ctx context.Context) error {
	_, err := a.block.acquire(ctx, "Lock", true, true)
	return err
}

// TryLock is [Array.Lock] that does not wait. It reports whether it has locked the
// array.
func (a *Array[T]) TryLock() (bool, error) {
	return a.block.acquire(context.Background(), "TryLock", true, false)
}

// Unlock undoes one [Array.Lock]. Any goroutine may call it. An error means that the
// system did not take the lock back, which closing the array will make it do.
//
// It panics when the array is not locked by Lock or TryLock.
func (a *Array[T]) Unlock() error { return a.block.release("Unlock", true) }

// RLock is [Array.Lock] for those who only read: any number may have the array
// locked so at once, while nobody has it locked by Lock. A goroutine that has it must
// not ask for it again: it would wait behind somebody who waits for it in Lock.
func (a *Array[T]) RLock(ctx context.Context) error {
	_, err := a.block.acquire(ctx, "RLock", false, true)
	return err
}

// TryRLock is [Array.RLock] that does not wait. It reports whether it has locked the
// array.
func (a *Array[T]) TryRLock() (bool, error) {
	return a.block.acquire(context.Background(), "TryRLock", false, false)
}

// RUnlock undoes one [Array.RLock], as [Array.Unlock] does Lock.
//
// It panics when the array is not locked by RLock or TryRLock.
func (a *Array[T]) RUnlock() error { return a.block.release("RUnlock", false) }

// lock is that of a block. The queue keeps the goroutines of this process apart,
// the system's lock the processes: to it all goroutines that use one opening of the
// file are one.
type lock struct {
	queue  queue
	guard  chan struct{} // holds one element when free; guards what follows
	reader int           // how many goroutines share the system's lock for reading
	file   *os.File      // an opening of its own, nil before the first lock
}

func (l *lock) make() {
	l.guard = make(chan struct{}, 1)
	l.guard <- struct{}{}
}

func (l *lock) close() error {
	if l.file == nil {
		return nil
	}
	return l.file.Close()
}

// errBusy is that of a lock that others have, when it is not to be waited for.
var errBusy = errors.New("locked by others")

// acquire locks the block, for writing or for reading, and holds it.
func (b *block) acquire(ctx context.Context, op string, write, wait bool) (bool, error) {
	if ctx == nil {
		panic("sumlog/shared: " + op + ": nil context")
	}
	if !b.holds.add() {
		return false, b.failed(op, ErrClosed)
	}
	err := b.lock.queue.enter(ctx, write, wait)
	if err == nil && b.file != nil {
		if err = b.acquireSystem(ctx, write, wait); err != nil {
			b.lock.queue.leave(write)
		}
	}
	if err == nil {
		return true, nil
	}
	b.holds.drop()
	switch {
	case errors.Is(err, errBusy):
		return false, nil
	case ctx.Err() != nil && errors.Is(err, ctx.Err()):
		return false, err
	}
	return false, b.failed(op, err)
}

// acquireSystem takes the system's lock, unless another reader of this process has.
func (b *block) acquireSystem(ctx context.Context, write, wait bool) error {
	l := &b.lock
	if err := l.enterGuard(ctx, wait); err != nil {
		return err
	}
	defer l.leaveGuard()
	if l.reader == 0 {
		if l.file == nil {
			file, err := reopen(b.file)
			if err != nil {
				return err
			}
			l.file = file
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

func (l *lock) enterGuard(ctx context.Context, wait bool) error {
	select {
	case <-l.guard:
		return nil
	default:
	}
	if !wait {
		return errBusy
	}
	select {
	case <-l.guard:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (l *lock) leaveGuard() { l.guard <- struct{}{} }

// release undoes one acquire.
func (b *block) release(op string, write bool) error {
	l := &b.lock
	if !l.queue.has(write) {
		panic(fmt.Sprintf("sumlog/shared: %s: array is not locked", op))
	}
	var err error
	if b.file != nil {
		<-l.guard
		if !write {
			l.reader--
		}
		if l.reader == 0 {
			err = unlockFile(l.file)
		}
		l.leaveGuard()
	}
	l.queue.leave(write)
	b.holds.drop()
	if err != nil {
		return b.failed(op, err)
	}
	return nil
}

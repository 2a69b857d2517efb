package shared

// Close gives the array's memory back, once every [Array.Retain] has met its
// [Array.Release]; retaining fails from the moment Close is called. The first call
// does that, and takes about 10 µs. Every other call returns an error that is
// [ErrClosed], at once, even while the first still waits.
//
// On Unix the addresses become inaccessible and stay reserved for a while. Touching a
// slice or view that outlives its array is then a fault that ends the program, or a
// panic of a goroutine that called [runtime/debug.SetPanicOnFault]. This is sure until
// 1024 more arrays have been closed, or arrays of more than a sixteenth of the address
// space together (the limit of the process, ulimit -v; without one 8 TiB on amd64, 32 GiB
// on other 64-bit processors and 128 MiB on 32-bit ones), or the address space runs out.
// After that the system may put other memory there. On other systems such a slice keeps
// the memory alive and can still be used.
//
// A goroutine that holds the array must not close it: it would wait for itself. So
// would one that has it locked ([Array.Lock]). The file of an array that has a name
// keeps it, and its elements: [Array.Remove] takes it away.
//
// A range of rows cannot be closed: that is an error, [ErrRows]. Any other error
// means that the system did not take the memory back; the array is closed
// nevertheless.
func (a *Array[T]) Close() error {
	if a.part {
		return a.mapping.failed("Close", ErrRows)
	}
	if !a.mapping.refs.close() {
		return a.mapping.failed("Close", ErrClosed)
	}
	a.data, a.writable = nil, nil
	if err := a.mapping.free(); err != nil {
		return a.mapping.failed("Close", err)
	}
	return nil
}

// Retain keeps the array open until [Array.Release] is called: [Array.Close]
// waits for it. Operations that use the array while another goroutine might close it
// begin and end so:
//
//	if err := a.Retain(); err != nil {
//		return err
//	}
//	defer a.Release()
//
// Any number of holders may hold an array at once, and one may hold it several
// times. Retain never waits. Once Close has been called it returns an error that
// is [ErrClosed], and there is nothing to release.
func (a *Array[T]) Retain() error {
	if !a.mapping.refs.retain() {
		return a.mapping.failed("Retain", ErrClosed)
	}
	return nil
}

// Release undoes one successful [Array.Retain]. Any goroutine may call it.
//
// It panics when there is no Retain to undo.
func (a *Array[T]) Release() {
	if !a.mapping.refs.release() {
		panic("sumlog/shared: Release: array is not retained")
	}
}

package dispatch

import "runtime/debug"

// catch calls f and returns the panic that it ends with, or nil. Where f calls
// runtime.Goexit, catch does not return.
//
// That tells a panic(nil) from Goexit with GODEBUG=panicnil=1, where recover returns nil
// in both cases: only after a panic does the caller of catch go on.
func catch(f func()) (p *PanicError) {
	normal := false
	defer func() {
		if !normal {
			p = asPanicError(recover())
		}
	}()
	f()
	normal = true
	return nil
}

// panicOnFault returns the goroutine's setting of [debug.SetPanicOnFault]. Code that runs
// functions of a caller's own sets it again after each of them: on a worker, where it is
// true, a task that leaves false makes the next fault fatal for the process.
func panicOnFault() bool {
	on := debug.SetPanicOnFault(true)
	debug.SetPanicOnFault(on)
	return on
}

// runHere calls a function of the caller's own on the caller's goroutine. Its panic is a
// *PanicError, as it would be on a worker.
func runHere(f func(lo, hi int), lo, hi int) {
	defer debug.SetPanicOnFault(panicOnFault())
	if p := catch(func() { f(lo, hi) }); p != nil {
		panic(p)
	}
}

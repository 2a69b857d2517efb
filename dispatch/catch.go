package dispatch

import "runtime/debug"

// catch calls f and returns its panic, or nil. Where f calls runtime.Goexit, catch does not
// return.
//
// So a panic(nil) differs from Goexit even with GODEBUG=panicnil=1, where recover returns nil
// in both cases: catch returns only after a panic.
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
// functions of a caller restores it after each: on a worker it is true, and a task that sets
// it to false would make the next fault fatal for the process.
func panicOnFault() bool {
	on := debug.SetPanicOnFault(true)
	debug.SetPanicOnFault(on)
	return on
}

// runHere calls a function of the caller's own on the caller's goroutine. Its panic is a
// *PanicError, as on a worker.
func runHere(f func(lo, hi int), lo, hi int) {
	defer debug.SetPanicOnFault(panicOnFault())
	if p := catch(func() { f(lo, hi) }); p != nil {
		panic(p)
	}
}

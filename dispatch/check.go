package dispatch

import (
	"context"
	"errors"
	"fmt"
)

// ErrClosed is returned (match it with errors.Is) by operations on a closed pool. Operations
// without an error result panic with an error that wraps it.
var ErrClosed = errors.New("pool is closed")

// checkFor panics with a mistake in the arguments of the operation op.
func checkFor(op string, n, grain int, noFunc bool) {
	if n < 0 || grain < 1 {
		panic(fmt.Sprintf("sumlog/dispatch: %s: n = %d, grain = %d, want n >= 0 and grain >= 1",
			op, n, grain))
	}
	if noFunc {
		panic("sumlog/dispatch: " + op + ": nil function")
	}
}

// checkContext panics where the operation op has no context.
func checkContext(op string, ctx context.Context) {
	if ctx == nil {
		panic("sumlog/dispatch: " + op + ": nil context")
	}
}

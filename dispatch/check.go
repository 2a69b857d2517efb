package dispatch

import (
	"context"
	"fmt"
)

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

// Package kernels describes each kernel once, against the vector machine. The
// operations are those of sumlog/internal/generic, in an order that has the same
// rounding; their constants come from there.
package kernels

import "sumlog/gen/machine"

// All lists the kernels.
func All() []*machine.Kernel {
	list := []*machine.Kernel{log, productRaw, productScaled, productRows, rowsOf8, reduceRows, logRows, logAccumulate, logAccumulateDirect}
	return append(list, additions()...)
}

package probe

import (
	"unsafe"

	"sumlog/kernel"
)

// Scalar names the probes in plain Go, one number at a time.
const Scalar = "scalar"

// The loops of a set; those with two are ordinary, and with non-temporal stores.
type (
	arithmetics [len(kinds)]func(sums *float64, times int)
	copies      [2]func(dst, a *float64, n, times int)
	adds        [2]func(dst, a, b *float64, n, times int)
)

// set is the probes of one instruction set.
type set struct {
	name          string
	lanes, chains int
	arithmetic    arithmetics
	read          func(sums, a *float64, n, times int)
	copies        copies
	adds          adds
}

// sets are those that this binary has and the processor runs, scalar first.
func sets() []set {
	list := []set{scalar}
	for _, isa := range kernel.Supported() {
		for _, s := range assembly {
			if s.name == isa.String() {
				list = append(list, s)
			}
		}
	}
	return list
}

// scalar does in Go what the others do in assembly.
var scalar = set{
	name: Scalar, lanes: 1, chains: 8, arithmetic: inGo,
	read: func(sums, a *float64, n, times int) {
		var p, q, r, s uint64
		for range times {
			x := unsafe.Slice((*uint64)(unsafe.Pointer(a)), n)
			for ; len(x) >= 4; x = x[4:] {
				p, q, r, s = p|x[0], q|x[1], r|x[2], s|x[3]
			}
		}
		*sums = float64(p | q | r | s)
	},
	copies: copies{func(dst, a *float64, n, times int) {
		for range times {
			y, x := unsafe.Slice(dst, n), unsafe.Slice(a, n)
			//lint:ignore S1001 the loop is what is measured
			for i, v := range x {
				y[i] = v
			}
		}
	}, nil},
	adds: adds{func(dst, a, b *float64, n, times int) {
		for range times {
			s, x, y := unsafe.Slice(dst, n), unsafe.Slice(a, n), unsafe.Slice(b, n)
			for i := range s {
				s[i] = x[i] + y[i]
			}
		}
	}, nil},
}

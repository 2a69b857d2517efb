package kernel

import "math/bits"

// twoWayOp is an operation whose elements take one of two ways to their results.
type twoWayOp uint8

const (
	opLogGamma twoWayOp = iota
	opLogFactorial
	opLogBeta
	opLogBinomial
	opLogMultichoose
)

// twoWayBlock is how many elements a call of the assembly takes: some microseconds, as it is not
// preempted.
const twoWayBlock = 512

// run runs the assembly over all elements. y is nil where there is one input.
func (op twoWayOp) run(isa ISA, dst, x, y []float64) {
	// Up to this many elements, both ways cost less than a second call.
	const few = 128
	group := lanesOf(isa)
	whole := wholeGroups(isa, len(x), group)
	part := func(s []float64, from, to int) []float64 {
		if s == nil {
			return nil
		}
		return s[from:to]
	}
	switch {
	case whole > few:
		for i := 0; i < whole; i += twoWayBlock {
			to := min(i+twoWayBlock, whole)
			op.block(isa, dst[i:to], x[i:to], part(y, i, to))
		}
	case whole > 0:
		op.call(isa, dst, x[:whole], y, nil)
	}
	if whole < len(x) {
		var first, second [maxLanes]float64
		fillGroup(first[:group], x[whole:])
		if y != nil {
			fillGroup(second[:group], y[whole:])
		}
		op.call(isa, first[:], first[:group], second[:], nil)
		copy(dst[whole:], first[:])
	}
}

// block runs one block, and then the elements that it left for later. Those are read from the inputs
// again, so that inputs which dst overwrites are copied first.
func (op twoWayOp) block(isa ISA, dst, x, y []float64) {
	if &dst[0] == &x[0] || y != nil && &dst[0] == &y[0] {
		op.inPlace(isa, dst, x, y)
		return
	}
	op.apart(isa, dst, x, y)
}

// inPlace is block where dst is an input: a function of its own, so that no other call clears the
// copies.
func (op twoWayOp) inPlace(isa ISA, dst, x, y []float64) {
	var first, second [twoWayBlock]float64
	x = first[:copy(first[:], x)]
	if y != nil {
		y = second[:copy(second[:], y)]
	}
	op.apart(isa, dst, x, y)
}

// deferredPerWord is how many generic.Deferred a word of 64 bits has.
const deferredPerWord = 4

// apart is block where dst is no input.
func (op twoWayOp) apart(isa ISA, dst, x, y []float64) {
	var later [twoWayBlock / minLanes / deferredPerWord]uint64
	op.call(isa, dst, x, y, &later[0])
	some := uint64(0)
	for _, word := range later {
		some |= word
	}
	if some != 0 {
		op.later(isa, dst, x, y, later[:])
	}
}

// later does the elements that were left for later, by a call for each way.
func (op twoWayOp) later(isa ISA, dst, x, y []float64, later []uint64) {
	const firstBytes = 0x00ff00ff00ff00ff // of each generic.Deferred
	var first, second [twoWayBlock/2 + maxLanes]float64
	var at [twoWayBlock / 2]uint16
	lanes := lanesOf(isa)
	for way := range 2 {
		n := 0
		for k, word := range later {
			for set := word >> (8 * way) & firstBytes; set != 0; set &= set - 1 {
				bit := bits.TrailingZeros64(set)
				j := (k*deferredPerWord+bit/16)*lanes + bit%16
				first[n], at[n] = x[j], uint16(j)
				n++
			}
		}
		if n == 0 {
			continue
		}
		whole := (n + lanes - 1) &^ (lanes - 1)
		fillGroup(first[n:whole], first[:1])
		if y != nil {
			for i, j := range at[:n] {
				second[i] = y[j]
			}
			fillGroup(second[n:whole], second[:1])
		}
		op.call(isa, first[:], first[:whole], second[:], nil)
		for i, j := range at[:n] {
			dst[j] = first[i]
		}
	}
}

// call calls the assembly for as many elements as x has. It leaves elements for later where there
// is a place to tell which.
func (op twoWayOp) call(isa ISA, dst, x, y []float64, later *uint64) {
	n, defers, l := len(x), 0, float64s(later)
	if later != nil {
		defers = 1
	}
	switch op {
	case opLogGamma:
		callLogGamma(isa, &dst[0], &x[0], l, n, defers)
	case opLogFactorial:
		callLogFactorial(isa, &dst[0], &x[0], l, n, defers)
	case opLogBeta:
		callLogBeta(isa, &dst[0], &x[0], &y[0], l, n, defers)
	case opLogBinomial:
		callLogBinomial(isa, &dst[0], &x[0], &y[0], l, n, defers)
	case opLogMultichoose:
		callLogMultichoose(isa, &dst[0], &x[0], &y[0], l, n, defers)
	}
}

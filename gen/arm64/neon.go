// Package arm64 prints programs as Go assembly for arm64.
package arm64

import (
	"sumlog/gen/build"
	"sumlog/gen/ir"
)

// NEON is the target with 128-bit vectors, which every arm64 processor has. A mask is a
// vector register with all bits of a lane set.
type NEON struct{}

// The operations that only this target has.
const (
	lowTwice = ir.FirstTarget + iota // the low half of each lane of a in both halves
	mulInt32                         // a · b, of each half of a lane by itself
	lookup                           // the bytes of table b that a lane's bytes name
)

// tableAt is the first of the four registers that hold a table while it is looked up
// in.
const tableAt = 28

// Lanes is how many elements a vector has.
func (NEON) Lanes() int { return 2 }

// Has reports whether the target prints an operation that some targets lack.
func (NEON) Has(c ir.Code) bool { return forms[c] != "" }

// Registers is how many registers a class has.
func (NEON) Registers(c ir.Class) int {
	return [ir.Classes]int{ir.Vector: 32, ir.General: len(general)}[c]
}

// Lookup has a table of 64 bytes in four registers, and byte k of lane i, which is to be byte k of
// entry i&7, named as 8·(i&7) + k. The names are made once for several tables.
func (NEON) Lookup(m *build.Machine, name string, table []uint64, i int) int {
	m.Reserved = 32 - tableAt
	id := m.Once(lowTwice, 0, i)
	id = m.Once(ir.AndInt, 0, id, m.Constant(0x0000000700000007))
	id = m.Once(mulInt32, 0, id, m.Constant(0x0808080808080808))
	id = m.Once(ir.AddInt, 0, id, m.Constant(0x0706050403020100))
	return m.Emit(lookup, 0, id, m.Table(name, table))
}

// Folds reports which operand may be memory: one that is copied to the result's
// register anyway.
func (NEON) Folds(o *ir.Op, src int) bool {
	switch o.Code {
	case ir.Copy:
		return true
	case ir.MulAdd, ir.MulSub:
		return src == 2
	case lookup: // from registers of its own, which the printer loads
		return src == 1
	}
	return false
}

// EarlyClobber: a fused multiply-add begins with the addend in the result's register.
func (NEON) EarlyClobber(o *ir.Op, src int) bool {
	switch o.Code {
	case ir.MulAdd: // the instruction itself may read the addend twice
		return src != 2 && o.Src[src] != o.Src[2]
	case ir.MulSub: // but here it is negated before
		return src != 2
	}
	return false
}

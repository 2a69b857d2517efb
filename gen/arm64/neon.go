// Package arm64 prints programs as Go assembly for arm64.
package arm64

import (
	"slices"

	"sumlog/gen/build"
	"sumlog/gen/ir"
)

// NEON is the target with 128-bit vectors, which every arm64 processor has. A mask is a
// vector register with all bits of a lane set. A value is for one kernel.
type NEON struct {
	lookups bool
	rows    map[int]indexed
}

// indexed is a vector of byte indices and the operation that made it.
type indexed struct{ id, at int }

// The operations that only this target has.
const (
	lowTwice = ir.FirstTarget + iota // the low half of each lane of a in both halves
	mulInt32                         // a · b, of each half of a lane by itself
	lookup                           // the bytes of table b that a lane's bytes name
)

// tableAt is the first of the four registers that hold a table while it is looked up
// in.
const tableAt = 28

func (*NEON) Lanes() int { return 2 }

func (t *NEON) Registers(c ir.Class) int {
	switch c {
	case ir.Vector:
		if t.lookups {
			return tableAt
		}
		return 32
	case ir.General:
		return len(general)
	}
	return 0
}

// Lookup has a table of 64 bytes in four registers, and byte k of lane i, which is
// to be byte k of entry i&7, named as 8·(i&7) + k.
func (t *NEON) Lookup(m *build.Machine, table build.Table, i int) int {
	t.lookups = true
	return m.Emit(ir.Op{Code: lookup, Src: []int{t.bytes(m, i), m.Table(table.Name, table.Words())}})
}

// bytes is the names of the bytes, made once for several tables.
func (t *NEON) bytes(m *build.Machine, i int) int {
	if made, ok := t.rows[i]; ok && !slices.ContainsFunc(m.Ops[made.at:], ir.Op.Branches) {
		return made.id
	}
	id := m.Emit(ir.Op{Code: lowTwice, Src: []int{i}})
	id = m.Emit(ir.Op{Code: ir.AndInt, Src: []int{id, m.Constant(0x0000000700000007)}})
	id = m.Emit(ir.Op{Code: mulInt32, Src: []int{id, m.Constant(0x0808080808080808)}})
	id = m.Emit(ir.Op{Code: ir.AddInt, Src: []int{id, m.Constant(0x0706050403020100)}})
	if t.rows == nil {
		t.rows = map[int]indexed{}
	}
	t.rows[i] = indexed{id, len(m.Ops)}
	return id
}

// Folds reports which operand may be memory: one that is copied to the result's
// register anyway.
func (*NEON) Folds(o *ir.Op, src int) bool {
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
func (*NEON) EarlyClobber(o *ir.Op, src int) bool {
	switch o.Code {
	case ir.MulAdd: // the instruction itself may read the addend twice
		return src != 2 && o.Src[src] != o.Src[2]
	case ir.MulSub: // but here it is negated before
		return src != 2
	}
	return false
}

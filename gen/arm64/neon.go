// Package arm64 prints the vector machine's operations as Go assembly for arm64.
package arm64

import (
	"math"

	"sumlog/gen/machine"
	"sumlog/gen/names"
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
	lowTwice = machine.FirstTarget + iota // the low half of each lane of a in both halves
	mulInt32                              // a · b, of each half of a lane by itself
	lookup                                // the bytes of Table that a lane's bytes name
)

// tableAt is the first of the four registers that hold a table while it is looked up
// in.
const tableAt = 28

func (*NEON) Lanes() int { return 2 }

func (t *NEON) Registers(c machine.Class) int {
	switch c {
	case machine.Vector:
		if t.lookups {
			return tableAt
		}
		return 32
	case machine.General:
		return len(general)
	}
	return 0
}

// Lookup has a table of 64 bytes in four registers, and byte k of lane i, which is
// to be byte k of entry i&7, named as 8·(i&7) + k.
func (t *NEON) Lookup(m *machine.Machine, table *[8]float64, i int) int {
	t.lookups = true
	name, ok := names.OfTable(table)
	if !ok {
		m.Failf("table %v has no name: give it one in gen/names", *table)
	}
	o := machine.Op{Code: lookup, Src: []int{t.bytes(m, i)}, Text: name}
	for _, c := range table {
		bits := math.Float64bits(c)
		o.Table = append(o.Table, uint32(bits), uint32(bits>>32))
	}
	return m.Emit(o)
}

// bytes is the names of the bytes, made once for several tables.
func (t *NEON) bytes(m *machine.Machine, i int) int {
	if made, ok := t.rows[i]; ok && sameBlock(m.Ops[made.at:]) {
		return made.id
	}
	id := m.Emit(machine.Op{Code: lowTwice, Src: []int{i}})
	id = m.Emit(machine.Op{Code: machine.AndInt, Src: []int{id, m.Constant(0x0000000700000007)}})
	id = m.Emit(machine.Op{Code: mulInt32, Src: []int{id, m.Constant(0x0808080808080808)}})
	id = m.Emit(machine.Op{Code: machine.AddInt, Src: []int{id, m.Constant(0x0706050403020100)}})
	if t.rows == nil {
		t.rows = map[int]indexed{}
	}
	t.rows[i] = indexed{id, len(m.Ops)}
	return id
}

// sameBlock reports whether every operation follows the one before.
func sameBlock(ops []machine.Op) bool {
	for _, o := range ops {
		if machine.Label <= o.Code && o.Code <= machine.Return {
			return false
		}
	}
	return true
}

// Folds reports which operand may be memory: one that is copied to the result's
// register anyway.
func (*NEON) Folds(o *machine.Op, src int) bool {
	switch o.Code {
	case machine.Copy:
		return true
	case machine.FMA, machine.FMS:
		return src == 2
	}
	return false
}

// Begins: a fused multiply-add adds to what is in the result's register.
func (*NEON) Begins(o *machine.Op) int {
	if o.Code == machine.FMA || o.Code == machine.FMS {
		return 2
	}
	return machine.None
}

// ReadsLate: a fused multiply-add begins with the addend in the result's register.
func (*NEON) ReadsLate(o *machine.Op, src int) bool {
	switch o.Code {
	case machine.FMA: // the instruction itself may read the addend twice
		return src != 2 && o.Src[src] != o.Src[2]
	case machine.FMS: // but here it is negated before
		return src != 2
	}
	return false
}

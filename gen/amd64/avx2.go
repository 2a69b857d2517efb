// Package amd64 prints the vector machine's operations as Go assembly for amd64,
// through avo.
package amd64

import (
	"math"

	"sumlog/gen/machine"
)

// AVX2 is the target with 256-bit vectors and fused multiply-add. A mask is a
// vector register with all bits of a lane set.
type AVX2 struct{}

// The operations that only this target has.
const (
	permute   = machine.FirstTarget + iota // the 32-bit values of Table, each half of a lane choosing by its low three bits
	blendHigh                              // the low half of each lane of a, the high half of b
)

func (AVX2) Lanes() int { return 4 }

func (AVX2) Registers(c machine.Class) int {
	switch c {
	case machine.Vector:
		return 16
	case machine.General:
		return len(general)
	}
	return 0
}

// Lookup takes the halves of an entry from two permutations: the low half of a
// lane of i holds the index, and what its high half chooses is shifted out or
// blended away. A table whose low halves are zero needs one.
func (AVX2) Lookup(m *machine.Machine, table *[8]float64, i int) int {
	var low, high [8]uint32
	for k, c := range table {
		low[k], high[k] = uint32(math.Float64bits(c)), uint32(math.Float64bits(c)>>32)
	}
	h := m.Emit(machine.Op{Code: permute, Src: []int{i}, Table: high[:]})
	h = m.Emit(machine.Op{Code: machine.ShiftLeft, Src: []int{h}, Imm: 32})
	if low == [8]uint32{} {
		return h
	}
	l := m.Emit(machine.Op{Code: permute, Src: []int{i}, Table: low[:]})
	return m.Emit(machine.Op{Code: blendHigh, Src: []int{l, h}})
}

// Folds reports which operand of a VEX instruction may be memory: one of the two
// that commute, any of a fused multiply-add (which has a form for each), the
// second otherwise.
func (AVX2) Folds(o *machine.Op, src int) bool {
	switch o.Code {
	case machine.Add, machine.Mul, machine.AddInt, machine.AndInt, machine.OrInt,
		machine.MinInt32, machine.MaxUint32, machine.EqualInt,
		machine.AddFloat32, machine.AddInt8, machine.AddInt16, machine.AddInt32,
		machine.And, machine.Or, machine.FMA, machine.FMS, machine.Copy:
		return true
	case machine.LessInt:
		return src == 0
	case machine.Sub, machine.SubInt, machine.Div, machine.Less, machine.Equal, machine.Select,
		machine.Keep, blendHigh:
		return src == 1
	}
	return false
}

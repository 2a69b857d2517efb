package main

import (
	"slices"

	"sumlog/gen/build"
	"sumlog/gen/ir"
)

// mutants lists the operations of a kernel on a target that can be made wrong.
func mutants(k *build.Kernel, t build.Target) (ops []int) {
	build.Record(k.Followed(func(m *build.Machine) {
		for i, o := range m.Ops {
			if makeWrong(m, &o) {
				ops = append(ops, i)
			}
		}
	}), t)
	return ops
}

// mutant returns the kernel with one operation wrong.
func mutant(k *build.Kernel, op int) *build.Kernel {
	return k.Followed(func(m *build.Machine) { makeWrong(m, &m.Ops[op]) })
}

// swaps lists what takes the place of an operation, with the same operands.
var swaps = map[ir.Code]ir.Code{
	ir.Add: ir.Sub, ir.Sub: ir.Add, ir.Mul: ir.Div, ir.Div: ir.Mul, ir.Max: ir.Add,
	ir.MulAdd: ir.MulSub, ir.MulSub: ir.MulAdd,
	ir.AddFloat32: ir.AddInt32, ir.AddInt8: ir.AddInt16, ir.AddInt16: ir.AddInt32,
	ir.AddInt32: ir.AddInt, ir.AddInt: ir.SubInt, ir.SubInt: ir.AddInt,
	ir.Less: ir.Equal, ir.Equal: ir.Less, ir.LessInt: ir.EqualInt, ir.EqualInt: ir.LessInt,
	ir.And: ir.Or, ir.Or: ir.And, ir.AndInt: ir.OrInt, ir.OrInt: ir.AndInt,
	ir.ShiftAllLeft: ir.ShiftAllRight, ir.ShiftAllRight: ir.ShiftAllLeft,
	ir.MinInt32: ir.MaxUint32, ir.MaxUint32: ir.MinInt32,
	ir.InterleaveLo: ir.InterleaveHi, ir.InterleaveHi: ir.InterleaveLo,
	ir.LoadTail: ir.Load, ir.LoadMasked: ir.Load, ir.StoreMasked: ir.Store,
	ir.JumpIfAll: ir.JumpIfNone, ir.LoadFloat32: ir.LoadUint32, ir.LoadUint32: ir.LoadFloat32,
}

// makeWrong makes o wrong, and reports whether it knows how. What o reads it still reads: the
// allocator stops at a value that is computed for nothing.
func makeWrong(m *build.Machine, o *ir.Op) bool {
	code, ok := swaps[o.Code]
	switch {
	case ok:
		o.Code = code
	case o.Code == ir.Merge: // the second value everywhere
		o.Src = []int{o.Src[0], o.Src[2], o.Src[2], o.Src[1]}
	case o.Code == ir.Masked: // kept everywhere
		o.Code, o.Src = ir.Merge, []int{o.Src[0], o.Src[1], o.Src[1]}
	case o.Code == ir.FirstLanes && o.Imm == 0: // one lane less
		o.Imm = 1
	case o.Code == ir.FirstLanes: // one more
		o.Imm--
	case o.Code == ir.ConvertToFloat64: // left as it is
		o.Code = ir.ShiftAllLeft
	case o.Code == ir.NotPositive: // nowhere
		o.Code, o.Src = ir.LessInt, []int{o.Src[0], o.Src[0]}
	case o.Code < ir.FirstTarget:
		return false
	case m.Values[o.Src[len(o.Src)-1]].Table != nil: // a look-up: of the next entry
		table := m.Values[o.Src[1]]
		next := append(slices.Clone(table.Table[1:]), table.Table[0])
		o.Replace(1, m.Table(table.Name+"_next", next))
	case len(o.Src) == 2:
		o.Code = ir.AddInt32
	default:
		o.Code = ir.ShiftAllLeft
	}
	return true
}

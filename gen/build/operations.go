package build

import (
	"math"

	"sumlog/gen/ir"
)

// On floats. MulAdd is a·b + c and MulSub a·b - c, rounded once.
func (m *Machine) Add(a, b F) F       { return F{m.each(ir.Add, 0, a.ids, b.ids)} }
func (m *Machine) Sub(a, b F) F       { return F{m.each(ir.Sub, 0, a.ids, b.ids)} }
func (m *Machine) Mul(a, b F) F       { return F{m.each(ir.Mul, 0, a.ids, b.ids)} }
func (m *Machine) Div(a, b F) F       { return F{m.each(ir.Div, 0, a.ids, b.ids)} }
func (m *Machine) MulAdd(a, b, c F) F { return F{m.each(ir.MulAdd, 0, a.ids, b.ids, c.ids)} }
func (m *Machine) MulSub(a, b, c F) F { return F{m.each(ir.MulSub, 0, a.ids, b.ids, c.ids)} }

// Max is the larger of a and b: b where b is a NaN, and either of them where a is one, or both
// are zeros.
func (m *Machine) Max(a, b F) F { return F{m.each(ir.Max, 0, a.ids, b.ids)} }

// LargestOfGroup is the Max of the vectors of a group, one vector.
func (m *Machine) LargestOfGroup(a F) F {
	for len(a.ids) > 1 {
		half := len(a.ids) / 2
		a = F{m.each(ir.Max, 0, a.ids[:half], a.ids[half:])}
	}
	return a
}

// AddAs adds vectors of elements of any type that has an addition, Add to
// AddInt32 or AddInt.
func (m *Machine) AddAs(c ir.Code, a, b F) F { return F{m.each(c, 0, a.ids, b.ids)} }

// Comparisons, LessInt of signed integers, and what is made of them: Merge is a where set and b
// elsewhere, Masked a where set and +0 elsewhere.
func (m *Machine) Less(a, b F) M         { return M{m.each(ir.Less, 0, a.ids, b.ids)} }
func (m *Machine) Equal(a, b F) M        { return M{m.each(ir.Equal, 0, a.ids, b.ids)} }
func (m *Machine) LessInt(a, b I) M      { return M{m.each(ir.LessInt, 0, a.ids, b.ids)} }
func (m *Machine) EqualInt(a, b I) M     { return M{m.each(ir.EqualInt, 0, a.ids, b.ids)} }
func (m *Machine) And(a, b M) M          { return M{m.each(ir.And, 0, a.ids, b.ids)} }
func (m *Machine) Or(a, b M) M           { return M{m.each(ir.Or, 0, a.ids, b.ids)} }
func (m *Machine) Merge(set M, a, b F) F { return F{m.each(ir.Merge, 0, set.ids, a.ids, b.ids)} }
func (m *Machine) Masked(set M, a F) F   { return F{m.each(ir.Masked, 0, set.ids, a.ids)} }

// On integers of 64 bits. ShiftAllRight fills with zeros.
func (m *Machine) AddInt(a, b I) I            { return I{m.each(ir.AddInt, 0, a.ids, b.ids)} }
func (m *Machine) SubInt(a, b I) I            { return I{m.each(ir.SubInt, 0, a.ids, b.ids)} }
func (m *Machine) AndInt(a, b I) I            { return I{m.each(ir.AndInt, 0, a.ids, b.ids)} }
func (m *Machine) OrInt(a, b I) I             { return I{m.each(ir.OrInt, 0, a.ids, b.ids)} }
func (m *Machine) ShiftAllLeft(a I, n int) I  { return I{m.each(ir.ShiftAllLeft, n, a.ids)} }
func (m *Machine) ShiftAllRight(a I, n int) I { return I{m.each(ir.ShiftAllRight, n, a.ids)} }

// Converts and Classifies report whether the target has ConvertToFloat64, the float next to a signed
// integer, and NotPositive, the lanes with no positive normal number.
func (m *Machine) Converts() bool   { return m.target.Has(ir.ConvertToFloat64) }
func (m *Machine) Classifies() bool { return m.target.Has(ir.NotPositive) }

func (m *Machine) ConvertToFloat64(a I) F { return F{m.each(ir.ConvertToFloat64, 0, a.ids)} }
func (m *Machine) NotPositive(a F) M      { return M{m.each(ir.NotPositive, 0, a.ids)} }

// On each half of a lane by itself, signed and unsigned.
func (m *Machine) MinInt32(a, b I) I  { return I{m.each(ir.MinInt32, 0, a.ids, b.ids)} }
func (m *Machine) MaxUint32(a, b I) I { return I{m.each(ir.MaxUint32, 0, a.ids, b.ids)} }

// MaxOfGroup is the MaxUint32 of the vectors of a group, one vector.
func (m *Machine) MaxOfGroup(a I) I { return I{m.combine(ir.MaxUint32, a.ids)} }

// Width is how many lanes a vector has.
func (m *Machine) Width() int { return m.target.Lanes() }

// GetLo and GetHi are the first and the second half of the vectors of a value.
func (m *Machine) GetLo(a F) F { return F{a.ids[:m.half(a)]} }
func (m *Machine) GetHi(a F) F { return F{a.ids[m.half(a):]} }

func (m *Machine) half(a F) int {
	n := len(a.ids)
	if n%2 != 0 {
		m.Failf("half of %d vectors", n)
	}
	return n / 2
}

// Interleave takes two vectors of several rows each, a row 2·half lanes, and returns the
// lower halves of all these rows in one vector and the upper halves in another:
// those of a, then those of b, except that rows of two lanes alternate: a's first, b's
// first, a's second.
func (m *Machine) Interleave(a, b F, half int) (low, high F) {
	return F{m.each(ir.InterleaveLo, half, a.ids, b.ids)},
		F{m.each(ir.InterleaveHi, half, a.ids, b.ids)}
}

// Bits is the bit pattern of a, Float the float of a bit pattern: no operation.
func (m *Machine) Bits(a F) I  { return I(a) }
func (m *Machine) Float(a I) F { return F(a) }

// Lookup is table[i&7].
func (m *Machine) Lookup(table *[8]float64, i I) F {
	name, ok := tables[*table]
	if !ok {
		m.Failf("table %v has no name: give it one in gen/build/names.go", *table)
	}
	var words []uint64
	for _, c := range table {
		words = append(words, math.Float64bits(c))
	}
	ids := make([]int, len(i.ids))
	for k, id := range i.ids {
		ids[k] = m.target.Lookup(m, name, words, id)
	}
	return F{ids}
}

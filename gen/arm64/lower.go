package arm64

import "sumlog/gen/ir"

// words lists the instructions on two vectors that Go's assembler has no name for, and
// named the others.
var (
	words = map[ir.Code]threeSame{
		ir.Add: fadd, ir.Sub: fsub, ir.Mul: fmul, ir.Div: fdiv, ir.AddFloat32: fadd32,
		ir.Equal: fcmeq, ir.MinInt32: smin32, mulInt32: mulInt4S,
	}
	named = map[ir.Code]struct{ name, lanes string }{
		ir.AddInt8: {"VADD", "B16"}, ir.AddInt16: {"VADD", "H8"}, ir.AddInt32: {"VADD", "S4"},
		ir.AddInt: {"VADD", "D2"}, ir.SubInt: {"VSUB", "D2"},
		ir.AndInt: {"VAND", "B16"}, ir.And: {"VAND", "B16"}, ir.Masked: {"VAND", "B16"},
		ir.OrInt: {"VORR", "B16"}, ir.Or: {"VORR", "B16"},
		ir.MaxUint32: {"VUMAX", "S4"}, ir.EqualInt: {"VCMEQ", "D2"},
	}
)

// print writes the first of some operations and returns how many it has written: two
// where one instruction does for both. What has no case here stops the generation.
func (p *emitter) print(ops []ir.Op) int {
	if p.printPair(ops) {
		return 2
	}
	o := &ops[0]
	if i, ok := words[o.Code]; ok {
		p.emitWord(i, o)
		return 1
	}
	if i, ok := named[o.Code]; ok {
		p.three(i.name, i.lanes, o)
		return 1
	}
	switch o.Code {
	case ir.Less: // the instruction is greater-than
		p.greater(fcmgt, o)
	case ir.LessInt:
		p.greater(cmgt, o)
	case ir.ShiftAllLeft:
		p.line("VSHL $%d, V%d.D2, V%d.D2", o.Imm, p.vec(o.Src[0]), p.vec(o.Dst))
	case ir.ShiftAllRight:
		p.line("VUSHR $%d, V%d.D2, V%d.D2", o.Imm, p.vec(o.Src[0]), p.vec(o.Dst))
	case ir.InterleaveLo, ir.InterleaveHi:
		p.halves(o)
	case lowTwice:
		r := p.vec(o.Src[0])
		p.line("VTRN1 V%d.S4, V%d.S4, V%d.S4", r, r, p.vec(o.Dst))
	case lookup:
		p.lookup(o)
	case ir.MulAdd, ir.MulSub:
		p.fused(o)
	case ir.Merge:
		p.selects(o)
	case ir.Comment:
		p.line("// %s", o.Text)
	default:
		if !p.memory(o) && !p.control(o) {
			p.Failf("neon cannot lower operation %d", o.Code)
		}
	}
	return 1
}

func (p *emitter) emitWord(i threeSame, o *ir.Op) {
	p.line("%s", i.word(p.vec(o.Dst), p.vec(o.Src[0]), p.vec(o.Src[1])))
}

// greater is emitWord with the operands exchanged.
func (p *emitter) greater(i threeSame, o *ir.Op) {
	p.line("%s", i.word(p.vec(o.Dst), p.vec(o.Src[1]), p.vec(o.Src[0])))
}

// three is an instruction that Go's assembler has a name for. It takes the second
// operand first.
func (p *emitter) three(name, lanes string, o *ir.Op) {
	p.line("%s V%d.%s, V%d.%s, V%d.%s", name,
		p.vec(o.Src[1]), lanes, p.vec(o.Src[0]), lanes, p.vec(o.Dst), lanes)
}

// fused writes dst = a·b ± c, which begins with ± c in dst. The addend is negated and
// not the result: of an exact zero both are +0.
func (p *emitter) fused(o *ir.Op) {
	a, b, dst := p.vec(o.Src[0]), p.vec(o.Src[1]), p.vec(o.Dst)
	c := p.Values[o.Src[2]]
	minus := o.Code == ir.MulSub
	begun := !minus && c.Location == ir.Register && c.Reg == dst
	if !begun && (dst == a || dst == b) {
		p.Failf("neon would begin v%d over a factor", dst)
	}
	switch {
	case c.Location == ir.Pool && minus:
		p.loadConstant(negated(c.Bits), dst)
	case c.Location != ir.Register:
		p.load(o.Src[2], dst)
		if minus {
			p.line("%s", fneg(dst, dst))
		}
	case minus:
		p.line("%s", fneg(dst, c.Reg))
	default:
		p.moveVector(c.Reg, dst)
	}
	p.line("VFMLA V%d.D2, V%d.D2, V%d.D2", b, a, dst)
}

// selects writes dst = a where the mask is set, else b. The result replaces one of
// the three; there is an instruction for each.
func (p *emitter) selects(o *ir.Op) {
	mask, a, b, dst := p.vec(o.Src[0]), p.vec(o.Src[1]), p.vec(o.Src[2]), p.vec(o.Dst)
	name, first, second := "VBIT", mask, a // a into b
	switch dst {
	case mask:
		name, first, second = "VBSL", b, a
	case a:
		name, first, second = "VBIF", mask, b
	default:
		p.moveVector(b, dst)
	}
	p.line("%s V%d.B16, V%d.B16, V%d.B16", name, first, second, dst)
}

func (p *emitter) moveVector(from, to int) {
	if from != to {
		p.line("VMOV V%d.B16, V%d.B16", from, to)
	}
}

// halves puts the lower or the upper lanes of two vectors together, a row each.
func (p *emitter) halves(o *ir.Op) {
	if o.Imm != 1 {
		p.Failf("neon has no rows of %d lanes", 2*o.Imm)
	}
	name := "VZIP1"
	if o.Code == ir.InterleaveHi {
		name = "VZIP2"
	}
	p.three(name, "D2", o)
}

// lookup loads the table where the last look-up was in another one.
func (p *emitter) lookup(o *ir.Op) {
	const r = tableAt
	if name := p.Values[o.Src[1]].Name; p.table != name {
		p.line("FLDPQ %s(R%d), (F%d, F%d)", name, pool, r, r+1)
		p.line("FLDPQ %s+%d(R%d), (F%d, F%d)", name, 2*vectorSize, pool, r+2, r+3)
		p.table = name
	}
	p.line("VTBL V%d.B16, [V%d.B16, V%d.B16, V%d.B16, V%d.B16], V%d.B16",
		p.vec(o.Src[0]), r, r+1, r+2, r+3, p.vec(o.Dst))
}

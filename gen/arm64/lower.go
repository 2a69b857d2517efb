package arm64

import "sumlog/gen/machine"

// print writes the first of some operations and returns how many it has written: two
// where one instruction does for both. What has no case here stops the generation.
func (p *emitter) print(ops []machine.Op) int {
	if p.printPair(ops) {
		return 2
	}
	switch o := &ops[0]; o.Code {
	case machine.Add:
		p.emitWord(fadd, o)
	case machine.Sub:
		p.emitWord(fsub, o)
	case machine.Mul:
		p.emitWord(fmul, o)
	case machine.Div:
		p.emitWord(fdiv, o)
	case machine.AddFloat32:
		p.emitWord(fadd32, o)
	case machine.AddInt8:
		p.three("VADD", "B16", o)
	case machine.AddInt16:
		p.three("VADD", "H8", o)
	case machine.AddInt32:
		p.three("VADD", "S4", o)
	case machine.AddInt:
		p.three("VADD", "D2", o)
	case machine.SubInt:
		p.three("VSUB", "D2", o)
	case machine.AndInt, machine.And, machine.Keep:
		p.three("VAND", "B16", o)
	case machine.OrInt, machine.Or:
		p.three("VORR", "B16", o)
	case machine.MinInt32:
		p.emitWord(smin32, o)
	case machine.MaxUint32:
		p.three("VUMAX", "S4", o)
	case mulInt32:
		p.emitWord(mulInt4S, o)
	case machine.EqualInt:
		p.three("VCMEQ", "D2", o)
	case machine.Equal:
		p.emitWord(fcmeq, o)
	case machine.Less: // the instruction is greater-than
		p.greater(fcmgt, o)
	case machine.LessInt:
		p.greater(cmgt, o)
	case machine.ShiftLeft:
		p.line("VSHL $%d, V%d.D2, V%d.D2", o.Imm, p.vec(o.Src[0]), p.vec(o.Dst))
	case machine.ShiftRight:
		p.line("VUSHR $%d, V%d.D2, V%d.D2", o.Imm, p.vec(o.Src[0]), p.vec(o.Dst))
	case machine.LowHalves, machine.HighHalves:
		p.halves(o)
	case lowTwice:
		r := p.vec(o.Src[0])
		p.line("VTRN1 V%d.S4, V%d.S4, V%d.S4", r, r, p.vec(o.Dst))
	case lookup:
		p.lookup(o)
	case machine.FMA, machine.FMS:
		p.fused(o)
	case machine.Select:
		p.selects(o)
	case machine.Note:
		p.line("// %s", o.Text)
	default:
		if !p.memory(o) && !p.control(o) {
			p.m.Failf("neon cannot lower operation %d", o.Code)
		}
	}
	return 1
}

func (p *emitter) emitWord(i threeSame, o *machine.Op) {
	p.line("%s", i.word(p.vec(o.Dst), p.vec(o.Src[0]), p.vec(o.Src[1])))
}

// greater is emitWord with the operands exchanged.
func (p *emitter) greater(i threeSame, o *machine.Op) {
	p.line("%s", i.word(p.vec(o.Dst), p.vec(o.Src[1]), p.vec(o.Src[0])))
}

// three is an instruction that Go's assembler has a name for. It takes the second
// operand first.
func (p *emitter) three(name, lanes string, o *machine.Op) {
	p.line("%s V%d.%s, V%d.%s, V%d.%s", name,
		p.vec(o.Src[1]), lanes, p.vec(o.Src[0]), lanes, p.vec(o.Dst), lanes)
}

// fused writes dst = a·b ± c, which begins with ± c in dst. The addend is negated and
// not the result: of an exact zero both are +0.
func (p *emitter) fused(o *machine.Op) {
	a, b, dst := p.vec(o.Src[0]), p.vec(o.Src[1]), p.vec(o.Dst)
	c := p.m.Values[o.Src[2]]
	minus := o.Code == machine.FMS
	begun := !minus && c.Home == machine.Register && c.Reg == dst
	if !begun && (dst == a || dst == b) {
		p.m.Failf("neon would begin v%d over a factor", dst)
	}
	switch {
	case c.Home == machine.Pool && minus:
		p.loadConstant(negated(c.Bits), dst)
	case c.Home != machine.Register:
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
func (p *emitter) selects(o *machine.Op) {
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
func (p *emitter) halves(o *machine.Op) {
	if o.Imm != 1 {
		p.m.Failf("neon has no rows of %d lanes", 2*o.Imm)
	}
	name := "VZIP1"
	if o.Code == machine.HighHalves {
		name = "VZIP2"
	}
	p.three(name, "D2", o)
}

// lookup loads the table where the last look-up was in another one.
func (p *emitter) lookup(o *machine.Op) {
	const r = tableAt
	if name := o.Text; p.table != name {
		p.line("FLDPQ %s(R%d), (F%d, F%d)", name, pool, r, r+1)
		p.line("FLDPQ %s+%d(R%d), (F%d, F%d)", name, 2*vectorSize, pool, r+2, r+3)
		p.table = name
	}
	p.line("VTBL V%d.B16, [V%d.B16, V%d.B16, V%d.B16, V%d.B16], V%d.B16",
		p.vec(o.Src[0]), r, r+1, r+2, r+3, p.vec(o.Dst))
}

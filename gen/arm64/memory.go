package arm64

import "sumlog/gen/ir"

// memory writes an operation on memory or on general registers.
func (p *emitter) memory(o *ir.Op) bool {
	switch o.Code {
	case ir.Load:
		p.line("FMOVQ %d(R%d), F%d", o.Imm, p.gp(o.Src[0]), p.vec(o.Dst))
	case ir.Store, ir.Stream:
		p.line("FMOVQ F%d, %d(R%d)", p.vec(o.Src[1]), o.Imm, p.gp(o.Src[0]))
	case ir.Fence: // what was streamed is stored in no other order than the rest
	case ir.Prefetch:
		p.line("PRFM %d(R%d), PLDL1KEEP", o.Imm, p.gp(o.Src[0]))
	case ir.LoadOne:
		p.line("FMOVD %d(R%d), F%d", o.Imm, p.gp(o.Src[0]), p.vec(o.Dst))
	case ir.StoreOne:
		p.line("FMOVD F%d, %d(R%d)", p.vec(o.Src[1]), o.Imm, p.gp(o.Src[0]))
	case ir.Broadcast:
		dst := p.vec(o.Dst)
		p.line("FMOVD %d(R%d), F%d", o.Imm, p.gp(o.Src[0]), dst)
		p.line("VDUP V%d.D[0], V%d.D2", dst, dst)
	case ir.LoadCount:
		p.line("MOVD %d(R%d), R%d", o.Imm, p.gp(o.Src[0]), p.gp(o.Dst))
	case ir.Reload:
		p.load(o.Src[0], p.vec(o.Dst))
	case ir.Spill:
		p.line("FMOVQ F%d, %d(RSP)", p.vec(o.Src[0]), (p.Values[o.Src[1]].Slot+1)*vectorSize)
	case ir.Arg:
		p.line("MOVD %s+%d(FP), R%d", p.kernel.Params[o.Imm], 8*o.Imm, p.gp(o.Dst))
	case ir.AddImm:
		p.line("ADD $%d, R%d", o.Imm, p.gp(o.Dst))
	case ir.AddCount:
		p.line("ADD R%d, R%d", p.gp(o.Src[1]), p.gp(o.Dst))
	case ir.Copy:
		p.move(o.Src[0], o.Dst)
	default:
		return false
	}
	return true
}

func (p *emitter) move(from, to int) {
	switch v := p.Values[from]; {
	case v.Class == ir.General && p.gp(from) == p.gp(to):
	case v.Class == ir.General:
		p.line("MOVD R%d, R%d", p.gp(from), p.gp(to))
	case v.Location == ir.Register:
		p.moveVector(p.vec(from), p.vec(to))
	default:
		p.load(from, p.vec(to))
	}
}

// printPair writes two operations as one instruction, where they move neighbours
// in memory.
func (p *emitter) printPair(ops []ir.Op) bool {
	if len(ops) < 2 || ops[0].Code != ops[1].Code {
		return false
	}
	a, b := &ops[0], &ops[1]
	switch a.Code {
	case ir.Load, ir.Store, ir.Stream:
	default:
		return false
	}
	if a.Src[0] != b.Src[0] || b.Imm != a.Imm+vectorSize || !pairOffset(a.Imm) {
		return false
	}
	base := p.gp(a.Src[0])
	switch a.Code {
	case ir.Load:
		p.line("FLDPQ %d(R%d), (F%d, F%d)", a.Imm, base, p.vec(a.Dst), p.vec(b.Dst))
	case ir.Store:
		p.line("FSTPQ (F%d, F%d), %d(R%d)", p.vec(a.Src[1]), p.vec(b.Src[1]), a.Imm, base)
	default:
		p.line("%s", stnp(p.vec(a.Src[1]), p.vec(b.Src[1]), base, a.Imm))
	}
	return true
}

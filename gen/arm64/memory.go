package arm64

import (
	"fmt"

	"sumlog/gen/build"
	"sumlog/gen/ir"
)

// move copies a value to a register, wherever it is.
func (p *emitter) move(from, to int) {
	switch v := p.Values[from]; {
	case v.Location == ir.Register && v.Reg == p.Values[to].Reg:
	case v.Class == ir.General:
		p.line("MOVD R%d, R%d", p.gp(from), p.gp(to))
	case v.Location == ir.Register:
		p.line("VMOV V%d.B16, V%d.B16", v.Reg, p.vec(to))
	case v.Location == ir.Slot:
		p.line("FMOVQ %s, F%d", p.slot(from), p.vec(to))
	case v.Bits == 0:
		r := p.vec(to)
		p.line("VEOR V%d.B16, V%d.B16, V%d.B16", r, r, r)
	default:
		p.loadConstant(v.Bits, p.vec(to))
	}
}

// slot is the address of a slot. Slots lie above the saved link register, aligned like the stack
// pointer.
func (p *emitter) slot(id int) string {
	return fmt.Sprintf("%d(RSP)", (p.Values[id].Slot+1)*vectorSize)
}

func (p *emitter) loadConstant(bits uint64, to int) {
	name := build.Name(p.Program, bits)
	p.constant(name, bits, bits)
	p.line("FMOVQ %s(R%d), F%d", name, pool, to)
}

// printPair writes two operations as one instruction, where they move adjacent
// vectors.
func (p *emitter) printPair(ops []ir.Op) bool {
	if len(ops) < 2 {
		return false
	}
	a, b := &ops[0], &ops[1]
	switch a.Code {
	case ir.Load, ir.Store, ir.Stream:
	default:
		return false
	}
	if b.Code != a.Code || b.Src[0] != a.Src[0] || b.Imm != a.Imm+vectorSize || !pairOffset(a.Imm) {
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

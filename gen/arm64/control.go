package arm64

import (
	"fmt"

	"sumlog/gen/ir"
)

// control writes a branch or what it leads to.
func (p *emitter) control(o *ir.Op) bool {
	p.table = "" // another way may have loaded another one
	l := fmt.Sprintf("l%d", o.Imm)
	switch o.Code {
	case ir.Label, ir.LoopBegin:
		fmt.Fprintf(&p.text, "\n%s:\n", l)
	case ir.Jump:
		p.line("B %s", l)
	case ir.JumpIfNone:
		p.bothLanes("ORR", o)
		p.line("CBZ R%d, %s", scratch, l)
	case ir.JumpIfAll: // a lane that is set is -1
		p.bothLanes("AND", o)
		p.line("CMN $1, R%d", scratch)
		p.line("BEQ %s", l)
	case ir.JumpIfZero:
		p.line("CBZ R%d, %s", p.gp(o.Src[0]), l)
	case ir.JumpIfUnder:
		p.line("CMP $%d, R%d", o.Limit, p.gp(o.Src[0]))
		p.line("BLT %s", l)
	case ir.LoopWhile:
		p.line("CMP $%d, R%d", o.Limit, p.gp(o.Src[0]))
		p.line("BGE %s", l)
	case ir.LoopEnd:
		n := p.gp(o.Src[0])
		p.line("SUB $1, R%d", n)
		p.line("CBNZ R%d, %s", n, l)
	case ir.Return:
		p.line("RET")
	default:
		return false
	}
	return true
}

// bothLanes joins the lanes of a mask in a general register.
func (p *emitter) bothLanes(how string, o *ir.Op) {
	r := p.vec(o.Src[0])
	p.line("VMOV V%d.D[0], R%d", r, scratch)
	p.line("VMOV V%d.D[1], R%d", r, scratch2)
	p.line("%s R%d, R%d", how, scratch2, scratch)
}

package arm64

import (
	"fmt"

	"sumlog/gen/machine"
)

// control writes a branch or what it leads to.
func (p *emitter) control(o *machine.Op) bool {
	p.table = "" // another way may have loaded another one
	l := fmt.Sprintf("l%d", o.Imm)
	switch o.Code {
	case machine.Label, machine.LoopBegin:
		fmt.Fprintf(&p.text, "\n%s:\n", l)
	case machine.Jump:
		p.line("B %s", l)
	case machine.JumpIfNone:
		p.bothLanes("ORR", o)
		p.line("CBZ R%d, %s", scratch, l)
	case machine.JumpIfAll: // a lane that is set is -1
		p.bothLanes("AND", o)
		p.line("CMN $1, R%d", scratch)
		p.line("BEQ %s", l)
	case machine.JumpIfZero:
		p.line("CBZ R%d, %s", p.gp(o.Src[0]), l)
	case machine.JumpIfUnder:
		p.line("CMP $%d, R%d", o.Limit, p.gp(o.Src[0]))
		p.line("BLT %s", l)
	case machine.LoopEnd:
		n := p.gp(o.Src[0])
		p.line("SUB $1, R%d", n)
		p.line("CBNZ R%d, %s", n, l)
	case machine.Return:
		p.line("RET")
	default:
		return false
	}
	return true
}

// bothLanes joins the lanes of a mask in a general register.
func (p *emitter) bothLanes(how string, o *machine.Op) {
	r := p.vec(o.Src[0])
	p.line("VMOV V%d.D[0], R%d", r, scratch)
	p.line("VMOV V%d.D[1], R%d", r, scratch2)
	p.line("%s R%d, R%d", how, scratch2, scratch)
}

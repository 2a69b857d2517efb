package arm64

import (
	"fmt"

	"sumlog/gen/machine"
)

// control writes a branch or what it leads to.
func (p *printing) control(o *machine.Op) bool {
	p.table = 0 // unknown to whoever comes by another way, or overwritten below
	l := fmt.Sprintf("l%d", o.Imm)
	switch o.Code {
	case machine.Label, machine.LoopBegin:
		fmt.Fprintf(&p.text, "\n%s:\n", l)
	case machine.Jump:
		p.line("B %s", l)
	case machine.JumpIfNone:
		p.sumOfLanes(o)
		p.line("CBZ R%d, %s", passing, l)
	case machine.JumpIfAll: // a lane that is set is -1
		p.sumOfLanes(o)
		p.line("CMN $2, R%d", passing)
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

func (p *printing) sumOfLanes(o *machine.Op) {
	r := p.vec(o.Src[0])
	p.line("VADDP V%d.D2, V%d.D2, V%d.D2", r, r, scratch)
	p.line("FMOVD F%d, R%d", scratch, passing)
}

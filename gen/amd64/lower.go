package amd64

import (
	"slices"

	avo "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"

	"sumlog/gen/ir"
)

// The predicates of comparisons of floats: ordered, so false for a NaN, and quiet.
const (
	equalQuiet   = operand.U8(0x00)
	lessQuiet    = operand.U8(0x11)
	greaterQuiet = operand.U8(0x1E)
)

// instruction is one that both sets have for an operation on two vectors.
type instruction struct {
	plain     func(*avo.Context, ...operand.Op)
	broadcast func(*avo.Context, ...operand.Op) // of AVX-512, with a constant from memory; nil: none
	ordered   bool                              // does not commute
}

var arithmetic = map[ir.Code]instruction{
	ir.Add:        {(*avo.Context).VADDPD, (*avo.Context).VADDPD_BCST, false},
	ir.Sub:        {(*avo.Context).VSUBPD, (*avo.Context).VSUBPD_BCST, true},
	ir.Mul:        {(*avo.Context).VMULPD, (*avo.Context).VMULPD_BCST, false},
	ir.Div:        {(*avo.Context).VDIVPD, (*avo.Context).VDIVPD_BCST, true},
	ir.AddInt:     {(*avo.Context).VPADDQ, (*avo.Context).VPADDQ_BCST, false},
	ir.SubInt:     {(*avo.Context).VPSUBQ, (*avo.Context).VPSUBQ_BCST, true},
	ir.AddFloat32: {plain: (*avo.Context).VADDPS},
	ir.AddInt8:    {plain: (*avo.Context).VPADDB},
	ir.AddInt16:   {plain: (*avo.Context).VPADDW},
	ir.AddInt32:   {plain: (*avo.Context).VPADDD},
	ir.MinInt32:   {plain: (*avo.Context).VPMINSD},
	ir.MaxUint32:  {plain: (*avo.Context).VPMAXUD},
}

// folds reports whether operand src may be in memory: one of the two that commute, and
// the second otherwise.
func (i instruction) folds(src int) bool { return !i.ordered || src == 1 }

func (i instruction) print(p *emitter, o *ir.Op) {
	f := i.plain
	if p.broadcasts(o) {
		f = i.broadcast
	}
	second, first, dst := p.commuted(o)
	if i.ordered {
		second, first, dst = p.ordered(o)
	}
	f(p.ctx, second, first, dst)
}

// print writes one operation, here where all targets have the same instruction. What
// has no case anywhere stops the generation.
func (p *emitter) print(o *ir.Op) {
	c := p.ctx
	if i, ok := arithmetic[o.Code]; ok {
		i.print(p, o)
		return
	}
	switch o.Code {
	case ir.MulAdd:
		p.fused(o,
			p.form(o, c.VFMADD132PD, c.VFMADD132PD_BCST),
			p.form(o, c.VFMADD213PD, c.VFMADD213PD_BCST),
			p.form(o, c.VFMADD231PD, c.VFMADD231PD_BCST))
	case ir.MulSub:
		p.fused(o,
			p.form(o, c.VFMSUB132PD, c.VFMSUB132PD_BCST),
			p.form(o, c.VFMSUB213PD, c.VFMSUB213PD_BCST),
			p.form(o, c.VFMSUB231PD, c.VFMSUB231PD_BCST))
	case ir.ShiftAllLeft:
		c.VPSLLQ(operand.U8(o.Imm), p.vec(o.Src[0]), p.vec(o.Dst))
	case ir.ShiftAllRight:
		c.VPSRLQ(operand.U8(o.Imm), p.vec(o.Src[0]), p.vec(o.Dst))

	case ir.Load:
		c.VMOVUPD(p.at(o), p.vec(o.Dst))
	case ir.Store:
		c.VMOVUPD(p.vec(o.Src[1]), p.at(o))
	case ir.Prefetch:
		c.PREFETCHT0(p.at(o))
	case ir.Stream:
		c.VMOVNTPD(p.vec(o.Src[1]), p.at(o))
	case ir.Fence:
		c.SFENCE()
	case ir.LoadOne:
		c.VMOVSD(p.at(o), p.target.vector(p.Values[o.Dst].Reg).AsX())
	case ir.StoreOne:
		c.VMOVSD(p.target.vector(p.Values[o.Src[1]].Reg).AsX(), p.at(o))
	case ir.Broadcast:
		c.VBROADCASTSD(p.at(o), p.vec(o.Dst))
	case ir.Reload, ir.Copy:
		p.move(o)
	case ir.Spill:
		c.VMOVUPD(p.vec(o.Src[0]), p.vec(o.Src[1]))
	default:
		p.scalar(o)
	}
}

// scalar writes what concerns no vector.
func (p *emitter) scalar(o *ir.Op) {
	c := p.ctx
	switch o.Code {
	case ir.LoadCount:
		c.MOVQ(p.at(o), p.gp(o.Dst))
	case ir.Arg:
		c.Load(c.Param(p.kernel.Params[o.Imm]), p.gp(o.Dst))
	case ir.AddImm:
		c.ADDQ(operand.I32(o.Imm), p.gp(o.Dst))
	case ir.AddCount:
		c.ADDQ(p.gp(o.Src[1]), p.gp(o.Dst))

	case ir.Label, ir.LoopBegin:
		c.Label(p.label(o.Imm))
	case ir.Jump:
		c.JMP(p.destination(o))
	case ir.JumpIfZero:
		c.TESTQ(p.gp(o.Src[0]), p.gp(o.Src[0]))
		c.JEQ(p.destination(o))
	case ir.JumpIfUnder:
		c.CMPQ(p.gp(o.Src[0]), operand.U8(o.Limit))
		c.JLT(p.destination(o))
	case ir.LoopWhile:
		c.CMPQ(p.gp(o.Src[0]), operand.U8(o.Limit))
		c.JGE(p.destination(o))
	case ir.LoopEnd:
		c.DECQ(p.gp(o.Src[0]))
		c.JNE(p.destination(o))
	case ir.Return:
		// Mixing the upper halves with SSE code stalls some processors.
		c.VZEROUPPER()
		c.RET()
	case ir.Comment:
		c.Comment(o.Text)
	default:
		p.target.lower(p, o)
	}
}

// unsupported stops the generation at an operation that the target does not have.
func (p *emitter) unsupported(o *ir.Op) {
	p.Failf("%s cannot lower operation %d", p.target.name(), o.Code)
}

type form = func(...operand.Op)

// form chooses the form of an instruction: plain, or the one that broadcasts an
// operand from memory.
func (p *emitter) form(o *ir.Op, plain, broadcast form) form {
	if p.broadcasts(o) {
		return broadcast
	}
	return plain
}

// broadcasts reports whether o reads a constant that is in memory once. A slot holds a whole
// vector.
func (p *emitter) broadcasts(o *ir.Op) bool {
	return len(p.target.constant(0)) == 1 &&
		slices.ContainsFunc(o.Src, func(s int) bool { return p.Values[s].Location == ir.Pool })
}

// commuted returns the operands with one that lies in memory first, where the
// encoding has it.
func (p *emitter) commuted(o *ir.Op) (second, first, dst operand.Op) {
	a, b := p.vec(o.Src[0]), p.vec(o.Src[1])
	if operand.IsMem(a) {
		a, b = b, a
	}
	return b, a, p.vec(o.Dst)
}

// ordered returns the operands as they are, the second first.
func (p *emitter) ordered(o *ir.Op) (second, first, dst operand.Op) {
	return p.vec(o.Src[1]), p.vec(o.Src[0]), p.vec(o.Dst)
}

// fused writes dst = a·b ± c. The result replaces one of the operands, and one
// other may be in memory; there is a form for each choice (in the order of Intel's
// operands, which Go's assembler reverses):
//
//	132: op1 = op1·op3 ± op2    213: op1 = op2·op1 ± op3    231: op1 = op2·op3 ± op1
func (p *emitter) fused(o *ir.Op, f132, f213, f231 form) {
	a, b, c, dst := p.vec(o.Src[0]), p.vec(o.Src[1]), p.vec(o.Src[2]), p.vec(o.Dst)
	if operand.IsMem(a) {
		a, b = b, a // from here on only b or c is in memory
	}
	switch dst {
	case c:
		f231(b, a, dst)
	case a:
		if operand.IsMem(c) {
			f213(c, b, dst)
		} else {
			f132(b, c, dst)
		}
	case b:
		f213(c, a, dst)
	default: // no operand may be overwritten: copy one first
		p.ctx.VMOVAPD(a, dst)
		if operand.IsMem(c) {
			f213(c, b, dst)
		} else {
			f132(b, c, dst)
		}
	}
}

// move copies a register, or loads one from a slot; a constant is the target's.
func (p *emitter) move(o *ir.Op) {
	from := p.Values[o.Src[0]]
	switch {
	case from.Class == ir.General:
		if src, dst := p.gp(o.Src[0]), p.gp(o.Dst); src != dst {
			p.ctx.MOVQ(src, dst)
		}
	case from.Location == ir.Pool && from.Table == nil:
		p.target.lower(p, o)
	case from.Location != ir.Register:
		p.ctx.VMOVUPD(p.vec(o.Src[0]), p.vec(o.Dst))
	case from.Reg != p.Values[o.Dst].Reg:
		p.ctx.VMOVAPD(p.vec(o.Src[0]), p.vec(o.Dst))
	}
}

// at is the address an operation reads or writes.
func (p *emitter) at(o *ir.Op) operand.Mem {
	return operand.Mem{Base: p.gp(o.Src[0]), Disp: o.Imm}
}

func (p *emitter) destination(o *ir.Op) operand.LabelRef {
	return operand.LabelRef(p.label(o.Imm))
}

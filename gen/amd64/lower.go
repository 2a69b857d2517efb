package amd64

import (
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"

	"sumlog/gen/machine"
)

// The predicates of VCMPPD: ordered, so false for a NaN, and quiet.
const (
	equalQuiet = operand.U8(0x00)
	lessQuiet  = operand.U8(0x11)
)

// print writes one operation. What has no case here stops the generation.
func (p *printing) print(o *machine.Op) {
	c := p.ctx
	switch o.Code {
	case machine.Add:
		c.VADDPD(p.commuted(o))
	case machine.Mul:
		c.VMULPD(p.commuted(o))
	case machine.AddFloat32:
		c.VADDPS(p.commuted(o))
	case machine.AddInt8:
		c.VPADDB(p.commuted(o))
	case machine.AddInt16:
		c.VPADDW(p.commuted(o))
	case machine.AddInt32:
		c.VPADDD(p.commuted(o))
	case machine.AddInt:
		c.VPADDQ(p.commuted(o))
	case machine.SubInt:
		c.VPSUBQ(p.vec(o.Src[1]), p.vec(o.Src[0]), p.vec(o.Dst))
	case machine.AndInt:
		c.VPAND(p.commuted(o))
	case machine.OrInt:
		c.VPOR(p.commuted(o))
	case machine.MinInt32:
		c.VPMINSD(p.commuted(o))
	case machine.MaxUint32:
		c.VPMAXUD(p.commuted(o))
	case machine.EqualInt:
		c.VPCMPEQQ(p.commuted(o))
	case machine.LessInt: // the instruction is greater-than
		c.VPCMPGTQ(p.vec(o.Src[0]), p.vec(o.Src[1]), p.vec(o.Dst))
	case machine.And:
		c.VANDPD(p.commuted(o))
	case machine.Or:
		c.VORPD(p.commuted(o))
	case machine.Sub:
		c.VSUBPD(p.vec(o.Src[1]), p.vec(o.Src[0]), p.vec(o.Dst))
	case machine.Div:
		c.VDIVPD(p.vec(o.Src[1]), p.vec(o.Src[0]), p.vec(o.Dst))
	case machine.Keep:
		c.VANDPD(p.vec(o.Src[1]), p.vec(o.Src[0]), p.vec(o.Dst))
	case machine.Less:
		c.VCMPPD(lessQuiet, p.vec(o.Src[1]), p.vec(o.Src[0]), p.vec(o.Dst))
	case machine.Equal:
		c.VCMPPD(equalQuiet, p.vec(o.Src[1]), p.vec(o.Src[0]), p.vec(o.Dst))
	case machine.Select:
		c.VBLENDVPD(p.vec(o.Src[0]), p.vec(o.Src[1]), p.vec(o.Src[2]), p.vec(o.Dst))
	case machine.FMA:
		p.fused(o, c.VFMADD132PD, c.VFMADD213PD, c.VFMADD231PD)
	case machine.FMS:
		p.fused(o, c.VFMSUB132PD, c.VFMSUB213PD, c.VFMSUB231PD)
	case machine.ShiftLeft:
		c.VPSLLQ(operand.U8(o.Imm), p.vec(o.Src[0]), p.vec(o.Dst))
	case machine.ShiftRight:
		c.VPSRLQ(operand.U8(o.Imm), p.vec(o.Src[0]), p.vec(o.Dst))
	case machine.LowHalves, machine.HighHalves:
		p.halves(o)
	case permute:
		c.VPERMPS(p.table(o.Table), p.vec(o.Src[0]), p.vec(o.Dst))
	case blendHigh:
		c.VPBLENDD(operand.U8(0xAA), p.vec(o.Src[1]), p.vec(o.Src[0]), p.vec(o.Dst))

	case machine.Load:
		c.VMOVUPD(p.at(o), p.vec(o.Dst))
	case machine.Store:
		c.VMOVUPD(p.vec(o.Src[1]), p.at(o))
	case machine.Prefetch:
		c.PREFETCHT0(p.at(o))
	case machine.Stream:
		c.VMOVNTPD(p.vec(o.Src[1]), p.at(o))
	case machine.Fence:
		c.SFENCE()
	case machine.LoadOne:
		c.VMOVSD(p.at(o), vectors[p.m.Values[o.Dst].Reg].AsX())
	case machine.StoreOne:
		c.VMOVSD(vectors[p.m.Values[o.Src[1]].Reg].AsX(), p.at(o))
	case machine.Broadcast:
		c.VBROADCASTSD(p.at(o), p.vec(o.Dst))
	case machine.LoadCount:
		c.MOVQ(p.at(o), p.gp(o.Dst))
	case machine.Reload:
		p.move(o.Src[0], o.Dst)
	case machine.Spill:
		c.VMOVUPD(p.vec(o.Src[0]), p.vec(o.Src[1]))

	case machine.Arg:
		c.Load(c.Param(p.kernel.Params[o.Imm]), p.gp(o.Dst))
	case machine.Advance:
		c.ADDQ(operand.I32(o.Imm), p.gp(o.Dst))
	case machine.AdvanceBy:
		c.ADDQ(p.gp(o.Src[1]), p.gp(o.Dst))
	case machine.Take:
		c.MOVQ(operand.I32(o.Imm), p.gp(o.Dst))
		c.CMPQ(p.gp(o.Src[0]), p.gp(o.Dst))
		c.CMOVQLT(p.gp(o.Src[0]), p.gp(o.Dst))
		c.SUBQ(p.gp(o.Dst), p.gp(o.Src[0]))
	case machine.Copy:
		p.move(o.Src[0], o.Dst)
	default:
		p.control(o)
	}
}

func (p *printing) control(o *machine.Op) {
	c := p.ctx
	switch o.Code {
	case machine.Label, machine.LoopBegin:
		c.Label(p.label(o.Imm))
	case machine.Jump:
		c.JMP(operand.LabelRef(p.label(o.Imm)))
	case machine.JumpIfNone:
		c.VMOVMSKPD(p.vec(o.Src[0]), reg.EAX)
		c.TESTL(reg.EAX, reg.EAX)
		c.JEQ(operand.LabelRef(p.label(o.Imm)))
	case machine.JumpIfAll:
		c.VMOVMSKPD(p.vec(o.Src[0]), reg.EAX)
		c.CMPL(reg.EAX, operand.U8(15))
		c.JEQ(operand.LabelRef(p.label(o.Imm)))
	case machine.JumpIfZero:
		c.TESTQ(p.gp(o.Src[0]), p.gp(o.Src[0]))
		c.JEQ(operand.LabelRef(p.label(o.Imm)))
	case machine.JumpIfUnder:
		c.CMPQ(p.gp(o.Src[0]), operand.U8(o.Limit))
		c.JLT(operand.LabelRef(p.label(o.Imm)))
	case machine.LoopEnd:
		c.DECQ(p.gp(o.Src[0]))
		c.JNE(operand.LabelRef(p.label(o.Imm)))
	case machine.Return:
		// Mixing the upper halves with SSE code stalls some processors.
		c.VZEROUPPER()
		c.RET()
	case machine.Note:
		c.Comment(o.Text)
	default:
		p.m.Failf("avx2 cannot lower operation %d", o.Code)
	}
}

// commuted returns the operands with one that lies in memory first, where the
// encoding has it.
func (p *printing) commuted(o *machine.Op) (second, first, dst operand.Op) {
	a, b := p.vec(o.Src[0]), p.vec(o.Src[1])
	if operand.IsMem(a) {
		a, b = b, a
	}
	return b, a, p.vec(o.Dst)
}

// fused writes dst = a·b ± c. The result replaces one of the operands, and one
// other may be in memory; there is a form for each choice (in the order of Intel's
// operands, which Go's assembler reverses):
//
//	132: op1 = op1·op3 ± op2    213: op1 = op2·op1 ± op3    231: op1 = op2·op3 ± op1
func (p *printing) fused(o *machine.Op, f132, f213, f231 func(...operand.Op)) {
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

func (p *printing) move(from, to int) {
	src, dst := p.vecOrGeneral(from), p.vecOrGeneral(to)
	v := p.m.Values[from]
	switch {
	case src == dst:
	case v.Class == machine.General:
		p.ctx.MOVQ(src, dst)
	case v.Home == machine.Pool && v.Bits == 0:
		p.ctx.VXORPD(dst, dst, dst)
	case v.Home == machine.Register:
		p.ctx.VMOVAPD(src, dst)
	default:
		p.ctx.VMOVUPD(src, dst)
	}
}

func (p *printing) vecOrGeneral(id int) operand.Op {
	if p.m.Values[id].Class == machine.General {
		return p.gp(id)
	}
	return p.vec(id)
}

// at is the address an operation reads or writes.
func (p *printing) at(o *machine.Op) operand.Mem {
	return operand.Mem{Base: p.gp(o.Src[0]), Disp: o.Imm}
}

// halves puts the lower or the upper halves of rows together: of two rows in two
// vectors, or of four rows of two lanes.
func (p *printing) halves(o *machine.Op) {
	a, b, dst := p.vec(o.Src[0]), p.vec(o.Src[1]), p.vec(o.Dst)
	high := o.Code == machine.HighHalves
	switch {
	case o.Imm == 2 && high:
		p.ctx.VPERM2F128(operand.U8(0x31), b, a, dst)
	case o.Imm == 2:
		p.ctx.VPERM2F128(operand.U8(0x20), b, a, dst)
	case o.Imm == 1 && high:
		p.ctx.VUNPCKHPD(b, a, dst)
	case o.Imm == 1:
		p.ctx.VUNPCKLPD(b, a, dst)
	default:
		p.m.Failf("avx2 has no rows of %d lanes", 2*o.Imm)
	}
}

package amd64

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"

	"sumlog/gen/ir"
)

// The predicates of comparisons of floats: ordered, so false for a NaN, and quiet.
const (
	equalQuiet = "$0x00"
	lessQuiet  = "$0x11"
)

// print writes one operation. What has no form and no case stops the generation.
func (p *emitter) print(o *instruction) {
	if f, ok := p.target.form(o.Code); ok {
		text := f.text
		if f.turned != "" && operand.IsMem(p.value(o.Src[0])) {
			text = f.turned
		}
		p.emit(o, text)
		return
	}
	switch o.Code {
	case ir.MulAdd:
		p.fused(o, "VFMADD")
	case ir.MulSub:
		p.fused(o, "VFMSUB")
	case ir.InterleaveLo, ir.InterleaveHi:
		halves, ok := p.target.interleave[o.Imm]
		if !ok {
			p.Failf("%s has no rows of %d lanes", p.target.name, 2*o.Imm)
		}
		p.emit(o, halves[o.Code-ir.InterleaveLo])
	case ir.Copy, ir.Reload:
		p.move(o)
	case ir.Arg:
		p.ctx.Load(p.ctx.Param(p.kernel.Params[o.Imm]), p.reg(o.Dst))
	case ir.Label, ir.LoopBegin:
		p.ctx.Label(label(o))
	case ir.Comment:
		p.ctx.Comment(o.Text)
	default:
		p.Failf("%s cannot lower operation %d", p.target.name, o.Code)
	}
}

// emit writes instructions. One that reads a constant has a form of another name, where the
// target broadcasts it.
func (p *emitter) emit(o *instruction, text string) {
	for one := range strings.SplitSeq(text, "; ") {
		fields := strings.Fields(one)
		name := fields[0]
		var operands []reflect.Value
		for _, field := range fields[1:] {
			operands = append(operands, reflect.ValueOf(p.operand(o, field)))
			if strings.Contains("abc", field) && p.target.broadcasts {
				if v := p.Values[o.Operand(field[0])]; v.Location == ir.Pool && v.Table == nil {
					name = broadcasting(name)
				}
			}
		}
		if o.predicate != (predicate{}) {
			mask := reflect.ValueOf(operand.Op(p.reg(o.mask)))
			operands = slices.Insert(operands, len(operands)-1, mask)
		}
		if o.zero {
			name += "_Z"
		}
		method := reflect.ValueOf(p.ctx).MethodByName(name)
		if !method.IsValid() {
			p.Failf("avo has no instruction %s", name)
		}
		method.Call(operands)
	}
}

func broadcasting(name string) string {
	if strings.HasPrefix(name, "VMOVUPD") {
		return strings.Replace(name, "VMOVUPD", "VBROADCASTSD", 1)
	}
	return name + "_BCST"
}

// operand is the operand of an instruction of that name in a form.
func (p *emitter) operand(o *instruction, name string) operand.Op {
	switch name {
	case "a", "b", "c", "d":
		return p.value(o.Operand(name[0]))
	case "bx", "dx": // the first half of the first half of the register
		return p.vector(o.Operand(name[0]), reg.S128)
	case "at":
		return operand.Mem{Base: p.reg(o.Src[0]), Disp: o.Imm}
	case "first":
		return operand.Mem{Base: p.reg(o.Src[0]), Disp: o.Limit}
	case "words":
		return operand.Mem{Base: p.reg(o.Src[0]), Index: p.reg(o.Src[1]), Scale: 8}
	case "imm8":
		return operand.U8(o.Imm)
	case "imm32":
		return operand.I32(o.Imm)
	case "limit":
		return operand.U8(o.Limit)
	case "label":
		return operand.LabelRef(label(o))
	case "firstlanes": // the masks of AVX-512: of no lane where a is negative, of the first a, of all
		if o.Imm > 8 {
			p.Failf("no mask of lanes from %d on", o.Imm)
		}
		return p.constant(name, 0, 0x7f3f1f0f07030100, math.MaxUint64).Offset(8 - o.Imm)
	case "RAX+a":
		return operand.Mem{Base: reg.RAX, Index: p.reg(o.Src[0]), Scale: 1}
	case "AL":
		return reg.AL
	case "EAX":
		return reg.EAX
	case "RAX":
		return reg.RAX
	}
	n, err := strconv.ParseUint(strings.TrimPrefix(name, "$"), 0, 8)
	if err != nil {
		p.Failf("operand %s: %v", name, err)
	}
	return operand.U8(n)
}

func label(o *instruction) string { return fmt.Sprintf("l%d", o.Imm) }

// fused writes dst = a·b ± c. The result replaces one of the operands, and one
// other may be in memory; there is a form for each choice (in the order of Intel's
// operands, which Go's assembler reverses):
//
//	132: op1 = op1·op3 ± op2    213: op1 = op2·op1 ± op3    231: op1 = op2·op3 ± op1
func (p *emitter) fused(o *instruction, name string) {
	a, b := "a", "b"
	if operand.IsMem(p.value(o.Src[0])) {
		a, b = b, a // from here on only b or c is in memory
	}
	form := "132PD " + b + " c d"
	switch c, d := p.operand(o, "c"), p.operand(o, "d"); d {
	case c:
		form = "231PD " + b + " " + a + " d"
	case p.operand(o, b):
		form = "213PD c " + a + " d"
	default:
		if operand.IsMem(c) {
			form = "213PD c " + b + " d"
		}
		if d != p.operand(o, a) { // no operand may be overwritten: copy one first
			p.emit(o, "VMOVAPD "+a+" d")
		}
	}
	p.emit(o, name+form)
}

// move copies a register, or loads one from memory.
func (p *emitter) move(o *instruction) {
	from := p.Values[o.Src[0]]
	switch {
	case from.Location == ir.Register && from.Reg == p.Values[o.Dst].Reg:
	case from.Class == ir.General:
		p.emit(o, "MOVQ a d")
	case from.Location == ir.Register:
		p.emit(o, "VMOVAPD a d")
	case from.Location == ir.Pool && from.Table == nil && from.Bits == 0:
		p.emit(o, p.target.zero)
	default:
		p.emit(o, "VMOVUPD a d")
	}
}

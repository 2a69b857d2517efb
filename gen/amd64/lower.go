package amd64

import (
	"fmt"
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
func (p *emitter) print(i int) {
	o := &p.Ops[i]
	if f, ok := p.target.form(o.Code); ok {
		text := f.text
		if f.turned != "" && operand.IsMem(p.operand(o, "a")) {
			text = f.turned
		}
		p.emit(o, text, p.predicates[i])
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
	case ir.FirstLanes:
		p.firstLanes(o)
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
func (p *emitter) emit(o *ir.Op, text string, where ...predicate) {
	for instruction := range strings.SplitSeq(text, "; ") {
		fields := strings.Fields(instruction)
		name := fields[0]
		var operands []reflect.Value
		for _, field := range fields[1:] {
			operands = append(operands, reflect.ValueOf(p.operand(o, field)))
			if i := strings.Index("abc", field); i >= 0 && p.target.broadcasts {
				if v := p.Values[o.Src[i]]; v.Location == ir.Pool && v.Table == nil {
					name = broadcasting(name)
				}
			}
		}
		for _, w := range where {
			if w == (predicate{}) {
				continue
			}
			last := len(operands) - 1
			operands = slices.Insert(operands, last, reflect.ValueOf(operand.Op(p.reg(w.mask))))
			if w.zero {
				name += "_Z"
			}
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
func (p *emitter) operand(o *ir.Op, name string) operand.Op {
	switch name {
	case "a":
		return p.value(o.Src[0])
	case "b":
		return p.value(o.Src[1])
	case "c":
		return p.value(o.Src[2])
	case "d":
		return p.value(o.Dst)
	case "bx": // the first half of the first half of the register
		return p.vector(o.Src[1], reg.S128)
	case "dx":
		return p.vector(o.Dst, reg.S128)
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

func label(o *ir.Op) string { return fmt.Sprintf("l%d", o.Imm) }

// fused writes dst = a·b ± c. The result replaces one of the operands, and one
// other may be in memory; there is a form for each choice (in the order of Intel's
// operands, which Go's assembler reverses):
//
//	132: op1 = op1·op3 ± op2    213: op1 = op2·op1 ± op3    231: op1 = op2·op3 ± op1
func (p *emitter) fused(o *ir.Op, name string) {
	a, b := "a", "b"
	if operand.IsMem(p.operand(o, a)) {
		a, b = b, a // from here on only b or c is in memory
	}
	f132, f213, f231 := name+"132PD "+b+" c d", name+"213PD c ", name+"231PD "+b+" "+a+" d"
	dst := p.operand(o, "d")
	switch dst {
	case p.operand(o, "c"):
		p.emit(o, f231)
		return
	case p.operand(o, b):
		p.emit(o, f213+a+" d")
		return
	case p.operand(o, a):
	default: // no operand may be overwritten: copy one first
		p.emit(o, "VMOVAPD "+a+" d")
	}
	if operand.IsMem(p.operand(o, "c")) {
		p.emit(o, f213+b+" d")
	} else {
		p.emit(o, f132)
	}
}

// move copies a register, or loads one from memory.
func (p *emitter) move(o *ir.Op) {
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

package arm64

import (
	"fmt"
	"regexp"
	"strings"

	"sumlog/gen/ir"
)

// forms lists what operations are printed as: instructions with their operands in the order of
// Go's assembler. The operands of the operation are a, b and c, and d is its result;
// emitter.operand has the others.
var forms = map[ir.Code]string{
	ir.AddInt8:       three("VADD", "B16"),
	ir.AddInt16:      three("VADD", "H8"),
	ir.AddInt32:      three("VADD", "S4"),
	ir.AddInt:        three("VADD", "D2"),
	ir.SubInt:        three("VSUB", "D2"),
	ir.AndInt:        three("VAND", "B16"),
	ir.And:           three("VAND", "B16"),
	ir.Masked:        three("VAND", "B16"),
	ir.OrInt:         three("VORR", "B16"),
	ir.Or:            three("VORR", "B16"),
	ir.MaxUint32:     three("VUMAX", "S4"),
	ir.EqualInt:      three("VCMEQ", "D2"),
	ir.ShiftAllLeft:  "VSHL imm a.D2 d.D2",
	ir.ShiftAllRight: "VUSHR imm a.D2 d.D2",
	ir.InterleaveLo:  three("VZIP1", "D2"),
	ir.InterleaveHi:  three("VZIP2", "D2"),
	lowTwice:         "VTRN1 a.S4 a.S4 d.S4",

	ir.Load:       "FMOVQ at Fd",
	ir.Store:      "FMOVQ Fb at",
	ir.Stream:     "FMOVQ Fb at",
	ir.Fence:      "", // what was streamed is stored in no other order than the rest
	ir.Prefetch:   "PRFM at PLDL1KEEP",
	ir.LoadOne:    "FMOVD at Fd",
	ir.StoreOne:   "FMOVD Fb at",
	ir.Broadcast:  "FMOVD at Fd; VDUP d.D[0] d.D2",
	ir.LoadUint32: "FMOVD at Fd; VUXTL d.S2 d.D2",

	ir.LoadCount:  "MOVD at d",
	ir.AddImm:     "ADD imm d",
	ir.AddCount:   "ADD b d",
	ir.SubCount:   "SUB b d",
	ir.AddWords:   "ADD b<<3 d",
	ir.MaxCount:   "MOVD imm R15; CMP R15 d; CSEL GE d R15 d",
	ir.Jump:       "B label",
	ir.JumpIfNone: "VMOV a.D[0] R15; VMOV a.D[1] R25; ORR R25 R15; CBZ R15 label",
	// A lane that is set is -1.
	ir.JumpIfAll:   "VMOV a.D[0] R15; VMOV a.D[1] R25; AND R25 R15; CMN $1 R15; BEQ label",
	ir.JumpIfZero:  "CBZ a label",
	ir.JumpIfUnder: "CMP limit a; BLT label",
	ir.LoopWhile:   "CMP limit a; BGE label",
	ir.LoopEnd:     "SUB $1 a; CBNZ a label",
	ir.Return:      "RET",
}

// three is an instruction on two vectors. It takes the second operand first.
func three(name, lanes string) string {
	return fmt.Sprintf("%s b.%s a.%s d.%s", name, lanes, lanes, lanes)
}

// print writes the first of some operations and returns how many it has written: two
// where one instruction does for both. What has no form and no case stops the generation.
func (p *emitter) print(ops []ir.Op) int {
	if p.printPair(ops) {
		return 2
	}
	o := &ops[0]
	if o.Branches() {
		p.table = "" // another way may have loaded another one
	}
	if i, ok := encodings[o.Code]; ok {
		p.line("%s", i.word(p.vec(o.Dst), p.vec(o.Src[0]), p.vec(o.Src[1])))
		return 1
	}
	if o.Code == ir.InterleaveLo && o.Imm != 1 {
		p.Failf("neon has no rows of %d lanes", 2*o.Imm)
	}
	if text, ok := forms[o.Code]; ok {
		p.emit(o, text)
		return 1
	}
	switch o.Code {
	case ir.LoadFloat32:
		p.emit(o, "FMOVD at Fd")
		p.line("%s", fcvtl(p.vec(o.Dst), p.vec(o.Dst)))
	case lookup:
		p.lookup(o)
	case ir.MulAdd, ir.MulSub:
		p.fused(o)
	case ir.Merge:
		p.merge(o)
	case ir.Copy, ir.Reload:
		p.move(o.Src[0], o.Dst)
	case ir.Spill:
		p.line("FMOVQ F%d, %s", p.vec(o.Src[0]), p.slot(o.Src[1]))
	case ir.Arg:
		p.line("MOVD %s+%d(FP), R%d", p.kernel.Params[o.Imm], 8*o.Imm, p.gp(o.Dst))
	case ir.Label, ir.LoopBegin:
		fmt.Fprintf(&p.text, "\nl%d:\n", o.Imm)
	case ir.Comment:
		p.line("// %s", o.Text)
	default:
		p.Failf("neon cannot lower operation %d", o.Code)
	}
	return 1
}

// emit writes instructions.
func (p *emitter) emit(o *ir.Op, text string) {
	for instruction := range strings.SplitSeq(text, "; ") {
		name, operands, _ := strings.Cut(instruction, " ")
		list := strings.Fields(operands)
		for i, operand := range list {
			list[i] = p.operand(o, operand)
		}
		if name != "" {
			p.line("%s", strings.TrimSpace(name+" "+strings.Join(list, ", ")))
		}
	}
}

// reference matches an operand of the operation, as a vector, in F registers, or general.
var reference = regexp.MustCompile(`^(F?)([abcd])(\.\S+|<<3)?$`)

// operand is the operand of an instruction of that name in a form.
func (p *emitter) operand(o *ir.Op, name string) string {
	switch name {
	case "at":
		return fmt.Sprintf("%d(R%d)", o.Imm, p.gp(o.Src[0]))
	case "imm":
		return fmt.Sprintf("$%d", o.Imm)
	case "limit":
		return fmt.Sprintf("$%d", o.Limit)
	case "label":
		return fmt.Sprintf("l%d", o.Imm)
	}
	m := reference.FindStringSubmatch(name)
	if m == nil {
		return name
	}
	id := o.Dst
	if m[2] != "d" {
		id = o.Src[m[2][0]-'a']
	}
	switch {
	case m[1] != "":
		return fmt.Sprintf("F%d", p.vec(id))
	case m[3] == "<<3":
		return fmt.Sprintf("R%d<<3", p.gp(id))
	case m[3] != "":
		return fmt.Sprintf("V%d%s", p.vec(id), m[3])
	}
	return fmt.Sprintf("R%d", p.gp(id))
}

// fused writes dst = a·b ± c, which begins with ± c in dst. The addend is negated and
// not the result: of an exact zero both are +0.
func (p *emitter) fused(o *ir.Op) {
	dst, c := p.vec(o.Dst), p.Values[o.Src[2]]
	minus := o.Code == ir.MulSub
	begun := !minus && c.Location == ir.Register && c.Reg == dst
	if !begun && (dst == p.vec(o.Src[0]) || dst == p.vec(o.Src[1])) {
		p.Failf("neon would begin v%d over a factor", dst)
	}
	switch {
	case minus && c.Location == ir.Pool:
		p.loadConstant(negated(c.Bits), dst)
	case minus && c.Location == ir.Register:
		p.line("%s", fneg(dst, c.Reg))
	default:
		p.move(o.Src[2], o.Dst)
		if minus {
			p.line("%s", fneg(dst, dst))
		}
	}
	p.emit(o, "VFMLA b.D2 a.D2 d.D2")
}

// merge writes d = b where the mask a is set, else c. The result replaces one of the three; there
// is an instruction for each.
func (p *emitter) merge(o *ir.Op) {
	switch p.vec(o.Dst) {
	case p.vec(o.Src[0]):
		p.emit(o, "VBSL c.B16 b.B16 d.B16")
	case p.vec(o.Src[1]):
		p.emit(o, "VBIF a.B16 c.B16 d.B16")
	default:
		p.move(o.Src[2], o.Dst)
		p.emit(o, "VBIT a.B16 b.B16 d.B16")
	}
}

// lookup loads the table where the last look-up was in another one.
func (p *emitter) lookup(o *ir.Op) {
	const r = tableAt
	if name := p.Values[o.Src[1]].Name; p.table != name {
		p.line("FLDPQ %s(R%d), (F%d, F%d)", name, pool, r, r+1)
		p.line("FLDPQ %s+%d(R%d), (F%d, F%d)", name, 2*vectorSize, pool, r+2, r+3)
		p.table = name
	}
	p.line("VTBL V%d.B16, [V%d.B16, V%d.B16, V%d.B16, V%d.B16], V%d.B16",
		p.vec(o.Src[0]), r, r+1, r+2, r+3, p.vec(o.Dst))
}

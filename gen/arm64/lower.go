package arm64

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"sumlog/gen/build"
	"sumlog/gen/ir"
)

// forms lists what operations are printed as: instructions with their operands in the order of
// Go's assembler. The operands of the operation are a, b and c, and d is its result, in registers
// of that letter; emitter.operand has the others. An instruction that Go's assembler lacks is its
// word without registers, and what Arm writes.
var forms = map[ir.Code]string{
	ir.Add:              "WORD 0x4E60D400 fadd vd.2d va.2d vb.2d",
	ir.AddFloat32:       "WORD 0x4E20D400 fadd vd.4s va.4s vb.4s",
	ir.Sub:              "WORD 0x4EE0D400 fsub vd.2d va.2d vb.2d",
	ir.Mul:              "WORD 0x6E60DC00 fmul vd.2d va.2d vb.2d",
	ir.Div:              "WORD 0x6E60FC00 fdiv vd.2d va.2d vb.2d",
	ir.Max:              "WORD 0x4E60F400 fmax vd.2d va.2d vb.2d",
	ir.Equal:            "WORD 0x4E60E400 fcmeq vd.2d va.2d vb.2d",
	ir.Less:             "WORD 0x6EE0E400 fcmgt vd.2d vb.2d va.2d",
	ir.LessInt:          "WORD 0x4EE03400 cmgt vd.2d vb.2d va.2d",
	ir.MinInt32:         "WORD 0x4EA06C00 smin vd.4s va.4s vb.4s",
	mulInt32:            "WORD 0x4EA09C00 mul vd.4s va.4s vb.4s",
	ir.AddInt8:          "VADD Vb.B16 Va.B16 Vd.B16",
	ir.AddInt16:         "VADD Vb.H8 Va.H8 Vd.H8",
	ir.AddInt32:         "VADD Vb.S4 Va.S4 Vd.S4",
	ir.AddInt:           "VADD Vb.D2 Va.D2 Vd.D2",
	ir.SubInt:           "VSUB Vb.D2 Va.D2 Vd.D2",
	ir.AndInt:           "VAND Vb.B16 Va.B16 Vd.B16",
	ir.And:              "VAND Vb.B16 Va.B16 Vd.B16",
	ir.Masked:           "VAND Vb.B16 Va.B16 Vd.B16",
	ir.OrInt:            "VORR Vb.B16 Va.B16 Vd.B16",
	ir.Or:               "VORR Vb.B16 Va.B16 Vd.B16",
	ir.MaxUint32:        "VUMAX Vb.S4 Va.S4 Vd.S4",
	ir.EqualInt:         "VCMEQ Vb.D2 Va.D2 Vd.D2",
	ir.ShiftAllLeft:     "VSHL imm Va.D2 Vd.D2",
	ir.ShiftAllRight:    "VUSHR imm Va.D2 Vd.D2",
	ir.InterleaveLo:     "VZIP1 Vb.D2 Va.D2 Vd.D2",
	ir.InterleaveHi:     "VZIP2 Vb.D2 Va.D2 Vd.D2",
	ir.ConvertToFloat64: "WORD 0x4E61D800 scvtf vd.2d va.2d",
	lowTwice:            "VTRN1 Va.S4 Va.S4 Vd.S4",

	ir.Load:     "FMOVQ at Fd",
	ir.Store:    "FMOVQ Fb at",
	ir.Stream:   "FMOVQ Fb at",
	ir.Spill:    "FMOVQ Fa slot",
	ir.Prefetch: "PRFM at PLDL1KEEP",
	ir.LoadOne:  "FMOVD at Fd",
	ir.StoreOne: "FMOVD Fb at",
	ir.StoreLanes: "VMOV Vb.D[0] R15; VMOV Vb.D[1] R25; AND $1 R15; AND $2 R25; ORR R25 R15; " +
		"MOVB R15 at",
	ir.Broadcast:   "FMOVD at Fd; VDUP Vd.D[0] Vd.D2",
	ir.LoadFloat32: "FMOVD at Fd; WORD 0x0E617800 fcvtl vd.2d vd.2s",
	ir.LoadUint32:  "FMOVD at Fd; VUXTL Vd.S2 Vd.D2",

	ir.Arg:        "MOVD param Rd",
	ir.LoadCount:  "MOVD at Rd",
	ir.AddImm:     "ADD imm Rd",
	ir.AddCount:   "ADD Rb Rd",
	ir.SubCount:   "SUB Rb Rd",
	ir.AddWords:   "ADD Rb<<3 Rd",
	ir.MaxCount:   "MOVD imm R15; CMP R15 Rd; CSEL GE Rd R15 Rd",
	ir.JumpIfNone: "VMOV Va.D[0] R15; VMOV Va.D[1] R25; ORR R25 R15; CBZ R15 label",
	// A lane that is set is -1.
	ir.JumpIfAll: "VMOV Va.D[0] R15; VMOV Va.D[1] R25; AND R25 R15; CMN $1 R15; BEQ label",
	// Not every one of the two is.
	ir.JumpIfFew:   "VMOV Va.D[0] R15; VMOV Va.D[1] R25; AND R25 R15; CMN $1 R15; BNE label",
	ir.Jump:        "JMP label",
	ir.JumpIfZero:  "CBZ Ra label",
	ir.JumpIfUnder: "CMP limit Ra; BLT label",
	ir.LoopWhile:   "CMP limit Ra; BGE label",
	ir.LoopEnd:     "SUB $1 Ra; CBNZ Ra label",
	ir.Return:      "RET",
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
	if o.Code == ir.InterleaveLo && o.Imm != 1 {
		p.Failf("neon has no rows of %d lanes", 2*o.Imm)
	}
	if text, ok := forms[o.Code]; ok {
		p.emit(o, text)
		return 1
	}
	switch o.Code {
	case lookup:
		p.lookup(o)
	case ir.MulAdd, ir.MulSub:
		p.fused(o)
	case ir.Merge: // the result replaces one of the three; there is an instruction for each
		switch p.vec(o.Dst) {
		case p.vec(o.Src[0]):
			p.emit(o, "VBSL Vc.B16 Vb.B16 Vd.B16")
		case p.vec(o.Src[1]):
			p.emit(o, "VBIF Va.B16 Vc.B16 Vd.B16")
		default:
			p.move(o.Src[2], o.Dst)
			p.emit(o, "VBIT Va.B16 Vb.B16 Vd.B16")
		}
	case ir.Copy, ir.Reload:
		p.move(o.Src[0], o.Dst)
	case ir.Fence: // what was streamed is stored in no other order than the rest
	case ir.Label, ir.LoopBegin:
		fmt.Fprintf(&p.text, "\nl%d:\n", o.Imm)
	case ir.Comment:
		p.line("// %s", o.Text)
	default:
		p.Failf("neon cannot lower operation %d", o.Code)
	}
	return 1
}

// printPair writes two operations as one instruction, where they move adjacent vectors.
func (p *emitter) printPair(ops []ir.Op) bool {
	a := &ops[0]
	if a.Code != ir.Load && a.Code != ir.Store && a.Code != ir.Stream {
		return false
	}
	b := &ops[1] // at the end is a return
	if b.Code != a.Code || b.Src[0] != a.Src[0] || b.Imm != a.Imm+vectorSize ||
		a.Imm%vectorSize != 0 || a.Imm < -1024 || a.Imm > 1008 {
		return false
	}
	at := p.operand(a, "at")
	switch a.Code {
	case ir.Load:
		p.line("FLDPQ %s, (F%d, F%d)", at, p.vec(a.Dst), p.vec(b.Dst))
	case ir.Store:
		p.line("FSTPQ (F%d, F%d), %s", p.vec(a.Src[1]), p.vec(b.Src[1]), at)
	case ir.Stream:
		p.line("%s", stnp(p.vec(a.Src[1]), p.vec(b.Src[1]), p.gp(a.Src[0]), a.Imm))
	}
	return true
}

// stnp stores two vectors where x<base> and an offset point to, non-temporally where the
// processor takes the hint. Go's assembler lacks it.
func stnp(first, second, base, offset int) string {
	address := fmt.Sprintf("[x%d]", base)
	if offset != 0 {
		address = fmt.Sprintf("[x%d,#%d]", base, offset)
	}
	return fmt.Sprintf("WORD $0x%08x // stnp q%d, q%d, %s",
		0xAC000000|offset/vectorSize&0x7F<<15|second<<10|base<<5|first, first, second, address)
}

// emit writes instructions.
func (p *emitter) emit(o *ir.Op, text string) {
	for instruction := range strings.SplitSeq(text, "; ") {
		fields := strings.Fields(instruction)
		if fields[0] == "WORD" {
			p.word(o, fields[1:])
			continue
		}
		var operands []string
		for _, name := range fields[1:] {
			operands = append(operands, p.operand(o, name))
		}
		p.line("%s", strings.TrimSpace(fields[0]+" "+strings.Join(operands, ", ")))
	}
}

// word writes an instruction that Go's assembler lacks, with its registers in their fields.
func (p *emitter) word(o *ir.Op, fields []string) {
	bits, err := strconv.ParseUint(fields[0], 0, 32)
	if err != nil {
		p.Failf("%v", err)
	}
	var operands []string
	for i, name := range fields[2:] {
		bits |= uint64(p.vec(o.Operand(name[1]))) << [...]int{0, 5, 16}[i]
		operands = append(operands, p.operand(o, name))
	}
	p.line("WORD $0x%08x // %s %s", bits, fields[1], strings.Join(operands, ", "))
}

// reference matches an operand of the operation: a vector, as Go's assembler or Arm writes it, or
// as an F register, or a general register.
var reference = regexp.MustCompile(`^([VvFR])([abcd])(\W.*)?$`)

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
	case "slot":
		return p.slot(o.Src[1])
	case "param":
		return fmt.Sprintf("%s+%d(FP)", p.kernel.Params[o.Imm], 8*o.Imm)
	}
	m := reference.FindStringSubmatch(name)
	if m == nil {
		return name
	}
	register := p.vec
	if m[1] == "R" {
		register = p.gp
	}
	return fmt.Sprintf("%s%d%s", m[1], register(o.Operand(m[2][0])), m[3])
}

// fneg is d = -n.
const fneg = "WORD 0x6EE0F800 fneg"

// fused writes dst = a·b ± c, which begins with ± c in dst. The addend is negated and
// not the result: of an exact zero both are +0.
func (p *emitter) fused(o *ir.Op) {
	switch c := p.Values[o.Src[2]]; {
	case o.Code == ir.MulAdd:
		p.move(o.Src[2], o.Dst)
	case c.Location == ir.Pool:
		p.loadConstant(math.Float64bits(-math.Float64frombits(c.Bits)), o.Dst)
	case c.Location == ir.Register:
		p.emit(o, fneg+" vd.2d vc.2d")
	default:
		p.move(o.Src[2], o.Dst)
		p.emit(o, fneg+" vd.2d vd.2d")
	}
	p.emit(o, "VFMLA Vb.D2 Va.D2 Vd.D2")
}

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
		p.line("VEOR V%[1]d.B16, V%[1]d.B16, V%[1]d.B16", p.vec(to))
	default:
		p.loadConstant(v.Bits, to)
	}
}

// slot is the address of a slot. Slots lie above the saved link register, aligned like the stack
// pointer.
func (p *emitter) slot(id int) string {
	return fmt.Sprintf("%d(RSP)", (p.Values[id].Slot+1)*vectorSize)
}

func (p *emitter) loadConstant(bits uint64, to int) {
	p.line("FMOVQ %s, F%d", p.constant(build.Name(p.Program, bits), bits, bits), p.vec(to))
}

// lookup loads the table where the last look-up was in another one.
func (p *emitter) lookup(o *ir.Op) {
	const r = tableAt
	if name := p.Values[o.Src[1]].Name; p.table != name {
		p.line("FLDPQ %s%s, (F%d, F%d)", name, pool, r, r+1)
		p.line("FLDPQ %s+%d%s, (F%d, F%d)", name, 2*vectorSize, pool, r+2, r+3)
		p.table = name
	}
	p.line("VTBL V%d.B16, [V%d.B16, V%d.B16, V%d.B16, V%d.B16], V%d.B16",
		p.vec(o.Src[0]), r, r+1, r+2, r+3, p.vec(o.Dst))
}

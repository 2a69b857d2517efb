// Package amd64 prints programs as Go assembly for amd64, through avo.
package amd64

import (
	"strings"

	"github.com/mmcloughlin/avo/reg"

	"sumlog/gen/build"
	"sumlog/gen/ir"
)

// Target is an instruction set. Both have vectors, fused multiply-add and operands in memory.
type Target struct {
	name       string
	lanes      int
	vector     reg.Spec          // of a vector register
	registers  [ir.Classes]int   // how many there are of each class
	broadcasts bool              // an instruction fills a vector with a constant from memory
	zero       string            // sets a vector to 0
	forms      map[ir.Code]form  // what it prints otherwise than the other set, or alone
	interleave map[int][2]string // the lower and the upper halves of rows of 2·index lanes
	lookup     func(m *build.Machine, name string, table []uint64, i int) int
}

// form is what an operation is printed as: instructions by avo's names, each with its operands in
// the order of Go's assembler. The operands of the operation are a, b and c, and d is its result;
// emitter.operand has the others.
type form struct {
	text   string
	turned string // the same where a is in memory: b comes first, or the predicate is another
	memory string // the operands that may be in memory, one at a time
	narrow bool   // works on elements of less than 64 bits, so that no constant is broadcast
}

// commuting takes either operand from memory, and ordered the second one.
func commuting(name string) form {
	return form{text: name + " b a d", turned: name + " a b d", memory: "ab"}
}

func ordered(name string) form { return form{text: name + " b a d", memory: "b"} }

func narrow(name string) form {
	f := commuting(name)
	f.narrow = true
	return f
}

func plain(text string) form { return form{text: text} }

// common lists the operations that both sets print alike.
var common = map[ir.Code]form{
	ir.Add:           commuting("VADDPD"),
	ir.Sub:           ordered("VSUBPD"),
	ir.Mul:           commuting("VMULPD"),
	ir.Div:           ordered("VDIVPD"),
	ir.Max:           ordered("VMAXPD"), // takes the second one of two zeros, or where one is a NaN
	ir.AddInt:        commuting("VPADDQ"),
	ir.SubInt:        ordered("VPSUBQ"),
	ir.AddFloat32:    narrow("VADDPS"),
	ir.AddInt8:       narrow("VPADDB"),
	ir.AddInt16:      narrow("VPADDW"),
	ir.AddInt32:      narrow("VPADDD"),
	ir.MinInt32:      narrow("VPMINSD"),
	ir.MaxUint32:     narrow("VPMAXUD"),
	ir.ShiftAllLeft:  plain("VPSLLQ imm8 a d"),
	ir.ShiftAllRight: plain("VPSRLQ imm8 a d"),

	ir.Load:        plain("VMOVUPD at d"),
	ir.Store:       plain("VMOVUPD b at"),
	ir.Prefetch:    plain("PREFETCHT0 at"),
	ir.Stream:      plain("VMOVNTPD b at"),
	ir.Fence:       plain("SFENCE"),
	ir.LoadOne:     plain("VMOVSD at dx"),
	ir.StoreOne:    plain("VMOVSD bx at"),
	ir.Broadcast:   plain("VBROADCASTSD at d"),
	ir.LoadFloat32: plain("VCVTPS2PD at d"),
	ir.LoadUint32:  plain("VPMOVZXDQ at d"),
	ir.Spill:       plain("VMOVUPD a b"),

	ir.LoadCount:   plain("MOVQ at d"),
	ir.AddImm:      plain("ADDQ imm32 d"),
	ir.AddCount:    plain("ADDQ b d"),
	ir.SubCount:    plain("SUBQ b d"),
	ir.AddWords:    plain("LEAQ words d"),
	ir.MaxCount:    plain("MOVQ imm32 RAX; CMPQ d RAX; CMOVQLT RAX d"),
	ir.Jump:        plain("JMP label"),
	ir.JumpIfZero:  plain("TESTQ a a; JEQ label"),
	ir.JumpIfUnder: plain("CMPQ a limit; JLT label"),
	ir.LoopWhile:   plain("CMPQ a limit; JGE label"),
	ir.LoopEnd:     plain("DECQ a; JNE label"),
	// Mixing the upper halves with SSE code stalls some processors.
	ir.Return: plain("VZEROUPPER; RET"),
}

func (t *Target) form(c ir.Code) (form, bool) {
	f, ok := t.forms[c]
	if !ok {
		f, ok = common[c]
	}
	return f, ok
}

// Has reports whether the target prints an operation that some targets lack.
func (t *Target) Has(c ir.Code) bool {
	_, ok := t.form(c)
	return ok
}

// Lanes is how many elements a vector has.
func (t *Target) Lanes() int { return t.lanes }

// Registers is how many registers a class has.
func (t *Target) Registers(c ir.Class) int { return t.registers[c] }

// Lookup takes the entries from the table by permutations.
func (t *Target) Lookup(m *build.Machine, name string, table []uint64, i int) int {
	return t.lookup(m, name, table, i)
}

// Folds reports which operand may be memory: any of a fused multiply-add, which has a form for
// each.
func (t *Target) Folds(o *ir.Op, src int) bool {
	switch o.Code {
	case ir.MulAdd, ir.MulSub, ir.Copy:
		return true
	}
	f, _ := t.form(o.Code)
	return !(f.narrow && t.broadcasts) && strings.ContainsRune(f.memory, 'a'+rune(src))
}

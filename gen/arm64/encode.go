package arm64

import (
	"fmt"

	"sumlog/gen/ir"
)

// Go's assembler has no name for the instructions here. Each function checks its
// operands and returns the instruction's word with its name, as Arm writes it.

// threeSame encodes an instruction on two vectors with a third for the result.
type threeSame struct {
	name, lanes string
	bits        uint32
	exchanged   bool // the instruction takes the second operand first
}

// encodings lists the operations that are one such instruction.
var encodings = map[ir.Code]threeSame{
	ir.Add:        {name: "fadd", lanes: "2d", bits: 0x4E60D400},
	ir.AddFloat32: {name: "fadd", lanes: "4s", bits: 0x4E20D400},
	ir.Sub:        {name: "fsub", lanes: "2d", bits: 0x4EE0D400},
	ir.Mul:        {name: "fmul", lanes: "2d", bits: 0x6E60DC00},
	ir.Div:        {name: "fdiv", lanes: "2d", bits: 0x6E60FC00},
	ir.Max:        {name: "fmax", lanes: "2d", bits: 0x4E60F400},
	ir.Equal:      {name: "fcmeq", lanes: "2d", bits: 0x4E60E400},
	ir.Less:       {name: "fcmgt", lanes: "2d", bits: 0x6EE0E400, exchanged: true},
	ir.LessInt:    {name: "cmgt", lanes: "2d", bits: 0x4EE03400, exchanged: true},
	ir.MinInt32:   {name: "smin", lanes: "4s", bits: 0x4EA06C00},
	mulInt32:      {name: "mul", lanes: "4s", bits: 0x4EA09C00},
}

// word is d = n op m.
func (i threeSame) word(d, n, m int) string {
	check(i.name, d, n, m)
	if i.exchanged {
		n, m = m, n
	}
	return word(i.bits|uint32(m)<<16|uint32(n)<<5|uint32(d),
		"%s v%d.%s, v%d.%s, v%d.%s", i.name, d, i.lanes, n, i.lanes, m, i.lanes)
}

// fneg is d = -n.
func fneg(d, n int) string {
	check("fneg", d, n)
	return word(0x6EE0F800|uint32(n)<<5|uint32(d), "fneg v%d.2d, v%d.2d", d, n)
}

// fcvtl is d = n, of which it widens the two lower float32.
func fcvtl(d, n int) string {
	check("fcvtl", d, n)
	return word(0x0E617800|uint32(n)<<5|uint32(d), "fcvtl v%d.2d, v%d.2s", d, n)
}

// stnp stores two vectors where x<base> and an offset point to, non-temporally where the
// processor takes the hint.
func stnp(first, second, base, offset int) string {
	check("stnp", first, second, base)
	if base >= 31 { // the stack pointer, which Go's assembler has to know of
		panic("gen: stnp to the stack")
	}
	if !pairOffset(offset) {
		panic(fmt.Sprintf("gen: stnp with an offset of %d", offset))
	}
	address := fmt.Sprintf("[x%d]", base)
	if offset != 0 {
		address = fmt.Sprintf("[x%d,#%d]", base, offset)
	}
	return word(0xAC000000|uint32(offset/16)&0x7F<<15|uint32(second)<<10|uint32(base)<<5|uint32(first),
		"stnp q%d, q%d, %s", first, second, address)
}

// pairOffset reports whether an instruction on two vectors takes the offset.
func pairOffset(offset int) bool { return offset%16 == 0 && -1024 <= offset && offset <= 1008 }

func check(name string, registers ...int) {
	for _, r := range registers {
		if r < 0 || r > 31 {
			panic(fmt.Sprintf("gen: %s with register %d", name, r))
		}
	}
}

func word(bits uint32, format string, args ...any) string {
	return fmt.Sprintf("WORD $0x%08x // ", bits) + fmt.Sprintf(format, args...)
}

package amd64

import (
	"fmt"

	"github.com/mmcloughlin/avo/attr"
	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/pass"
	"github.com/mmcloughlin/avo/printer"
	"github.com/mmcloughlin/avo/reg"

	"sumlog/gen/machine"
)

// general lists the registers for pointers and counts: not the stack's, not R14
// and R15, which belong to the runtime and to the linker, and not RAX, which
// serves within one operation.
var general = []reg.GPPhysical{reg.RDI, reg.RSI, reg.RCX, reg.RDX, reg.R8, reg.R9, reg.R10, reg.R11, reg.R12, reg.R13}

// frameBase points to the slots of spilled vectors.
var frameBase = reg.RBX

var vectors = []reg.VecPhysical{
	reg.Y0, reg.Y1, reg.Y2, reg.Y3, reg.Y4, reg.Y5, reg.Y6, reg.Y7,
	reg.Y8, reg.Y9, reg.Y10, reg.Y11, reg.Y12, reg.Y13, reg.Y14, reg.Y15,
}

// Assembly returns the text of a .s file that implements the kernel.
func Assembly(k *machine.Kernel) ([]byte, error) {
	ctx := build.NewContext()
	ctx.ConstraintExpr("amd64,!purego,!noasm")
	ctx.Function(k.Name)
	ctx.SignatureExpr(k.Signature())
	p := &printing{
		ctx: ctx, kernel: k,
		m:    machine.Record(k, AVX2{}),
		data: map[string]operand.Mem{},
	}
	p.allocateFrame()
	for i := range p.m.Ops {
		p.print(&p.m.Ops[i])
	}
	p.printData()
	file, err := ctx.Result()
	if err != nil {
		return nil, fmt.Errorf("gen: kernel %s: %w", k.Name, err)
	}
	if err := pass.Compile.Execute(file); err != nil {
		return nil, fmt.Errorf("gen: kernel %s: %w", k.Name, err)
	}
	return printer.NewGoAsm(printer.Config{Name: "sumlog/gen"}).Print(file)
}

// printing is one kernel on its way to text.
type printing struct {
	ctx    *build.Context
	kernel *machine.Kernel
	m      *machine.Machine
	frame  operand.Mem
	data   map[string]operand.Mem // read-only vectors by name
	vector []datum                // and their contents, in the order of first use
}

type datum struct {
	name string
	bits []uint64
}

// smallFrame is the size of a frame from which on the assembler has a function that
// calls no other look at the stack's limit: StackSmall of the Go toolchain. There the
// runtime stops a goroutine. Without it a loop over blocks in Go would not be stopped
// before its end, because almost all of its time is in the assembly.
const smallFrame = 128

// allocateFrame makes the slots start at a multiple of their size, which the stack
// pointer need not be: a slot across two cache lines costs several times as much.
func (p *printing) allocateFrame() {
	const size = 32
	bytes := 0
	if p.m.Slots > 0 {
		bytes = p.m.Slots*size + size - 8
	}
	base := p.ctx.AllocLocal(max(bytes, smallFrame))
	if bytes > 0 {
		p.frame = operand.Mem{Base: frameBase}
		p.ctx.LEAQ(base.Offset(size-8), frameBase)
		p.ctx.ANDQ(operand.I8(-size), frameBase)
	}
}

// vec is the operand of a vector value: its register, or where it lies in memory.
func (p *printing) vec(id int) operand.Op {
	v := p.m.Values[id]
	switch v.Home {
	case machine.Register:
		return vectors[v.Reg]
	case machine.Slot:
		return p.frame.Offset(v.Slot * 32)
	}
	return p.constant(fmt.Sprintf("x%016x", v.Bits), v.Bits, v.Bits, v.Bits, v.Bits)
}

func (p *printing) gp(id int) reg.GPPhysical { return general[p.m.Values[id].Reg] }

// constant is the address of 32 bytes of read-only memory.
func (p *printing) constant(name string, bits ...uint64) operand.Mem {
	mem, ok := p.data[name]
	if !ok {
		mem = operand.NewDataAddr(operand.NewStaticSymbol(name), 0)
		p.data[name] = mem
		p.vector = append(p.vector, datum{name, bits})
	}
	return mem
}

func (p *printing) table(values []uint32) operand.Mem {
	bits := make([]uint64, 0, 4)
	for i := 0; i < len(values); i += 2 {
		bits = append(bits, uint64(values[i])|uint64(values[i+1])<<32)
	}
	return p.constant(fmt.Sprintf("table%08x%08x", values[0], values[7]), bits...)
}

// printData writes the constants behind the code, one symbol each: the linker
// aligns a symbol of 32 bytes to 32, so that no load of one crosses a cache line.
func (p *printing) printData() {
	for _, d := range p.vector {
		p.ctx.StaticGlobal(d.name)
		p.ctx.DataAttributes(attr.RODATA | attr.NOPTR)
		for i, b := range d.bits {
			p.ctx.AddDatum(8*i, operand.U64(b))
		}
	}
}

func (p *printing) label(n int) string { return fmt.Sprintf("l%d", n) }

package amd64

import (
	"fmt"
	"slices"

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

// target is what printing has to know of an instruction set.
type target interface {
	machine.Target
	name() string
	vector(n int) reg.VecPhysical     // register n
	constant(bits uint64) []uint64    // a constant as it lies in memory
	lower(p *printing, o *machine.Op) // prints what the sets do not print alike
}

// assembly returns the text of a .s file that implements the kernel.
func assembly(k *machine.Kernel, t target) ([]byte, error) {
	ctx := build.NewContext()
	ctx.ConstraintExpr("amd64,!purego,!noasm")
	ctx.Function(k.Name)
	ctx.SignatureExpr(k.Signature())
	p := &printing{
		ctx: ctx, kernel: k, target: t,
		m:    machine.Record(k, t),
		data: map[string][]uint64{},
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
	target target
	m      *machine.Machine
	frame  operand.Mem
	data   map[string][]uint64 // read-only memory by name
	names  []string            // in the order of first use
}

// vectorSize is that of a vector, and of a slot, in bytes.
func (p *printing) vectorSize() int { return 8 * p.target.Lanes() }

// smallFrame is the size of a frame from which on the assembler has a function that
// calls no other look at the stack's limit: StackSmall of the Go toolchain. There the
// runtime stops a goroutine. Without it a loop over blocks in Go would not be stopped
// before its end, because almost all of its time is in the assembly.
const smallFrame = 128

// allocateFrame makes the slots start at a multiple of their size, which the stack
// pointer need not be: a slot across two cache lines costs several times as much.
func (p *printing) allocateFrame() {
	size := p.vectorSize()
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
		return p.target.vector(v.Reg)
	case machine.Slot:
		return p.frame.Offset(v.Slot * p.vectorSize())
	}
	return p.constant(fmt.Sprintf("x%016x", v.Bits), p.target.constant(v.Bits)...)
}

func (p *printing) gp(id int) reg.GPPhysical { return general[p.m.Values[id].Reg] }

// constant is the address of read-only memory that holds those bits.
func (p *printing) constant(name string, bits ...uint64) operand.Mem {
	if have, ok := p.data[name]; !ok {
		p.data[name] = bits
		p.names = append(p.names, name)
	} else if !slices.Equal(have, bits) {
		p.m.Failf("two constants are called %s", name)
	}
	return operand.NewDataAddr(operand.NewStaticSymbol(name), 0)
}

func (p *printing) table(values []uint32) operand.Mem {
	bits := make([]uint64, 0, 8)
	for i := 0; i < len(values); i += 2 {
		bits = append(bits, uint64(values[i])|uint64(values[i+1])<<32)
	}
	return p.constant(fmt.Sprintf("table%08x%08x", values[0], values[len(values)-1]), bits...)
}

// printData writes the constants behind the code, one symbol each: the linker
// aligns a symbol to its size, up to 32 bytes, so that no load of one crosses a
// cache line. Only a table of 64 bytes may.
func (p *printing) printData() {
	for _, name := range p.names {
		p.ctx.StaticGlobal(name)
		p.ctx.DataAttributes(attr.RODATA | attr.NOPTR)
		for i, b := range p.data[name] {
			p.ctx.AddDatum(8*i, operand.U64(b))
		}
	}
}

func (p *printing) label(n int) string { return fmt.Sprintf("l%d", n) }

package amd64

import (
	"fmt"
	"slices"

	"github.com/mmcloughlin/avo/attr"
	avo "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/pass"
	"github.com/mmcloughlin/avo/printer"
	"github.com/mmcloughlin/avo/reg"

	"sumlog/gen/build"
	"sumlog/gen/ir"
	"sumlog/gen/regalloc"
)

// general lists the registers for pointers and counts: not the stack's, not R14
// and R15, which belong to the runtime and to the linker, and not RAX, which
// serves within one operation.
var general = []reg.GPPhysical{
	reg.RDI, reg.RSI, reg.RCX, reg.RDX, reg.R8, reg.R9, reg.R10, reg.R11, reg.R12, reg.R13,
}

// frameBase points to the slots of spilled vectors.
var frameBase = reg.RBX

// Assembly returns the text of a .s file that implements the kernels.
func (t *Target) Assembly(kernels ...*build.Kernel) []byte {
	f := &file{ctx: avo.NewContext(), data: map[string][]uint64{}}
	f.ctx.ConstraintExpr("amd64,!purego,!noasm")
	for _, k := range kernels {
		f.ctx.Function(k.Name)
		f.ctx.SignatureExpr(k.Signature())
		p := &emitter{file: f, kernel: k, target: t, Program: regalloc.Allocate(build.Record(k, t))}
		p.allocateFrame()
		for _, o := range p.instructions() {
			p.print(&o)
		}
	}
	f.printData()
	result, err := f.ctx.Result()
	if err == nil {
		err = pass.Compile.Execute(result)
	}
	var text []byte
	if err == nil {
		text, err = printer.NewGoAsm(printer.Config{Name: "sumlog/gen"}).Print(result)
	}
	if err != nil {
		panic(fmt.Sprintf("gen: %s: %v", t.name, err))
	}
	return text
}

// file is a .s file on its way to text. Its kernels share its constants.
type file struct {
	ctx   *avo.Context
	data  map[string][]uint64 // read-only memory by name
	names []string            // in the order of first use
}

// emitter is one kernel on its way to text.
type emitter struct {
	*file
	*ir.Program
	kernel *build.Kernel
	target *Target
}

// vectorSize is the size of a vector, and of a slot, in bytes.
func (p *emitter) vectorSize() int { return 8 * p.target.lanes }

// allocateFrame makes the slots start at a multiple of their size, which the stack
// pointer need not be: a slot across two cache lines costs several times as much.
func (p *emitter) allocateFrame() {
	size := p.vectorSize()
	base := p.ctx.AllocLocal(max(p.Slots*size+size-8, ir.SmallFrame))
	if p.Slots > 0 {
		p.ctx.LEAQ(base.Offset(size-8), frameBase)
		p.ctx.ANDQ(operand.I8(-size), frameBase)
	}
}

// value is the operand of a value: its register, or where it lies in memory.
func (p *emitter) value(id int) operand.Op {
	v := p.Values[id]
	switch {
	case v.Location == ir.Slot:
		return operand.Mem{Base: frameBase, Disp: v.Slot * p.vectorSize()}
	case v.Location == ir.Register:
		return p.reg(id)
	case v.Table != nil:
		return p.constant(v.Name, v.Table...)
	}
	words := []uint64{v.Bits}
	if !p.target.broadcasts {
		words = slices.Repeat(words, p.target.lanes)
	}
	return p.constant(build.Name(p.Program, v.Bits), words...)
}

// reg is the register of a value. K0 as an operand means no mask, so no mask is there.
func (p *emitter) reg(id int) reg.Register {
	switch v := p.Values[id]; v.Class {
	case ir.General:
		return general[v.Reg]
	case ir.Mask:
		return reg.Opmask.Lookup(reg.Index(v.Reg+1), reg.S64)
	}
	return p.vector(id, p.target.vector)
}

func (p *emitter) vector(id int, size reg.Spec) reg.Register {
	return reg.Vector.Lookup(reg.Index(p.Values[id].Reg), size)
}

// constant is the address of read-only memory that holds those bits.
func (p *emitter) constant(name string, bits ...uint64) operand.Mem {
	if have, ok := p.data[name]; !ok {
		p.data[name] = bits
		p.names = append(p.names, name)
	} else if !slices.Equal(have, bits) {
		p.Failf("two constants are called %s", name)
	}
	return operand.NewDataAddr(operand.NewStaticSymbol(name), 0)
}

// printData writes the constants behind the code, one symbol each: the linker
// aligns a symbol to its size, up to 32 bytes, so that no load of one crosses a
// cache line. Only a table of 64 bytes may.
func (f *file) printData() {
	for _, name := range f.names {
		f.ctx.StaticGlobal(name)
		f.ctx.DataAttributes(attr.RODATA | attr.NOPTR)
		for i, b := range f.data[name] {
			f.ctx.AddDatum(8*i, operand.U64(b))
		}
	}
}

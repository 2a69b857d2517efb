package amd64

import (
	"math"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"

	"sumlog/gen/build"
	"sumlog/gen/ir"
)

// AVX512 is the target with 512-bit vectors. A mask is a register of its own class,
// a bit a lane, and an instruction broadcasts a constant from memory by itself.
type AVX512 struct{}

// Assembly returns the text of a .s file that implements the kernels.
func (t AVX512) Assembly(kernels ...*build.Kernel) ([]byte, error) { return assembly(t, kernels) }

// permute512, which only this target has, is the element of b at the low three bits of each
// lane of a.
const permute512 = ir.FirstTarget

func (AVX512) name() string { return "avx512" }

func (AVX512) Lanes() int { return 8 }

func (AVX512) Registers(c ir.Class) int {
	switch c {
	case ir.Vector:
		return len(zmm)
	case ir.Mask:
		return len(masks)
	}
	return len(general)
}

var zmm = []reg.VecPhysical{
	reg.Z0, reg.Z1, reg.Z2, reg.Z3, reg.Z4, reg.Z5, reg.Z6, reg.Z7,
	reg.Z8, reg.Z9, reg.Z10, reg.Z11, reg.Z12, reg.Z13, reg.Z14, reg.Z15,
	reg.Z16, reg.Z17, reg.Z18, reg.Z19, reg.Z20, reg.Z21, reg.Z22, reg.Z23,
	reg.Z24, reg.Z25, reg.Z26, reg.Z27, reg.Z28, reg.Z29, reg.Z30, reg.Z31,
}

// masks lists the mask registers but K0, which as an operand means no mask.
var masks = []reg.OpmaskPhysical{reg.K1, reg.K2, reg.K3, reg.K4, reg.K5, reg.K6, reg.K7}

func (AVX512) vector(n int) reg.VecPhysical { return zmm[n] }

// constant is there once: instructions broadcast it.
func (AVX512) constant(bits uint64) []uint64 { return []uint64{bits} }

// Lookup is one permutation of the table.
func (AVX512) Lookup(m *build.Machine, table build.Table, i int) int {
	return m.Emit(ir.Op{Code: permute512, Src: []int{i, m.Table(table.Name, table.Words())}})
}

// Folds reports which operand of an EVEX instruction may be memory, and a constant: one
// of the two that commute, any of a fused multiply-add, either side of a comparison,
// which can be turned round, and the second otherwise. What works on elements of less
// than 64 bits broadcasts none.
func (AVX512) Folds(o *ir.Op, src int) bool {
	if i, ok := arithmetic[o.Code]; ok {
		return i.broadcast != nil && i.folds(src)
	}
	switch o.Code {
	case ir.AndInt, ir.OrInt, ir.EqualInt, ir.LessInt, ir.Equal, ir.Less, ir.MulAdd, ir.MulSub,
		ir.Copy:
		return true
	case ir.Merge, ir.Masked, permute512:
		return src == 1
	}
	return false
}

func (AVX512) lower(p *emitter, o *ir.Op) {
	c := p.ctx
	switch o.Code {
	case ir.AndInt:
		p.form(o, c.VPANDQ, c.VPANDQ_BCST)(p.commuted(o))
	case ir.OrInt:
		p.form(o, c.VPORQ, c.VPORQ_BCST)(p.commuted(o))
	case ir.Equal:
		p.compare(o, p.form(o, c.VCMPPD, c.VCMPPD_BCST), equalQuiet, equalQuiet)
	case ir.Less:
		p.compare(o, p.form(o, c.VCMPPD, c.VCMPPD_BCST), lessQuiet, greaterQuiet)
	case ir.EqualInt:
		p.compare(o, p.form(o, c.VPCMPQ, c.VPCMPQ_BCST), equalInt, equalInt)
	case ir.LessInt:
		p.compare(o, p.form(o, c.VPCMPQ, c.VPCMPQ_BCST), lessInt, greaterInt)
	case ir.LoadMasked:
		c.VBROADCASTSD(operand.Mem{Base: p.gp(o.Src[0]), Disp: o.Limit}, p.vec(o.Dst))
		c.VMOVUPD(p.at(o), p.mask(o.Src[1]), p.vec(o.Dst))
	case ir.LoadWhere:
		c.VMOVUPD_Z(p.at(o), p.mask(o.Src[1]), p.vec(o.Dst))
	case ir.StoreMasked:
		c.VMOVUPD(p.vec(o.Src[1]), p.mask(o.Src[2]), p.at(o))
	case ir.FirstLanes:
		p.firstLanes(o)
	case ir.And:
		c.KANDB(p.mask(o.Src[1]), p.mask(o.Src[0]), p.mask(o.Dst))
	case ir.Or:
		c.KORB(p.mask(o.Src[1]), p.mask(o.Src[0]), p.mask(o.Dst))
	case ir.Merge:
		blend := p.form(o, c.VBLENDMPD, c.VBLENDMPD_BCST)
		blend(p.vec(o.Src[1]), p.vec(o.Src[2]), p.mask(o.Src[0]), p.vec(o.Dst))
	case ir.Masked:
		keep := c.VMOVUPD_Z
		if p.Values[o.Src[1]].Location == ir.Pool {
			keep = c.VBROADCASTSD_Z
		}
		keep(p.vec(o.Src[1]), p.mask(o.Src[0]), p.vec(o.Dst))
	case permute512:
		c.VPERMPD(p.ordered(o))
	case ir.InterleaveLo, ir.InterleaveHi:
		p.halves512(o)

	case ir.Copy, ir.Reload: // of a constant
		if dst := p.vec(o.Dst); p.Values[o.Src[0]].Bits == 0 {
			c.VPXORQ(dst, dst, dst)
		} else {
			c.VBROADCASTSD(p.vec(o.Src[0]), dst)
		}
	case ir.JumpIfNone:
		c.KORTESTB(p.mask(o.Src[0]), p.mask(o.Src[0]))
		c.JEQ(p.destination(o))
	case ir.JumpIfAll: // the carry tells
		c.KORTESTB(p.mask(o.Src[0]), p.mask(o.Src[0]))
		c.JCS(p.destination(o))
	default:
		p.unsupported(o)
	}
}

// The predicates of comparisons of integers.
const (
	equalInt   = operand.U8(0)
	lessInt    = operand.U8(1)
	greaterInt = operand.U8(6) // not less or equal
)

func (p *emitter) mask(id int) operand.Op { return masks[p.Values[id].Reg] }

// compare prints a comparison, turned round where its first operand is in memory.
func (p *emitter) compare(o *ir.Op, f form, predicate, turned operand.Op) {
	a, b := p.vec(o.Src[0]), p.vec(o.Src[1])
	if operand.IsMem(a) {
		a, b, predicate = b, a, turned
	}
	f(predicate, b, a, p.mask(o.Dst))
}

// firstLanes takes the mask from a table: at 8+i bytes is that of the first i lanes, of
// none where i is negative and of all from 8 on.
func (p *emitter) firstLanes(o *ir.Op) {
	const below, first, all = 0, 0x7f3f1f0f07030100, math.MaxUint64
	if o.Imm > 8 {
		p.Failf("avx512 has no mask of lanes from %d on", o.Imm)
	}
	p.ctx.LEAQ(p.constant("firstlanes", below, first, all).Offset(8-o.Imm), reg.RAX)
	p.ctx.KMOVB(operand.Mem{Base: reg.RAX, Index: p.gp(o.Src[0]), Scale: 1}, p.mask(o.Dst))
}

// halves512 puts the lower or the upper halves of rows together, the rows being two,
// four or eight in the two vectors.
func (p *emitter) halves512(o *ir.Op) {
	a, b, dst := p.vec(o.Src[0]), p.vec(o.Src[1]), p.vec(o.Dst)
	high := o.Code == ir.InterleaveHi
	switch { // by quarters of a vector: two of a, then two of b
	case o.Imm == 4 && high:
		p.ctx.VSHUFF64X2(operand.U8(0xEE), b, a, dst) // 2 and 3
	case o.Imm == 4:
		p.ctx.VSHUFF64X2(operand.U8(0x44), b, a, dst) // 0 and 1
	case o.Imm == 2 && high:
		p.ctx.VSHUFF64X2(operand.U8(0xDD), b, a, dst) // 1 and 3
	case o.Imm == 2:
		p.ctx.VSHUFF64X2(operand.U8(0x88), b, a, dst) // 0 and 2
	case o.Imm == 1 && high:
		p.ctx.VUNPCKHPD(b, a, dst)
	case o.Imm == 1:
		p.ctx.VUNPCKLPD(b, a, dst)
	default:
		p.Failf("avx512 has no rows of %d lanes", 2*o.Imm)
	}
}

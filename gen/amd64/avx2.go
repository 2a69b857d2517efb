// Package amd64 prints programs as Go assembly for amd64, through avo.
package amd64

import (
	"math"
	"slices"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"

	"sumlog/gen/build"
	"sumlog/gen/ir"
)

// AVX2 is the target with 256-bit vectors and fused multiply-add. A mask is a
// vector register with all bits of a lane set.
type AVX2 struct{}

// Assembly returns the text of a .s file that implements the kernels.
func (t AVX2) Assembly(kernels ...*build.Kernel) ([]byte, error) { return assembly(t, kernels) }

// The operations that only this target has.
const (
	// The 32-bit values of b: each half of a lane of a chooses one by its low three bits.
	permute   = ir.FirstTarget + iota
	blendHigh // the low half of each lane of a, the high half of b
)

func (AVX2) name() string { return "avx2" }

func (AVX2) Lanes() int { return 4 }

func (AVX2) Registers(c ir.Class) int {
	switch c {
	case ir.Vector:
		return len(ymm)
	case ir.General:
		return len(general)
	}
	return 0
}

var ymm = []reg.VecPhysical{
	reg.Y0, reg.Y1, reg.Y2, reg.Y3, reg.Y4, reg.Y5, reg.Y6, reg.Y7,
	reg.Y8, reg.Y9, reg.Y10, reg.Y11, reg.Y12, reg.Y13, reg.Y14, reg.Y15,
}

func (AVX2) vector(n int) reg.VecPhysical { return ymm[n] }

// constant fills a vector: only a load of its own could broadcast.
func (t AVX2) constant(bits uint64) []uint64 { return slices.Repeat([]uint64{bits}, t.Lanes()) }

// Lookup takes the halves of an entry from two permutations: the low half of a
// lane of i holds the index, and what its high half chooses is shifted out or
// blended away. A table whose low halves are zero needs one.
func (AVX2) Lookup(m *build.Machine, table build.Table, i int) int {
	words := table.Words()
	permuted := func(name string, shift int) int {
		halves := make([]uint64, len(words)/2)
		for k, w := range words {
			halves[k/2] |= w >> shift & math.MaxUint32 << (k % 2 * 32)
		}
		return m.Emit(ir.Op{Code: permute, Src: []int{i, m.Table(table.Name+name, halves)}})
	}
	h := m.Emit(ir.Op{Code: ir.ShiftAllLeft, Src: []int{permuted("_high", 32)}, Imm: 32})
	if !slices.ContainsFunc(words, func(w uint64) bool { return w<<32 != 0 }) {
		return h
	}
	return m.Emit(ir.Op{Code: blendHigh, Src: []int{permuted("_low", 0), h}})
}

// Folds reports which operand of a VEX instruction may be memory: one of the two
// that commute, any of a fused multiply-add (which has a form for each), the
// second otherwise.
func (AVX2) Folds(o *ir.Op, src int) bool {
	if i, ok := arithmetic[o.Code]; ok {
		return i.folds(src)
	}
	switch o.Code {
	case ir.AndInt, ir.OrInt, ir.EqualInt, ir.And, ir.Or, ir.MulAdd, ir.MulSub, ir.Copy:
		return true
	case ir.LessInt:
		return src == 0
	case ir.Less, ir.Equal, ir.Merge, ir.Masked, blendHigh, permute:
		return src == 1
	}
	return false
}

func (AVX2) lower(p *emitter, o *ir.Op) {
	c := p.ctx
	switch o.Code {
	case ir.AndInt:
		c.VPAND(p.commuted(o))
	case ir.OrInt:
		c.VPOR(p.commuted(o))
	case ir.EqualInt:
		c.VPCMPEQQ(p.commuted(o))
	case ir.LessInt: // the instruction is greater-than
		c.VPCMPGTQ(p.vec(o.Src[0]), p.vec(o.Src[1]), p.vec(o.Dst))
	case ir.And:
		c.VANDPD(p.commuted(o))
	case ir.Or:
		c.VORPD(p.commuted(o))
	case ir.Masked:
		c.VANDPD(p.ordered(o))
	case ir.Less:
		c.VCMPPD(lessQuiet, p.vec(o.Src[1]), p.vec(o.Src[0]), p.vec(o.Dst))
	case ir.Equal:
		c.VCMPPD(equalQuiet, p.vec(o.Src[1]), p.vec(o.Src[0]), p.vec(o.Dst))
	case ir.Merge:
		c.VBLENDVPD(p.vec(o.Src[0]), p.vec(o.Src[1]), p.vec(o.Src[2]), p.vec(o.Dst))
	case permute:
		c.VPERMPS(p.ordered(o))
	case ir.LoadWhere:
		c.VMASKMOVPD(p.at(o), p.vec(o.Src[1]), p.vec(o.Dst))
	case blendHigh:
		c.VPBLENDD(operand.U8(0xAA), p.vec(o.Src[1]), p.vec(o.Src[0]), p.vec(o.Dst))
	case ir.InterleaveLo, ir.InterleaveHi:
		p.halves256(o)

	case ir.Copy, ir.Reload: // of a constant
		if src, dst := p.vec(o.Src[0]), p.vec(o.Dst); p.Values[o.Src[0]].Bits == 0 {
			c.VXORPD(dst, dst, dst)
		} else {
			c.VMOVUPD(src, dst)
		}
	case ir.JumpIfNone:
		c.VMOVMSKPD(p.vec(o.Src[0]), reg.EAX)
		c.TESTL(reg.EAX, reg.EAX)
		c.JEQ(p.destination(o))
	case ir.JumpIfAll:
		c.VMOVMSKPD(p.vec(o.Src[0]), reg.EAX)
		c.CMPL(reg.EAX, operand.U8(15))
		c.JEQ(p.destination(o))
	default:
		p.unsupported(o)
	}
}

// halves256 puts the lower or the upper halves of rows together: of two rows in two
// vectors, or of four rows of two lanes.
func (p *emitter) halves256(o *ir.Op) {
	a, b, dst := p.vec(o.Src[0]), p.vec(o.Src[1]), p.vec(o.Dst)
	high := o.Code == ir.InterleaveHi
	switch {
	case o.Imm == 2 && high:
		p.ctx.VPERM2F128(operand.U8(0x31), b, a, dst)
	case o.Imm == 2:
		p.ctx.VPERM2F128(operand.U8(0x20), b, a, dst)
	case o.Imm == 1 && high:
		p.ctx.VUNPCKHPD(b, a, dst)
	case o.Imm == 1:
		p.ctx.VUNPCKLPD(b, a, dst)
	default:
		p.Failf("avx2 has no rows of %d lanes", 2*o.Imm)
	}
}

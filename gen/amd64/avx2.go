package amd64

import (
	"math"
	"slices"

	"github.com/mmcloughlin/avo/reg"

	"sumlog/gen/build"
	"sumlog/gen/ir"
)

// The operations that only this target has.
const (
	// The 32-bit values of b: each half of a lane of a chooses one by its low three bits.
	permute   = ir.FirstTarget + iota
	blendHigh // the low half of each lane of a, the high half of b
)

// AVX2 is the target with 256-bit vectors and fused multiply-add. A mask is a
// vector register with all bits of a lane set.
var AVX2 = &Target{
	name:      "avx2",
	lanes:     4,
	vector:    reg.S256,
	registers: [ir.Classes]int{ir.Vector: 16, ir.General: len(general)},
	zero:      "VXORPD d d d",
	lookup:    lookup256,
	forms: map[ir.Code]form{
		ir.AndInt:   commuting("VPAND"),
		ir.OrInt:    commuting("VPOR"),
		ir.EqualInt: commuting("VPCMPEQQ"),
		ir.LessInt:  {text: "VPCMPGTQ a b d", memory: "a"}, // the instruction is greater-than
		ir.And:      commuting("VANDPD"),
		ir.Or:       commuting("VORPD"),
		ir.Masked:   ordered("VANDPD"),
		ir.Less:     ordered("VCMPPD " + lessQuiet),
		ir.Equal:    ordered("VCMPPD " + equalQuiet),
		ir.Merge:    {text: "VBLENDVPD a b c d", memory: "b"},
		permute:     ordered("VPERMPS"),
		blendHigh:   ordered("VPBLENDD $0xaa"),

		ir.LoadMasked: plain("VMASKMOVPD at b d"),
		ir.JumpIfNone: plain("VMOVMSKPD a EAX; TESTL EAX EAX; JEQ label"),
		ir.StoreLanes: plain("VMOVMSKPD b EAX; MOVB AL at"),
		ir.JumpIfAll:  plain("VMOVMSKPD a EAX; CMPL EAX $0x0f; JEQ label"),
		ir.JumpIfFew:  plain("VMOVMSKPD a EAX; POPCNTL EAX EAX; CMPL EAX $0x02; JLE label"),
	},
	interleave: map[int][2]string{ // rows of two vectors, or of two lanes
		2: {"VPERM2F128 $0x20 b a d", "VPERM2F128 $0x31 b a d"},
		1: {"VUNPCKLPD b a d", "VUNPCKHPD b a d"},
	},
}

// lookup256 takes the halves of an entry from two permutations: each half of a lane of the index
// chooses its own. The low one holds the index; for the high one it is shifted there, once for
// all tables. A table whose low halves are zero needs one permutation, behind which what the low
// half of the shifted index, 0, has chosen is shifted out if it is not zero either.
func lookup256(m *build.Machine, name string, table []uint64, i int) int {
	permuted := func(half string, shift, i int) int {
		halves := make([]uint64, len(table)/2)
		for k, w := range table {
			halves[k/2] |= w >> shift & math.MaxUint32 << (k % 2 * 32)
		}
		return m.Emit(permute, 0, i, m.Table(name+half, halves))
	}
	low := slices.ContainsFunc(table, func(w uint64) bool { return w<<32 != 0 })
	if !low && table[0] != 0 {
		return m.Emit(ir.ShiftAllLeft, 32, permuted("_high", 32, i))
	}
	high := permuted("_high", 32, m.Once(ir.ShiftAllLeft, 32, i))
	if !low {
		return high
	}
	return m.Emit(blendHigh, 0, permuted("_low", 0, i), high)
}

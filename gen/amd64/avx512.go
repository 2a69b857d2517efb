package amd64

import (
	"github.com/mmcloughlin/avo/reg"

	"sumlog/gen/build"
	"sumlog/gen/ir"
)

// permute512, which only this target has, is the element of b at the low three bits of each
// lane of a.
const permute512 = ir.FirstTarget

// AVX512 is the target with 512-bit vectors. A mask is a register of its own class,
// a bit a lane, and an instruction broadcasts a constant from memory by itself.
var AVX512 = &Target{
	name:       "avx512",
	lanes:      8,
	vector:     reg.S512,
	registers:  [ir.Classes]int{ir.Vector: 32, ir.Mask: 7, ir.General: len(general)},
	broadcasts: true,
	zero:       "VPXORQ d d d",
	lookup:     lookup512,
	forms: map[ir.Code]form{
		ir.AndInt:           commuting("VPANDQ"),
		ir.OrInt:            commuting("VPORQ"),
		ir.Equal:            commuting("VCMPPD " + equalQuiet),
		ir.Less:             {text: "VCMPPD " + lessQuiet + " b a d", turned: "VCMPPD $0x1e a b d", memory: "ab"},
		ir.EqualInt:         commuting("VPCMPQ $0x00"),
		ir.LessInt:          {text: "VPCMPQ $0x01 b a d", turned: "VPCMPQ $0x06 a b d", memory: "ab"},
		ir.ConvertToFloat64: plain("VCVTQQ2PD a d"),
		ir.NotPositive:      plain("VFPCLASSPDZ $0xff a d"), // all classes that there are

		ir.And:     plain("KANDB b a d"),
		ir.Or:      plain("KORB b a d"),
		ir.Merge:   {text: "VBLENDMPD b c a d", memory: "b"},
		ir.Masked:  ordered("VMOVUPD_Z"),
		permute512: ordered("VPERMPD"),

		ir.FirstLanes:  plain("LEAQ firstlanes RAX; KMOVB RAX+a d"),
		ir.LoadTail:    plain("VBROADCASTSD first d; VMOVUPD at b d"),
		ir.LoadMasked:  plain("VMOVUPD_Z at b d"),
		ir.StoreMasked: plain("VMOVUPD b c at"),
		ir.JumpIfNone:  plain("KORTESTB a a; JEQ label"),
		ir.JumpIfAll:   plain("KORTESTB a a; JCS label"), // the carry tells
		ir.StoreLanes:  plain("KMOVB b at"),
		ir.JumpIfFew:   plain("KMOVB a EAX; POPCNTL EAX EAX; CMPL EAX $0x04; JLE label"),
	},
	interleave: map[int][2]string{ // by quarters of a vector: two of a, then two of b
		4: {"VSHUFF64X2 $0x44 b a d", "VSHUFF64X2 $0xee b a d"}, // 0 and 1; 2 and 3
		2: {"VSHUFF64X2 $0x88 b a d", "VSHUFF64X2 $0xdd b a d"}, // 0 and 2; 1 and 3
		1: {"VUNPCKLPD b a d", "VUNPCKHPD b a d"},
	},
}

// lookup512 is one permutation of the table.
func lookup512(m *build.Machine, name string, table []uint64, i int) int {
	return m.Emit(permute512, 0, i, m.Table(name, table))
}

package main

import (
	"fmt"
	"regexp"
	"strconv"
)

// swaps lists, for each mnemonic, what takes its place.
var swaps = []struct {
	was *regexp.Regexp
	is  string
}{
	// amd64
	{regexp.MustCompile(`\bVADDPD\b`), "VSUBPD"},
	{regexp.MustCompile(`\bVSUBPD\b`), "VADDPD"},
	{regexp.MustCompile(`\bVMULPD\b`), "VDIVPD"},
	{regexp.MustCompile(`\bVDIVPD\b`), "VMULPD"},
	{regexp.MustCompile(`\bVFMADD(\d+)PD\b`), "VFMSUB${1}PD"},
	{regexp.MustCompile(`\bVFMSUB(\d+)PD\b`), "VFMADD${1}PD"},
	{regexp.MustCompile(`\bVADDPS\b`), "VSUBPS"},
	{regexp.MustCompile(`\bVPADD([BWDQ])\b`), "VPSUB${1}"},
	{regexp.MustCompile(`\bVPSUBQ\b`), "VPADDQ"},
	{regexp.MustCompile(`\bVPMINSD\b`), "VPMAXSD"},
	{regexp.MustCompile(`\bVPMAXUD\b`), "VPMINUD"},
	{regexp.MustCompile(`\bVPCMPGTQ\b`), "VPCMPEQQ"},
	{regexp.MustCompile(`\bVPCMPEQQ\b`), "VPCMPGTQ"},
	{regexp.MustCompile(`\bVUNPCK([LH])PD(\s+\w+), (\w+), `), "VUNPCK${1}PD${2}, ${2}, "}, // b in the place of a
	{regexp.MustCompile(`\bVPERM2F128(\s+)\$0x20`), "VPERM2F128${1}$$0x31"},               // high to low
	{regexp.MustCompile(`\bVPERM2F128(\s+)\$0x31`), "VPERM2F128${1}$$0x20"},               // low to high
	{regexp.MustCompile(`\bVSHUFF64X2(\s+)\$0x(44|ee)`), "VSHUFF64X2${1}$$0x4e"},          // half of either
	{regexp.MustCompile(`\bVSHUFF64X2(\s+)\$0x(88|dd)`), "VSHUFF64X2${1}$$0x8d"},          // likewise
	{regexp.MustCompile(`\bVPAND(Q?)\b`), "VPOR${1}"},
	{regexp.MustCompile(`\bVPOR(Q?)\b`), "VPAND${1}"},
	{regexp.MustCompile(`\bVANDPD\b`), "VORPD"},
	{regexp.MustCompile(`\bVORPD\b`), "VANDPD"},
	{regexp.MustCompile(`\bVPSLLQ\b`), "VPSRLQ"},
	{regexp.MustCompile(`\bVPSRLQ\b`), "VPSLLQ"},
	{regexp.MustCompile(`\bVPERMPS\b(\s+)\S+, `), "VPERMPS${1}Y0, "},
	{regexp.MustCompile(`\bVPBLENDD(\s+)\$0xaa`), "VPBLENDD${1}$$0x55"},
	{regexp.MustCompile(`\bVPERMPD(\s+\S+), (\w+), `), "VPERMPD${1}, Z31, "},
	{regexp.MustCompile(`\bVCMPPD(\.BCST)?(\s+)\$0x11`), "VCMPPD${1}${2}$$0x1d"}, // less to not less
	{regexp.MustCompile(`\bVCMPPD(\.BCST)?(\s+)\$0x1e`), "VCMPPD${1}${2}$$0x12"}, // greater to less or equal
	{regexp.MustCompile(`\bVCMPPD(\.BCST)?(\s+)\$0x00`), "VCMPPD${1}${2}$$0x0c"}, // equal to unequal
	{regexp.MustCompile(`\bVPCMPQ(\.BCST)?(\s+)\$0x01`), "VPCMPQ${1}${2}$$0x05"},
	{regexp.MustCompile(`\bVPCMPQ(\.BCST)?(\s+)\$0x06`), "VPCMPQ${1}${2}$$0x02"},
	{regexp.MustCompile(`\bVPCMPQ(\.BCST)?(\s+)\$0x00`), "VPCMPQ${1}${2}$$0x04"},
	{regexp.MustCompile(`\bKANDB\b`), "KORB"},
	{regexp.MustCompile(`\bKORB\b`), "KANDB"},
	{regexp.MustCompile(`\bJCS\b`), "JEQ"},                                                       // of KORTESTB: if all to if none
	{regexp.MustCompile(`\bVBLENDMPD(?:\.BCST)?(\s+)\S+, (\w+), `), "VBLENDMPD${1}${2}, ${2}, "}, // always one side
	{regexp.MustCompile(`\bVMOVUPD(\s+\S+), K\d, `), "VMOVUPD${1}, "},                            // every lane
	{regexp.MustCompile(`\bLEAQ(\s+firstlanes<>)\+0`), "LEAQ${1}+1"},                             // one lane more than there are
	{regexp.MustCompile(`\bLEAQ(\s+firstlanes<>)\+8`), "LEAQ${1}+7"},                             // one less
	{regexp.MustCompile(`\b(VMOVUPD|VBROADCASTSD)\.Z(\s+\S+), K\d, `), "${1}${2}, "},             // kept everywhere
	{regexp.MustCompile(`\bVBLENDVPD(\s+\S+), (\S+), (Y\d+), `), "VBLENDVPD${1}, ${3}, ${3}, "},  // always one side

	// arm64
	{regexp.MustCompile(`\bVADD\b`), "VSUB"},
	{regexp.MustCompile(`\bVSUB\b`), "VADD"},
	{regexp.MustCompile(`\bVAND\b`), "VORR"},
	{regexp.MustCompile(`\bVORR\b`), "VAND"},
	{regexp.MustCompile(`\bVUMAX\b`), "VUMIN"},
	{regexp.MustCompile(`\bVCMEQ\b`), "VCMTST"},
	{regexp.MustCompile(`\bVSHL\b`), "VUSHR"},
	{regexp.MustCompile(`\bVUSHR\b`), "VSHL"},
	{regexp.MustCompile(`\bVZIP1\b`), "VZIP2"},
	{regexp.MustCompile(`\bVZIP2\b`), "VZIP1"},
	{regexp.MustCompile(`\bVTRN1\b`), "VTRN2"},
	{regexp.MustCompile(`\bVTBL\b(.*\[V28\.B16), V29\.B16, V30\.B16, V31\.B16`), "VTBL${1}"}, // a quarter of the table
	{regexp.MustCompile(`\bVFMLA\b`), "VFMLS"},
	{regexp.MustCompile(`\bVBIT\b`), "VBIF"},
	{regexp.MustCompile(`\bVBIF\b`), "VBIT"},
	{regexp.MustCompile(`\bVBSL\b(\s+)(\S+), (\S+), `), "VBSL${1}${3}, ${2}, "},
}

// flips lists, for each word that has no mnemonic but in its comment, the bits in which
// another instruction differs.
var flips = []struct {
	was  *regexp.Regexp
	bits uint64
}{
	{regexp.MustCompile(`// fadd\b`), 0x00800000},  // fsub
	{regexp.MustCompile(`// fsub\b`), 0x00800000},  // fadd
	{regexp.MustCompile(`// fmul\b`), 0x00002000},  // fdiv
	{regexp.MustCompile(`// fdiv\b`), 0x00002000},  // fmul
	{regexp.MustCompile(`// fneg\b`), 0x20000000},  // fabs
	{regexp.MustCompile(`// fcmeq\b`), 0x20800000}, // fcmgt
	{regexp.MustCompile(`// fcmgt\b`), 0x20800000}, // fcmeq
	{regexp.MustCompile(`// cmgt\b`), 0x2000B800},  // cmeq
	{regexp.MustCompile(`// smin\b`), 0x00000800},  // smax
	{regexp.MustCompile(`// mul\b`), 0x00001800},   // add
}

var word = regexp.MustCompile(`\$0x[0-9a-f]{8}\b`)

// swapped returns what a line becomes by each rule that it falls under.
func swapped(line string) (list []string) {
	for _, s := range swaps {
		if s.was.MatchString(line) {
			list = append(list, s.was.ReplaceAllString(line, s.is))
		}
	}
	for _, f := range flips {
		if !f.was.MatchString(line) {
			continue
		}
		list = append(list, word.ReplaceAllStringFunc(line, func(digits string) string {
			bits, err := strconv.ParseUint(digits[3:], 16, 32)
			exitOn(err)
			return fmt.Sprintf("$0x%08x", bits^f.bits)
		}))
	}
	return list
}

package main

import (
	"fmt"
	"regexp"
	"strconv"
)

var re = regexp.MustCompile

// swaps lists, for each mnemonic, what takes its place.
var swaps = []struct {
	was *regexp.Regexp
	is  string
}{
	// amd64
	{re(`\bVADDPD\b`), "VSUBPD"},
	{re(`\bVSUBPD\b`), "VADDPD"},
	{re(`\bVMULPD\b`), "VDIVPD"},
	{re(`\bVDIVPD\b`), "VMULPD"},
	{re(`\bVFMADD(\d+)PD\b`), "VFMSUB${1}PD"},
	{re(`\bVFMSUB(\d+)PD\b`), "VFMADD${1}PD"},
	{re(`\bVADDPS\b`), "VSUBPS"},
	{re(`\bVPADD([BWDQ])\b`), "VPSUB${1}"},
	{re(`\bVPSUBQ\b`), "VPADDQ"},
	{re(`\bVPMINSD\b`), "VPMAXSD"},
	{re(`\bVPMAXUD\b`), "VPMINUD"},
	{re(`\bVPCMPGTQ\b`), "VPCMPEQQ"},
	{re(`\bVPCMPEQQ\b`), "VPCMPGTQ"},
	{re(`\bVUNPCK([LH])PD(\s+\w+), (\w+), `), "VUNPCK${1}PD${2}, ${2}, "}, // b in the place of a
	{re(`\bVPERM2F128(\s+)\$0x20`), "VPERM2F128${1}$$0x31"},               // high to low
	{re(`\bVPERM2F128(\s+)\$0x31`), "VPERM2F128${1}$$0x20"},               // low to high
	{re(`\bVSHUFF64X2(\s+)\$0x(44|ee)`), "VSHUFF64X2${1}$$0x4e"},          // half of either
	{re(`\bVSHUFF64X2(\s+)\$0x(88|dd)`), "VSHUFF64X2${1}$$0x8d"},          // likewise
	{re(`\bVPAND(Q?)\b`), "VPOR${1}"},
	{re(`\bVPOR(Q?)\b`), "VPAND${1}"},
	{re(`\bVANDPD\b`), "VORPD"},
	{re(`\bVORPD\b`), "VANDPD"},
	{re(`\bVPSLLQ\b`), "VPSRLQ"},
	{re(`\bVPSRLQ\b`), "VPSLLQ"},
	{re(`\bVPERMPS\b(\s+)\S+, `), "VPERMPS${1}Y0, "},
	{re(`\bVPBLENDD(\s+)\$0xaa`), "VPBLENDD${1}$$0x55"},
	{re(`\bVPERMPD(\s+\S+), (\w+), `), "VPERMPD${1}, Z31, "},
	{re(`\bVCMPPD(\.BCST)?(\s+)\$0x11`), "VCMPPD${1}${2}$$0x1d"}, // less to not less
	{re(`\bVCMPPD(\.BCST)?(\s+)\$0x1e`), "VCMPPD${1}${2}$$0x12"}, // greater to less or equal
	{re(`\bVCMPPD(\.BCST)?(\s+)\$0x00`), "VCMPPD${1}${2}$$0x0c"}, // equal to unequal
	{re(`\bVPCMPQ(\.BCST)?(\s+)\$0x01`), "VPCMPQ${1}${2}$$0x05"},
	{re(`\bVPCMPQ(\.BCST)?(\s+)\$0x06`), "VPCMPQ${1}${2}$$0x02"},
	{re(`\bVPCMPQ(\.BCST)?(\s+)\$0x00`), "VPCMPQ${1}${2}$$0x04"},
	{re(`\bKANDB\b`), "KORB"},
	{re(`\bKORB\b`), "KANDB"},
	// of KORTESTB: if all to if none
	{re(`\bJCS\b`), "JEQ"},
	{re(`\bVBLENDMPD(?:\.BCST)?(\s+)\S+, (\w+), `), "VBLENDMPD${1}${2}, ${2}, "}, // always one side
	{re(`\bVMOVUPD(\s+\S+), K\d, `), "VMOVUPD${1}, "},                            // every lane
	// one lane more than there are
	{re(`\bLEAQ(\s+firstlanes<>)\+0`), "LEAQ${1}+1"},
	{re(`\bLEAQ(\s+firstlanes<>)\+8`), "LEAQ${1}+7"},                            // one less
	{re(`\b(VMOVUPD|VBROADCASTSD)\.Z(\s+\S+), K\d, `), "${1}${2}, "},            // kept everywhere
	{re(`\bVBLENDVPD(\s+\S+), (\S+), (Y\d+), `), "VBLENDVPD${1}, ${3}, ${3}, "}, // always one side

	// arm64
	{re(`\bVADD\b`), "VSUB"},
	{re(`\bVSUB\b`), "VADD"},
	{re(`\bVAND\b`), "VORR"},
	{re(`\bVORR\b`), "VAND"},
	{re(`\bVUMAX\b`), "VUMIN"},
	{re(`\bVCMEQ\b`), "VCMTST"},
	{re(`\bVSHL\b`), "VUSHR"},
	{re(`\bVUSHR\b`), "VSHL"},
	{re(`\bVZIP1\b`), "VZIP2"},
	{re(`\bVZIP2\b`), "VZIP1"},
	{re(`\bVTRN1\b`), "VTRN2"},
	{re(`\bVTBL\b(.*\[V28\.B16), V29\.B16, V30\.B16, V31\.B16`), "VTBL${1}"}, // a quarter of the table
	{re(`\bVFMLA\b`), "VFMLS"},
	{re(`\bVBIT\b`), "VBIF"},
	{re(`\bVBIF\b`), "VBIT"},
	{re(`\bVBSL\b(\s+)(\S+), (\S+), `), "VBSL${1}${3}, ${2}, "},
}

// flips lists, for each word that has no mnemonic but in its comment, the bits in which
// another instruction differs.
var flips = []struct {
	was  *regexp.Regexp
	bits uint64
}{
	{re(`// fadd\b`), 0x00800000},  // fsub
	{re(`// fsub\b`), 0x00800000},  // fadd
	{re(`// fmul\b`), 0x00002000},  // fdiv
	{re(`// fdiv\b`), 0x00002000},  // fmul
	{re(`// fneg\b`), 0x20000000},  // fabs
	{re(`// fcmeq\b`), 0x20800000}, // fcmgt
	{re(`// fcmgt\b`), 0x20800000}, // fcmeq
	{re(`// cmgt\b`), 0x2000B800},  // cmeq
	{re(`// smin\b`), 0x00000800},  // smax
	{re(`// mul\b`), 0x00001800},   // add
}

var word = re(`\$0x[0-9a-f]{8}\b`)

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

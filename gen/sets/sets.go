// Package sets lists the instruction sets that kernels are generated for.
package sets

import (
	"sumlog/gen/amd64"
	"sumlog/gen/arm64"
	"sumlog/gen/build"
)

// Set is an instruction set.
type Set struct {
	Package  string // of its probes, and the name of its files in kernel
	ISA      string // the constant of package kernel, which its raw functions' names end in
	Describe string // for the package comment of its probes
	Arch     string // suffix of the names of its files
	Target   build.Target
	Assembly func(...*build.Kernel) ([]byte, error)
}

// All lists them, those of one architecture in the order of preference.
var All = []Set{{
	Package:  "avx2",
	ISA:      "AVX2",
	Describe: "amd64 processors with AVX2 and FMA",
	Arch:     "amd64",
	Target:   amd64.AVX2{},
	Assembly: amd64.AVX2{}.Assembly,
}, {
	Package:  "avx512",
	ISA:      "AVX512",
	Describe: "amd64 processors with AVX-512 (F, DQ and BW)",
	Arch:     "amd64",
	Target:   amd64.AVX512{},
	Assembly: amd64.AVX512{}.Assembly,
}, {
	Package:  "neon",
	ISA:      "NEON",
	Describe: "arm64 processors, which all have NEON",
	Arch:     "arm64",
	Target:   &arm64.NEON{},
	Assembly: arm64.Assembly,
}}

// Package sets lists the instruction sets that kernels are generated for.
package sets

import (
	"path/filepath"
	"strings"

	"sumlog/gen/amd64"
	"sumlog/gen/arm64"
	"sumlog/gen/build"
	"sumlog/gen/kernels"
)

// Set is an instruction set.
type Set struct {
	ISA      string // the constant of package kernel, which its raw functions' names end in
	Describe string // for the package comment of its probes
	Arch     string // suffix of the names of its files
	Target   func() build.Target
	Assembly func(...*build.Kernel) ([]byte, error)
}

// All lists them, those of one architecture in the order of preference.
var All = []Set{{
	ISA:      "AVX2",
	Describe: "amd64 processors with AVX2 and FMA",
	Arch:     "amd64",
	Target:   func() build.Target { return amd64.AVX2 },
	Assembly: amd64.AVX2.Assembly,
}, {
	ISA:      "AVX512",
	Describe: "amd64 processors with AVX-512 (F, DQ and BW)",
	Arch:     "amd64",
	Target:   func() build.Target { return amd64.AVX512 },
	Assembly: amd64.AVX512.Assembly,
}, {
	ISA:      "NEON",
	Describe: "arm64 processors, which all have NEON",
	Arch:     "arm64",
	Target:   func() build.Target { return &arm64.NEON{} },
	Assembly: arm64.Assembly,
}}

// Of lists those of one architecture.
func Of(arch string) (list []Set) {
	for _, s := range All {
		if s.Arch == arch {
			list = append(list, s)
		}
	}
	return list
}

// Lanes is how many elements a vector has.
func (s Set) Lanes() int { return s.Target().Lanes() }

// Package is the name of the package of its probes.
func (s Set) Package() string { return strings.ToLower(s.ISA) }

// File is the path of its assembly from the root on, without the extension.
func (s Set) File() string { return filepath.Join("kernel", s.Package()+"_"+s.Arch) }

// Constraint is the build constraint of the files with assembly.
func (s Set) Constraint() string { return s.Arch + " && !purego && !noasm" }

// Kernels lists the kernels with the names of the set's functions in package kernel.
func (s Set) Kernels() (list []*build.Kernel) {
	for _, k := range kernels.All() {
		list = append(list, k.Renamed(k.Name+s.ISA))
	}
	return list
}

package main

import (
	"path"
	"strings"

	"sumlog/gen/amd64"
	"sumlog/gen/arm64"
	"sumlog/gen/build"
	"sumlog/gen/kernels"
)

// Target records kernels and prints them.
type Target interface {
	build.Target
	Assembly(kernels ...*build.Kernel) []byte
}

// set is an instruction set that kernels are generated for.
type set struct {
	ISA      string // the constant of package kernel, which its raw functions' names end in
	Describe string // for the package comment of its probes
	Arch     string // suffix of the names of its files
	Target
}

// sets lists them, those of one architecture in the order of preference.
var sets = []set{{
	ISA:      "AVX2",
	Describe: "amd64 processors with AVX2 and FMA",
	Arch:     "amd64",
	Target:   amd64.AVX2,
}, {
	ISA:      "AVX512",
	Describe: "amd64 processors with AVX-512 (F, DQ and BW)",
	Arch:     "amd64",
	Target:   amd64.AVX512,
}, {
	ISA:      "NEON",
	Describe: "arm64 processors, which all have NEON",
	Arch:     "arm64",
	Target:   arm64.NEON{},
}}

// Package is the name of the package of its probes.
func (s set) Package() string { return strings.ToLower(s.ISA) }

// File is the path of its assembly from the root on, without the extension.
func (s set) File() string { return path.Join("kernel", s.Package()+"_"+s.Arch) }

// Constraint is the build constraint of the files with assembly.
func (s set) Constraint() string { return s.Arch + " && !purego && !noasm" }

// Kernels lists the kernels with the names of the set's functions in package kernel.
func (s set) Kernels() (list []*build.Kernel) {
	for _, k := range kernels.All() {
		list = append(list, k.Renamed(k.Name+s.ISA))
	}
	return list
}

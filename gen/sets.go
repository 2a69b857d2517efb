package main

import (
	"fmt"
	"go/format"
	"path/filepath"
	"strings"

	"sumlog/gen/amd64"
	"sumlog/gen/arm64"
	"sumlog/gen/build"
	"sumlog/gen/kernels"
)

// instructionSet is one that kernels are generated for.
type instructionSet struct {
	Package  string // of its probes, and the name of its files in kernel
	ISA      string // the constant of package kernel, which its raw functions' names end in
	Describe string // for the package comment of its probes
	Arch     string // suffix of the names of its files
	target   build.Target
	assembly func(...*build.Kernel) ([]byte, error)
}

// sets lists the instruction sets, those of one architecture in the order of preference.
var sets = []instructionSet{{
	Package:  "avx2",
	ISA:      "AVX2",
	Describe: "amd64 processors with AVX2 and FMA",
	Arch:     "amd64",
	target:   amd64.AVX2{},
	assembly: amd64.AVX2{}.Assembly,
}, {
	Package:  "avx512",
	ISA:      "AVX512",
	Describe: "amd64 processors with AVX-512 (F, DQ and BW)",
	Arch:     "amd64",
	target:   amd64.AVX512{},
	assembly: amd64.AVX512{}.Assembly,
}, {
	Package:  "neon",
	ISA:      "NEON",
	Describe: "arm64 processors, which all have NEON",
	Arch:     "arm64",
	target:   &arm64.NEON{},
	assembly: arm64.Assembly,
}}

// constraint is the build constraint of the files with assembly.
func (s instructionSet) constraint() string { return constraintOf(s.Arch) }

func constraintOf(arch string) string { return arch + " && !purego && !noasm" }

// raw is the kernel with the name of the set's function in package kernel.
func (s instructionSet) raw(k *build.Kernel) *build.Kernel {
	raw := *k
	raw.Name = k.Name + s.ISA
	raw.Doc = append([]string{raw.Name + strings.TrimPrefix(k.Doc[0], k.Name)}, k.Doc[1:]...)
	return &raw
}

// kernelFiles returns the generated files of package kernel: for each instruction set its
// assembly and the declarations of it, and the calls of each architecture.
func kernelFiles() (map[string][]byte, error) {
	files := map[string][]byte{}
	for _, s := range sets {
		var list []*build.Kernel
		var stubs strings.Builder
		for _, k := range kernels.All() {
			list = append(list, s.raw(k))
			stubs.WriteString(stub(s.raw(k)))
		}
		text, err := s.assembly(list...)
		if err != nil {
			return nil, err
		}
		name := filepath.Join("kernel", s.Package+"_"+s.Arch)
		files[name+".s"] = text
		if files[name+".go"], err = goFile(s.constraint(), "package kernel\n\n"+stubs.String()); err != nil {
			return nil, err
		}
	}
	for name, c := range calls() {
		text, err := goFile(c.constraint, "package kernel\n\n"+c.text())
		if err != nil {
			return nil, err
		}
		files[filepath.Join("kernel", name)] = text
	}
	return files, nil
}

// goFile is a generated Go file of that text.
func goFile(constraint, text string) ([]byte, error) {
	if constraint != "" {
		text = "//go:build " + constraint + "\n\n" + text
	}
	formatted, err := format.Source([]byte(header + "\n\n" + text))
	if err != nil {
		return nil, fmt.Errorf("gen: %w in\n%s", err, text)
	}
	return formatted, nil
}

// stub declares the function that the assembly implements.
func stub(k *build.Kernel) string {
	var b strings.Builder
	b.WriteString("\n")
	for _, line := range k.Doc {
		b.WriteString(strings.TrimRight("// "+line, " ") + "\n")
	}
	fmt.Fprintf(&b, "//\n//go:noescape\nfunc %s(%s)\n", k.Name, params(k))
	return b.String()
}

// params lists the kernel's parameters as a Go function declares them.
func params(k *build.Kernel) string {
	list := strings.Split(strings.TrimSuffix(strings.TrimPrefix(k.Signature(), "func("), ")"), ", ")
	for i := range len(list) - 1 { // a type that the next one has too is left out
		name, kind, _ := strings.Cut(list[i], " ")
		if strings.HasSuffix(list[i+1], " "+kind) {
			list[i] = name
		}
	}
	return strings.Join(list, ", ")
}

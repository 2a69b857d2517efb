package main

import (
	"fmt"
	"strings"

	"sumlog/gen/build"
	"sumlog/gen/ir"
	"sumlog/gen/kernels"
	"sumlog/gen/sets"
)

// callsFile is a file of package kernel by which its wrappers call the assembly of one
// architecture. It has what depends on the architecture: the sizes of the sets' vectors,
// and a function a kernel that takes the instruction set.
type callsFile struct {
	constraint string
	sets       []sets.Set // none: the wrappers' branches are left out by the compiler
}

// calls returns the files by name.
func calls() map[string]callsFile {
	files := map[string]callsFile{}
	var architectures []string
	for _, s := range sets.All {
		name := "calls_" + s.Arch + ".go"
		f := files[name]
		if f.sets == nil {
			architectures = append(architectures, s.Arch)
		}
		files[name] = callsFile{s.Constraint(), append(f.sets, s)}
	}
	files["calls_none.go"] = callsFile{
		constraint: "!(" + strings.Join(architectures, " || ") + ") || purego || noasm",
	}
	return files
}

func (f callsFile) text() string {
	var b strings.Builder
	f.writeSizes(&b)
	for _, k := range kernels.All() {
		f.writeCall(&b, k)
	}
	return b.String()
}

// writeSizes writes what the wrappers are parametrised by.
func (f callsFile) writeSizes(b *strings.Builder) {
	low, high := 1, 1
	var masked []string
	readsBeyond := false
	for i, s := range f.sets {
		n := s.Target().Lanes()
		if i == 0 || n < low {
			low = n
		}
		high = max(high, n)
		if build.HasMasks(s.Target()) {
			masked = append(masked, "isa == "+s.ISA)
		}
		if _, ok := s.Target().(ir.LoadStore); ok {
			readsBeyond = true
		}
	}
	fmt.Fprintf(b, `// hasAssembly reports whether this binary holds assembly. Where it does not, the
// compiler leaves out what follows a test of it.
const hasAssembly = %v

// readsBeyond tells that kernels read the whole last vector of a tail, so that it has to be
// copied to where there is one.
const readsBeyond = %v

// The lanes of the narrowest and of the widest vectors, which hold a float64 each.
const (
	minLanes = %d
	maxLanes = %d
)

`, len(f.sets) > 0, readsBeyond, low, high)
	b.WriteString("// How many vectors a pass of these kernels takes at a time.\nconst (\n")
	for _, k := range kernels.All() {
		if k.Group > 1 {
			fmt.Fprintf(b, "\t%sGroup = %d\n", k.Name, k.Group)
		}
	}
	b.WriteString(`)

// lanesOf returns the number of lanes of a vector of isa.
func lanesOf(isa ISA) int {
`)
	for _, s := range f.sets {
		if n := s.Target().Lanes(); n != low {
			fmt.Fprintf(b, "\tif isa == %s {\n\t\treturn %d\n\t}\n", s.ISA, n)
		}
	}
	fmt.Fprintf(b, "\treturn %d\n}\n\n", low)
	if masked == nil {
		masked = []string{"false"}
	}
	fmt.Fprintf(b, `// isMasked reports whether the kernels of isa that take groups take any number of
// elements, the last of them by masks.
func isMasked(isa ISA) bool { return %s }
`, strings.Join(masked, " || "))
}

// writeCall writes the function that calls a kernel.
func (f callsFile) writeCall(b *strings.Builder, k *build.Kernel) {
	name := callName(k)
	fmt.Fprintf(b, "\n// %s calls %s of isa.\nfunc %s(isa ISA, %s) {\n", name, k.Name, name, params(k))
	call := func(s sets.Set) string {
		return k.Name + s.ISA + "(" + strings.Join(k.Params, ", ") + ")"
	}
	switch len(f.sets) {
	case 0:
		b.WriteString("\tpanic(\"sumlog/kernel: no assembly\")\n")
	case 1:
		fmt.Fprintf(b, "\t%s\n", call(f.sets[0]))
	default:
		b.WriteString("\tswitch isa {\n")
		for _, s := range f.sets {
			fmt.Fprintf(b, "\tcase %s:\n\t\t%s\n", s.ISA, call(s))
		}
		b.WriteString("\t}\n")
	}
	b.WriteString("}\n")
}

func callName(k *build.Kernel) string { return "call" + exported(k.Name) }

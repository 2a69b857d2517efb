package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"sumlog/gen/build"
	"sumlog/gen/ir"
	"sumlog/gen/kernels"
)

// addKernels adds the files of package kernel: for each instruction set its assembly and the
// declarations of it, for each architecture the calls, and the calls where there is no assembly.
func (f files) addKernels() {
	byArch := map[string][]set{}
	for _, s := range sets {
		byArch[s.Arch] = append(byArch[s.Arch], s)
		f[s.File()+".s"] = s.Assembly(s.Kernels()...)
		text := "package kernel\n"
		for _, k := range s.Kernels() {
			text += stub(k)
		}
		f.addGo(s.File()+".go", s.Constraint(), text)
	}
	for arch, list := range byArch {
		f.addGo("kernel/calls_"+arch+".go", list[0].Constraint(), filled(callsText, callsOf(list)))
	}
	none := "!(" + strings.Join(slices.Sorted(maps.Keys(byArch)), " || ") + ") || purego || noasm"
	f.addGo("kernel/calls_none.go", none, filled(callsText, callsOf(nil)))
}

// stub declares the function that the assembly implements.
func stub(k *build.Kernel) string {
	var b strings.Builder
	b.WriteString("\n")
	for _, line := range k.Doc {
		b.WriteString(strings.TrimRight("// "+line, " ") + "\n")
	}
	fmt.Fprintf(&b, "//\n//go:noescape\nfunc %s(%s)\n", k.Name, k.Parameters())
	return b.String()
}

// calls is a file by which the wrappers of package kernel call the assembly of one architecture:
// the sizes of the sets' vectors, and a function a kernel that takes the instruction set. Where
// there is no set, the compiler leaves out the wrappers' branches.
type calls struct {
	Sets        []set
	Kernels     []*build.Kernel
	Min, Max    int // lanes
	ReadsBeyond bool
	Masked      string // the condition that a set has masks
}

func callsOf(list []set) calls {
	lanes, masked := []int{}, []string{}
	c := calls{Sets: list, Kernels: kernels.All(), Min: 1, Max: 1}
	for _, s := range list {
		lanes = append(lanes, s.Lanes())
		c.Min, c.Max = slices.Min(lanes), slices.Max(lanes)
		if build.HasMasks(s.Target) {
			masked = append(masked, "isa == "+s.ISA)
		}
		_, loadStore := s.Target.(ir.LoadStore)
		c.ReadsBeyond = c.ReadsBeyond || loadStore
	}
	c.Masked = cmp.Or(strings.Join(masked, " || "), "false")
	return c
}

const callsText = `package kernel

// hasAssembly reports whether this binary holds assembly. Where it does not, the
// compiler leaves out what follows a test of it.
const hasAssembly = {{ne (len .Sets) 0}}

// readsBeyond tells that kernels read the whole last vector of a tail, so that it has to be
// copied to where there is one.
const readsBeyond = {{.ReadsBeyond}}

// The lanes of the narrowest and of the widest vectors, which hold a float64 each.
const (
	minLanes = {{.Min}}
	maxLanes = {{.Max}}
)

// How many vectors a pass of these kernels takes at a time.
const (
{{- range .Kernels}}{{if gt .Group 1}}
	{{.Name}}Group = {{.Group}}
{{- end}}{{end}}
)

// lanesOf returns the number of lanes of a vector of isa.
func lanesOf(isa ISA) int {
{{- range .Sets}}{{if ne .Lanes $.Min}}
	if isa == {{.ISA}} {
		return {{.Lanes}}
	}
{{- end}}{{end}}
	return {{.Min}}
}

// isMasked reports whether the kernels of isa that take groups take any number of
// elements, the last of them by masks.
func isMasked(isa ISA) bool { return {{.Masked}} }
{{range $k := .Kernels}}
// call{{exported .Name}} calls {{.Name}} of isa.
func call{{exported .Name}}(isa ISA, {{.Parameters}}) {
{{- if not $.Sets}}
	panic("sumlog/kernel: no assembly")
{{- else if eq (len $.Sets) 1}}
	{{.Name}}{{(index $.Sets 0).ISA}}({{join .Params ", "}})
{{- else}}
	switch isa {
{{- range $.Sets}}
	case {{.ISA}}:
		{{$k.Name}}{{.ISA}}({{join $k.Params ", "}})
{{- end}}
	}
{{- end}}
}
{{end}}`

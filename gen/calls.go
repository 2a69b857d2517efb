package main

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"text/template"

	"sumlog/gen/build"
	"sumlog/gen/ir"
	"sumlog/gen/kernels"
)

// calls is a file of package kernel by which its wrappers call the assembly of one architecture:
// the sizes of the sets' vectors, and a function a kernel that takes the instruction set. Where
// there is no set, the compiler leaves out the wrappers' branches.
type calls struct {
	Sets        []set
	Kernels     []*build.Kernel
	Min, Max    int // lanes
	ReadsBeyond bool
	Masked      string // the condition that a set has masks
}

// addCalls adds the files.
func (f files) addCalls() {
	add := func(arch, constraint string, list []set) {
		var text strings.Builder
		if err := callsText.Execute(&text, callsOf(list)); err != nil {
			panic(fmt.Sprintf("gen: %v", err))
		}
		f.addGo(path.Join("kernel", "calls_"+arch+".go"), constraint, text.String())
	}
	var architectures []string
	for _, s := range sets {
		if !slices.Contains(architectures, s.Arch) {
			architectures = append(architectures, s.Arch)
		}
	}
	for _, arch := range architectures {
		list := slices.DeleteFunc(slices.Clone(sets), func(s set) bool { return s.Arch != arch })
		add(arch, list[0].Constraint(), list)
	}
	add("none", "!("+strings.Join(architectures, " || ")+") || purego || noasm", nil)
}

func callsOf(list []set) calls {
	lanes, masked := []int{}, []string{}
	c := calls{Sets: list, Kernels: kernels.All(), Min: 1, Max: 1, Masked: "false"}
	for _, s := range list {
		t := s.Target
		lanes = append(lanes, t.Lanes())
		c.Min, c.Max = slices.Min(lanes), slices.Max(lanes)
		if build.HasMasks(t) {
			masked = append(masked, "isa == "+s.ISA)
			c.Masked = strings.Join(masked, " || ")
		}
		_, loadStore := t.(ir.LoadStore)
		c.ReadsBeyond = c.ReadsBeyond || loadStore
	}
	return c
}

var callsText = template.Must(template.New("calls").Funcs(template.FuncMap{
	"exported": exported, "join": strings.Join,
}).Parse(`package kernel

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
{{end}}`))

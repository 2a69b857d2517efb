package main

import (
	"fmt"
	"strings"

	"sumlog/gen/build"
)

// addKernels adds the files of the instruction sets in package kernel: for each its assembly and
// the declarations of it.
func (f files) addKernels() {
	for _, s := range sets {
		f[s.File()+".s"] = s.Assembly(s.Kernels()...)
		text := "package kernel\n"
		for _, k := range s.Kernels() {
			text += stub(k)
		}
		f.addGo(s.File()+".go", s.Constraint(), text)
	}
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

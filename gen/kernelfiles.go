package main

import (
	"fmt"
	"strings"

	"sumlog/gen/build"
)

// addKernels adds the files of the instruction sets in package kernel: for each its assembly and
// the declarations of it.
func (f files) addKernels() (err error) {
	for _, s := range sets {
		if f[s.File()+".s"], err = s.Assembly(s.Kernels()...); err != nil {
			return err
		}
		text := "package kernel\n"
		for _, k := range s.Kernels() {
			text += stub(k)
		}
		f.addGo(s.File()+".go", s.Constraint(), text)
	}
	return nil
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

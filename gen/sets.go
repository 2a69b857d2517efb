package main

import (
	"fmt"
	"go/format"
	"maps"
	"strings"

	"sumlog/gen/build"
	"sumlog/gen/sets"
)

// kernelFiles returns the generated files of package kernel: for each instruction set its
// assembly and the declarations of it, and the calls of each architecture.
func kernelFiles() (map[string][]byte, error) {
	files := map[string][]byte{}
	for _, s := range sets.All {
		var stubs strings.Builder
		for _, k := range s.Kernels() {
			stubs.WriteString(stub(k))
		}
		var err error
		if files[s.File()+".s"], err = s.Assembly(s.Kernels()...); err != nil {
			return nil, err
		}
		text := "package kernel\n\n" + stubs.String()
		if files[s.File()+".go"], err = goFile(s.Constraint(), text); err != nil {
			return nil, err
		}
	}
	calls, err := callsFiles()
	maps.Copy(files, calls)
	return files, err
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
	fmt.Fprintf(&b, "//\n//go:noescape\nfunc %s(%s)\n", k.Name, k.Parameters())
	return b.String()
}

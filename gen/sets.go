package main

import (
	"fmt"
	"go/format"
	"path/filepath"
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

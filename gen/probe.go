package main

import (
	"bytes"
	"fmt"
	"go/format"
	"strings"

	"sumlog/gen/build"
	"sumlog/gen/probes"
)

// probeFolders returns the contents of the folders under bench/probe: one for each
// instruction set, and one for what the kernels have to do.
func probeFolders() (map[string]map[string][]byte, error) {
	folders := map[string]map[string][]byte{}
	for _, s := range sets {
		files, err := s.probeFiles()
		if err != nil {
			return nil, err
		}
		folders[s.Package] = files
	}
	file, err := operations()
	folders["operations"] = map[string][]byte{"operations.go": file}
	return folders, err
}

func (s instructionSet) probeFiles() (map[string][]byte, error) {
	out := map[string][]byte{}
	var docs, stubs, forwards bytes.Buffer
	fmt.Fprintf(&docs, "// Package %s holds probes for the limits of %s.\n// Elsewhere there is nothing to call.\npackage %s\n\n", s.Package, s.Describe, s.Package)
	fmt.Fprintf(&docs, "// Chains is how many vectors one turn of a probe of arithmetic computes, Lanes how many\n"+
		"// float64 a vector has, and Step what a probe of memory moves at a time, in words.\n"+
		"const (\n\tChains = %d\n\tLanes = %d\n\tStep = %d\n)\n", probes.Chains(s.target), s.target.Lanes(), probes.Step)
	for _, k := range probes.All(s.target) {
		k.Doc[0] = exported(k.Name) + strings.TrimPrefix(k.Doc[0], k.Name)
		k.Name = exported(k.Name)
		stubs.WriteString(stub(k))
		fmt.Fprintf(&forwards, "func %s%s {}\n", k.Name, strings.TrimPrefix(k.Signature(), "func"))
		text, err := s.assembly(k)
		if err != nil {
			return nil, err
		}
		out[strings.ToLower(k.Name)+"_"+s.Arch+".s"] = text
	}
	var err error
	add := func(name, constraint, head string, body []byte) {
		if err != nil {
			return
		}
		var b bytes.Buffer
		b.WriteString(header + "\n\n")
		if constraint != "" {
			fmt.Fprintf(&b, "//go:build %s\n\n", constraint)
		}
		b.WriteString(head)
		b.Write(body)
		out[name], err = format.Source(b.Bytes())
	}
	add("doc.go", "", "", docs.Bytes())
	add("probes_"+s.Arch+".go", s.constraint(), "package "+s.Package+"\n\n// Available reports whether this binary holds the probes.\nconst Available = true\n", stubs.Bytes())
	add("none.go", "!("+s.constraint()+")", "package "+s.Package+"\n\n// Available reports whether this binary holds the probes.\nconst Available = false\n\n// What there is nothing of.\n", forwards.Bytes())
	return out, err
}

func exported(name string) string { return strings.ToUpper(name[:1]) + name[1:] }

// operations is the file that tells what the kernels have to do. All targets agree,
// for the specification says what is computed.
func operations() ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(header + "\n\n" +
		"// Package operations tells how much arithmetic the main loops of the kernels do.\npackage operations\n\n" +
		"// Count is arithmetic on float64. A fused multiplication and addition is one multiplication.\n" +
		"type Count struct{ Multiply, Add, Divide float64 }\n\n" +
		"// Of is what a kernel does for one element, LogAccumulateDirect for one term. What a branch\n" +
		"// leaves out where all arguments are ordinary is not counted; nor are comparisons, table\n" +
		"// look-ups and operations on integers.\nvar Of = map[string]Count{\n")
	for _, c := range probes.Operations(sets[0].target) {
		fmt.Fprintf(&b, "\t%q: {%g, %g, %g}, // a%s %s\n", c.Name, c.Multiply, c.Add, c.Divide, map[bool]string{true: "n"}[c.Unit == "element"], c.Unit)
	}
	b.WriteString("}\n")
	for _, s := range sets[1:] {
		if err := agree(sets[0].target, s.target); err != nil {
			return nil, fmt.Errorf("gen: %s and %s: %w", sets[0].Package, s.Package, err)
		}
	}
	return format.Source(b.Bytes())
}

func agree(a, b build.Target) error {
	first, other := probes.Operations(a), probes.Operations(b)
	for i, c := range first {
		if c != other[i] {
			return fmt.Errorf("%s takes %+v, and %+v", c.Name, c, other[i])
		}
	}
	return nil
}

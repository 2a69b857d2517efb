package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"sumlog/gen/amd64"
	"sumlog/gen/ir"
)

// countTable matches the table that addCounts writes.
var countTable = regexp.MustCompile(`(?m)^\| kernel \| operations \|.*\n(\|.*\n)+`)

// addCounts brings docs/performance.md up to date, which tells how many instructions each kernel
// has a vector, and how many of them have an operand in memory: those of the generated assembly
// along the path that ordinary elements take, loops and addresses included, beside the operations
// that the algorithm has. An instruction of the assembly's text is one of the processor's.
func (f files) addCounts(root string) error {
	name := filepath.Join("docs", "performance.md")
	text, err := os.ReadFile(filepath.Join(root, name))
	if err == nil && !countTable.Match(text) {
		err = fmt.Errorf("%s has no table of instructions", name)
	}
	if err != nil {
		return err
	}
	f[name] = countTable.ReplaceAllLiteral(text, []byte(f.counts()))
	return nil
}

func (f files) counts() string {
	var b strings.Builder
	b.WriteString("| kernel | operations | AVX2 | AVX-512 | NEON |\n| --- | --- | --- | --- | --- |\n")
	for _, v := range variants {
		perVector := func(n, lanes int) string {
			vectors := float64(v.elements(lanes)) / float64(lanes)
			return strings.TrimSuffix(fmt.Sprintf("%.1f", float64(n)/vectors), ".0")
		}
		n := 0
		for _, o := range v.operations(amd64.AVX512) {
			if isAlgorithm(o.Code) {
				n++
			}
		}
		fmt.Fprintf(&b, "| %s | %s |", v.title, perVector(n, amd64.AVX512.Lanes()))
		for _, s := range sets {
			_, text, _ := bytes.Cut(f[s.File()+".s"], []byte("\nTEXT ·"+v.kernel+s.ISA+"(SB)"))
			text, _, _ = bytes.Cut(text, []byte("\nTEXT ·"))
			_, text, _ = bytes.Cut(text, []byte("\n"))
			list, lanes := v.instructions(text), s.Lanes()
			n := 0
			for _, line := range list {
				if memory.MatchString(line.text) && !strings.HasPrefix(line.text, "LEAQ") {
					n++
				}
			}
			fmt.Fprintf(&b, " %s, %s |", perVector(len(list), lanes), perVector(n, lanes))
		}
		b.WriteString("\n")
	}
	return b.String()
}

// isAlgorithm reports whether the algorithm needs the operation: those on vectors, and loads and
// stores of elements, without moves, constants, addresses and loops. A look-up is one.
func isAlgorithm(c ir.Code) bool {
	switch c {
	case ir.Prefetch, ir.Fence:
		return false
	case ir.InterleaveLo, ir.InterleaveHi:
		return true
	}
	return c <= ir.StoreMasked || c >= ir.FirstTarget
}

// memory matches an operand in memory: relative to a register, or by its name.
var memory = regexp.MustCompile(`[0-9a-z_>]\(|\s\(\w+\)|// stnp`)

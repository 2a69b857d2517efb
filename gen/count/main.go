// Command count prints how many instructions each kernel has a vector, and how many of
// them have an operand in memory: those of the generated assembly along the path that
// ordinary elements take, loops and addresses
// included, beside the operations that the algorithm has. An instruction of the
// assembly's text is one of the processor's.
//
//	go -C gen run ./count
//
// A test compares the table with docs/performance.md.
package main

import (
	"fmt"
	"os"
	"regexp"
	"strings"

	"sumlog/gen/amd64"
	"sumlog/gen/ir"
	"sumlog/gen/kernels"
	"sumlog/gen/paths"
	"sumlog/gen/sets"
)

func main() {
	text, err := table()
	if err != nil {
		fmt.Fprintln(os.Stderr, "count:", err)
		os.Exit(1)
	}
	fmt.Print(text)
}

func table() (string, error) {
	var b strings.Builder
	b.WriteString("| kernel | operations | AVX2 | AVX-512 | NEON |\n| --- | --- | --- | --- | --- |\n")
	for _, v := range paths.Variants {
		perVector := func(n, lanes int) string {
			vectors := float64(v.Elements(lanes)) / float64(lanes)
			return strings.TrimSuffix(fmt.Sprintf("%.1f", float64(n)/vectors), ".0")
		}
		n := 0
		for _, o := range v.Operations(amd64.AVX512) {
			if isAlgorithm(o.Code) {
				n++
			}
		}
		fmt.Fprintf(&b, "| %s | %s |", v.Title, perVector(n, amd64.AVX512.Lanes()))
		for _, s := range sets.All {
			text, err := s.Assembly(kernels.Named(v.Kernel))
			if err != nil {
				return "", err
			}
			list, lanes := v.Instructions(text), s.Lanes()
			n := 0
			for _, line := range list {
				if memory.MatchString(line) && !strings.HasPrefix(line, "LEAQ") {
					n++
				}
			}
			fmt.Fprintf(&b, " %s, %s |", perVector(len(list), lanes), perVector(n, lanes))
		}
		b.WriteString("\n")
	}
	return b.String(), nil
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

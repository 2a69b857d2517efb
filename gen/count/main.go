// Command count prints how many instructions each kernel has a vector, and how many of
// them have an operand in memory: those of the generated assembly along the path that
// ordinary elements take, loops and addresses
// included, beside the operations that the algorithm has. An instruction of the
// assembly's text is one of the processor's.
//
//	go -C gen run ./count           print the table
//	go -C gen run ./count -check    fail where docs/performance.md has another one
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"sumlog/gen/amd64"
	"sumlog/gen/kernels"
	"sumlog/gen/sets"
)

func main() {
	check := flag.Bool("check", false, "compare with docs/performance.md, and print nothing")
	flag.Parse()
	if err := run(filepath.Join("..", "docs"), *check); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(docs string, check bool) error {
	table, err := counts()
	if err != nil {
		return err
	}
	if !check {
		fmt.Print(table)
		return nil
	}
	path := filepath.Join(docs, "performance.md")
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if !strings.Contains(string(text), table) {
		return fmt.Errorf("%s: the instruction counts are others now; they are\n\n%s", path, table)
	}
	return nil
}

// counts is the table.
func counts() (string, error) {
	var b strings.Builder
	b.WriteString("| kernel | operations | AVX2 | AVX-512 | NEON |\n| --- | --- | --- | --- | --- |\n")
	for _, w := range variants {
		k := kernels.Named(w.kernel)
		operations, _ := w.walk(recorded(k))
		fmt.Fprintf(&b, "| %s | %s |", w.title, perVector(operations, w, amd64.AVX512{}.Lanes()))
		for _, t := range sets.All {
			text, err := t.Assembly(k)
			if err != nil {
				return "", err
			}
			n, memory := w.walk(printed(text))
			fmt.Fprintf(&b, " %s, %s |", perVector(n, w, t.Target.Lanes()), perVector(memory, w, t.Target.Lanes()))
		}
		b.WriteString("\n")
	}
	return b.String(), nil
}

func perVector(n int, w variant, lanes int) string {
	vectors := float64(w.elements(lanes)) / float64(lanes)
	return strings.TrimSuffix(fmt.Sprintf("%.1f", float64(n)/vectors), ".0")
}

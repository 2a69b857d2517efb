// Command cases writes calls of the operations and their results by the specification, for the
// test of the C library:
//
//	go run ./c/test/cases >FILE
//
// A case is a line "NAME PARAM INPUTS LENGTH RESULTS", INPUTS times LENGTH numbers and RESULTS
// numbers. A number is the eight bytes of a float64 as this machine stores it.
package main

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"os"

	"sumlog/internal/operations"
)

func main() {
	w := bufio.NewWriter(os.Stdout)
	for _, o := range operations.All() {
		for i, k := range o.Kinds {
			writeKind(w, o, k, i == 0)
		}
	}
	if err := w.Flush(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// writeKind writes the cases of an operation with one kind of inputs: every value of the
// parameter, and every length, but for further kinds of inputs where results do not depend on it.
func writeKind(w *bufio.Writer, o *operations.Operation, k operations.Kind, first bool) {
	most := 10_000 // elements of an input
	if o.Shape == operations.Rows {
		most = 5000 // of which there are many
	}
	inputs := o.Draw(k, most+10, 5)
	var lengths []int
	for n := range 70 {
		lengths = append(lengths, n)
	}
	lengths = append(lengths, 127, 128, 129, 255, 257, 511, 512, 513, 1000)
	lengths = append(lengths, 4095, 4096, 4097, 10_000)
	if !first && !o.Returns() {
		lengths = []int{13, 1000}
	}
	for _, param := range o.Few {
		for _, n := range lengths {
			if _, input := o.Lengths(n, param); input <= most {
				writeCase(w, o, o.Take(inputs, n%5, n, param), n)
			}
		}
	}
	for _, param := range o.Params {
		n := 300
		if o.Shape == operations.Rows {
			n = min(38, most/param)
		}
		writeCase(w, o, o.Take(inputs, 1, n, param), n)
	}
}

func writeCase(w *bufio.Writer, o *operations.Operation, a *operations.Args, n int) {
	o.Spec(a)
	_, input := o.Lengths(n, a.Param)
	fmt.Fprintf(w, "%s %d %d %d %d\n", o.Name, a.Param, o.Inputs, input, len(a.Dst))
	for i := range o.Inputs {
		write(w, a.In[i])
	}
	write(w, a.Dst)
}

// write writes numbers. bufio keeps the first error for Flush.
func write(w *bufio.Writer, x []float64) { _ = binary.Write(w, binary.NativeEndian, x) }

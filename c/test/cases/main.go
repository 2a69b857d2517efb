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

	"sumlog/internal/generic"
	"sumlog/internal/operations"
)

func main() {
	w := bufio.NewWriter(os.Stdout)
	for _, o := range append(operations.All(), &divisions, &frexp) {
		for i, k := range o.Kinds {
			writeKind(w, o, k, i == 0)
		}
		if o.Param == "cols" {
			writeRows(w, o)
		}
	}
	if err := w.Flush(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// divisions and frexp are methods of Product, which the table has no rows for.
var (
	divisions = ofProduct("ProductDiv", func(dst, x []float64) {
		p := generic.One
		for _, v := range x {
			p.Div(v)
		}
		dst[0], dst[1], dst[2], dst[3] = p.E, p.P, float64(p.Exp), 0
		for i, set := range []bool{p.Negative, p.Zero, p.Infinite} {
			if set {
				dst[3] += float64(int(1) << i)
			}
		}
	})
	frexp = ofProduct("ProductFrexp", func(dst, x []float64) {
		p := generic.One
		for _, v := range x {
			p.Mul(v)
		}
		frac, exp := p.Frexp()
		dst[0], dst[1] = frac, float64(exp)
	})
)

func ofProduct(name string, spec func(dst, x []float64)) operations.Operation {
	return operations.Operation{
		Name: name, Inputs: 1, Shape: operations.Accumulator, Params: []int{0}, Few: []int{0},
		Kinds: operations.Find("Product").Kinds,
		Spec:  func(a *operations.Args) { spec(a.Dst, a.In[0]) },
	}
}

// writeKind writes the cases of an operation with one kind of inputs: every value of the
// parameter, and every length, but for further kinds of inputs where results do not depend on it.
func writeKind(w *bufio.Writer, o *operations.Operation, k operations.Kind, first bool) {
	most := 10_000 // elements of an input
	if o.InRows() {
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
		if o.InRows() {
			n = min(38, most/param)
		}
		writeCase(w, o, o.Take(inputs, 1, n, param), n)
	}
}

// writeRows writes rows of every length up to the longest that vectors take a row a lane, and one
// more. Their kinds take turns, so that rows side by side take different paths. There are fewer
// rows than the widest vector has lanes, more, and more than are taken at a time.
func writeRows(w *bufio.Writer, o *operations.Operation) {
	const longest, most = generic.MaxLaneRow + 1, generic.LaneRows + 2*generic.Row8
	var kinds [][][]float64
	for i, k := range o.Kinds {
		kinds = append(kinds, o.Draw(k, longest*most, uint64(i)))
	}
	for cols := 1; cols <= longest; cols++ {
		for _, n := range []int{cols%generic.Row8 + 1, cols%19 + generic.Row8, most - cols%13} {
			a := &operations.Args{Param: cols}
			results, input := o.Lengths(n, cols)
			a.Dst = make([]float64, results)
			for i := range o.Inputs {
				for at := 0; at < input; at += cols {
					kind := kinds[(at/cols+cols)%len(kinds)]
					a.In[i] = append(a.In[i], kind[i][at:at+cols]...)
				}
			}
			writeCase(w, o, a, n)
		}
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

// Package build is what sumlog's kernels are written against: the operations a kernel may
// use, and the recorder that turns a kernel, a Go function, into a program of package ir.
//
// A kernel never learns the lane count, nor how many vectors a value is made of:
// each value stands for a group of vectors, and each operation is recorded once
// for every vector of the group, side by side, so that independent chains fill
// the pipelines.
package build

import (
	"slices"
	"strings"
)

// Kernel is a function to be generated.
type Kernel struct {
	Name   string   // of the Go function that the assembly implements
	Doc    []string // the stub's comment: the loop that it replaces
	Params []string // in order
	Counts []string // those of them that are an int; the others are a *float64
	Group  int      // vectors that a value stands for,
	Lanes  int      // or lanes, where the result depends on them
	Body   func(*Machine)
}

// kind is the Go type of a parameter: a pointer unless it is listed as a count.
func (k *Kernel) kind(param string) string {
	if slices.Contains(k.Counts, param) {
		return "int"
	}
	return "*float64"
}

// Signature is the Go signature of the function.
func (k *Kernel) Signature() string {
	var list []string
	for _, p := range k.Params {
		list = append(list, p+" "+k.kind(p))
	}
	return "func(" + strings.Join(list, ", ") + ")"
}

// Parameters lists the parameters as Go declares them: a type once for those next to each other.
func (k *Kernel) Parameters() string {
	var list []string
	for i, p := range k.Params {
		if i+1 == len(k.Params) || k.kind(k.Params[i+1]) != k.kind(p) {
			p += " " + k.kind(p)
		}
		list = append(list, p)
	}
	return strings.Join(list, ", ")
}

// Followed returns the kernel with a body after its own.
func (k *Kernel) Followed(body func(*Machine)) *Kernel {
	other := *k
	other.Body = func(m *Machine) {
		k.Body(m)
		body(m)
	}
	return &other
}

// Renamed returns the kernel under another name.
func (k *Kernel) Renamed(name string) *Kernel {
	other := *k
	other.Name = name
	other.Doc = slices.Clone(k.Doc)
	other.Doc[0] = name + strings.TrimPrefix(k.Doc[0], k.Name)
	return &other
}

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

// Signature is the Go signature of the function: a parameter is a pointer unless
// it is listed as a count.
func (k *Kernel) Signature() string {
	s := "func("
	for i, p := range k.Params {
		if i > 0 {
			s += ", "
		}
		s += p + " "
		if slices.Contains(k.Counts, p) {
			s += "int"
		} else {
			s += "*float64"
		}
	}
	return s + ")"
}

// Renamed returns the kernel under another name.
func (k *Kernel) Renamed(name string) *Kernel {
	other := *k
	other.Name = name
	other.Doc = slices.Clone(k.Doc)
	other.Doc[0] = name + strings.TrimPrefix(k.Doc[0], k.Name)
	return &other
}

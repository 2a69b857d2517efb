package cases

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"sumlog/bench/measure"
	"sumlog/internal/operations"
	"sumlog/kernel"
)

// The numbers of terms of the sums that are measured: those in constant time as many as the headline,
// and the literal ones so few that large arrays can be measured.
const (
	constantTerms = 1000
	literalTerms  = 16
	columns       = 8
)

// spec is an operation of the table with what only the comparison knows of it. What is left out
// is what the table says, numbers from 0.5 to 2, and plain Go as what others are compared with.
type spec struct {
	op      *operations.Operation
	does    string // in a formula
	pattern string
	terms   int // of each sum
	cols    int // of each row
	lo, hi  float64
	kind    string                                // of inputs, besides their range
	fit     func(x, y float64) (float64, float64) // makes arguments of numbers; nil: they are
	second  func(d data)                          // makes the second array that peers take of one
	exact   exactly
	base    string                     // the label of loop
	loop    func(a *operations.Args)   // what others are compared with; nil: each of f
	f       func(x, y float64) float64 // a result or, of sums, a term
	peers   [][3]string                // key, function, label
	floor   bool                       // a plain sum is the least
}

func (s *Suite) newCase(kind measure.Kind, name string, sp spec) *measure.Case {
	c := &measure.Case{
		Kind: kind, Name: name, Title: sp.does, Unit: "element", Pattern: sp.pattern,
		Bytes: bytesOf[sp.pattern], Terms: sp.terms, Cols: sp.cols, Inputs: sp.inputs(), Limits: s.Kernels,
	}
	c.Fill = func() {
		d := s.part(slices.Max(c.Sizes))
		if sp.op.Inputs < 2 {
			d.b = nil
		}
		uniform(d, sp.lo, sp.hi)
		sp.adjust(d)
	}
	if sp.pattern == readOne { // of as many arrays as there are
		c.Bytes = word * sp.op.Inputs
	}
	s.verifyBy(c, sp)
	return c
}

// specOf returns the spec of an operation, with what the table tells of it.
func specOf(name string) spec {
	sp := specs[name]
	sp.op = operations.Find(name)
	sp.pattern = readOne
	switch {
	case sp.op.InRows():
		sp.cols = columns
	case sp.op.Param != "":
		sp.terms = cmp.Or(sp.terms, sp.op.Bench[0])
	}
	if sp.op.Shape == operations.Elementwise || sp.op.Shape == operations.RowResults {
		sp.pattern = []string{copyOne, readTwo}[min(1, sp.op.Inputs-1)]
	}
	if sp.hi == 0 {
		sp.lo, sp.hi = 0.5, 2
	}
	if sp.exact.arrays == 0 {
		sp.exact = exactly{against: "the exact result", on: "numbers " + sp.inputs(), arrays: 1, length: 2000, draw: between(sp.lo, sp.hi)}
	}
	if sp.loop == nil && sp.f != nil {
		sp.loop = sp.results
		if sp.op.Returns() {
			sp.loop = sp.sum
		}
	}
	sp.does = cmp.Or(sp.does, sp.op.Title(sp.terms+sp.cols))
	return sp
}

func (sp spec) inputs() string { return fmt.Sprintf("uniform from %g to %g", sp.lo, sp.hi) + sp.kind }

// adjust makes arguments of two arrays of numbers.
func (sp spec) adjust(d data) {
	if sp.fit == nil {
		return
	}
	for i := range d.a {
		d.a[i], d.b[i] = sp.fit(d.a[i], d.b[i])
	}
}

// args returns the arguments that the table's functions take, and how many results there are.
func (sp spec) args(d data) (*operations.Args, int) {
	a := &operations.Args{Param: sp.terms + sp.cols} // of which one is 0
	copy(a.In[:sp.op.Inputs], [][]float64{d.a, d.b, d.a})
	results, _ := sp.op.Lengths(len(d.a)/max(1, sp.cols), a.Param)
	a.Dst = d.out[:results]
	return a, results
}

// calls has f called with arguments that are made before the clock starts.
func (sp spec) calls(f func(a *operations.Args)) runner {
	return func(_ context.Context, d data, calls int) (time.Duration, error) {
		a, _ := sp.args(d)
		start := time.Now()
		for range calls {
			f(a)
		}
		return time.Since(start), nil
	}
}

func (sp spec) kernel(isa kernel.ISA) runner {
	return sp.calls(func(a *operations.Args) { sp.op.Kernel(isa, a) })
}

// addKernels adds a variant for each instruction set.
func (s *Suite) addKernels(c *measure.Case, sp spec) {
	for _, isa := range s.ISAs {
		s.add(c, &measure.Variant{Label: "sumlog, " + isa.String(), ISA: isa.String()}, sp.kernel(isa))
	}
}

// addLoop adds what the others are compared with.
func (s *Suite) addLoop(c *measure.Case, sp spec) {
	s.add(c, &measure.Variant{Label: sp.base, Peer: "go", Base: true}, sp.calls(sp.loop))
}

// addPeers adds the peers, which are functions in Go or of another program. The latter take the
// number of terms, where there is one, instead of a second array.
func (s *Suite) addPeers(c *measure.Case, sp spec) {
	for _, p := range sp.peers {
		v := &measure.Variant{Label: p[2], Peer: p[0]}
		if f := inGoPeers[p[0]]; f != nil {
			v.Skipped = cmp.Or(Unavailable[p[0]], s.Peers.Unwanted(p[0]))
			s.add(c, v, sp.calls(f))
			continue
		}
		f := s.Peers.Function(p[0], p[1])
		v.Skipped = f.Skipped
		s.add(c, v, func(ctx context.Context, d data, calls int) (time.Duration, error) {
			b := d.b
			if sp.second != nil {
				sp.second(d)
			} else if sp.terms > 0 {
				b = s.Peers.Parameters(sp.terms, 0)
			}
			return f.Run(ctx, d.out, d.a, b, len(d.a), calls)
		})
	}
}

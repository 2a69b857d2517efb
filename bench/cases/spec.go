package cases

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"

	"sumlog/bench/measure"
	"sumlog/bench/peer"
	"sumlog/bench/probe"
	"sumlog/internal/operations"
	"sumlog/kernel"
)

// The numbers of terms of the sums that are measured, of which the literal ones are so few that
// large arrays can be; and of elements of a row.
const constantTerms, literalTerms, columns = 1000, 16, 8

// spec is an operation of the table with what only the comparison knows of it. What is left out
// is what the table says, numbers from 0.5 to 2, and plain Go as what others are compared with.
type spec struct {
	op          *operations.Operation
	does        string // in a formula
	terms, cols int    // of each sum, and of each row
	lo, hi      float64
	fit         fitting
	second      func(sp spec, d data) // makes the second array that peers take of one
	exact       exactly
	base        string                     // the label of loop
	loop        func(a *operations.Args)   // what others are compared with; nil: each of f
	f           func(x, y float64) float64 // a result or, of sums, a term
	peers       []library
	floor       bool // a plain sum is the least
}

// fitting makes arguments of numbers of which each is from lo to hi.
type fitting struct {
	says string                                        // what they are besides
	of   func(x, y, lo, hi float64) (float64, float64) // nil: the numbers are the arguments
}

var (
	cancelling = fitting{says: ", whose logarithms cancel"}
	whole      = fitting{", the second ones whole", func(x, y, _, _ float64) (float64, float64) {
		return x, math.Floor(y)
	}}
	binomial = fitting{", whole, k at most n", func(x, y, _, _ float64) (float64, float64) {
		return math.Floor(max(x, y)), math.Floor(min(x, y))
	}}
	zeros = fitting{", a hundredth of them 0", func(x, y, lo, hi float64) (float64, float64) {
		if x < lo+(hi-lo)/100 {
			return 0, y
		}
		return x, y
	}}
)

// countTo makes the second argument a count.
func countTo(most float64) fitting {
	says := fmt.Sprintf(", n a count from 0 to %g", most)
	return fitting{says, func(x, y, lo, hi float64) (float64, float64) {
		return x, math.Floor((y - lo) / (hi - lo) * (most + 1))
	}}
}

// exactly says on which arrays the results of an operation are compared with the exact ones of the
// table. What is left out is one array of 2000 numbers like those that are measured.
type exactly struct {
	against string // what errors are relative to, in words
	on      string // which arrays
	arrays  int    // how many, each a call; a share of them in short runs
	length  int    // of an array, of which a share in short runs where there is one
	draw    func(r *rand.Rand, i int) float64
	results int // that are compared, where not all are
}

// specOf returns the spec of an operation, with what the table tells of it.
func specOf(name string) spec {
	sp := *cmp.Or(specs[name], &spec{})
	sp.op = operations.Find(name)
	switch {
	case sp.op.InRows():
		sp.cols = columns
	case sp.op.Param != "":
		sp.terms = cmp.Or(sp.terms, sp.op.Bench[0])
	}
	if sp.hi == 0 {
		sp.lo, sp.hi = 0.5, 2
	}
	if sp.loop == nil && sp.f != nil {
		sp.loop = sp.results
	}
	sp.does = cmp.Or(sp.does, sp.op.Title(sp.terms+sp.cols))
	return sp
}

// pattern is how the operation reads and writes memory.
func (sp spec) pattern() string {
	switch {
	case sp.op.Shape != operations.Elementwise && sp.op.Shape != operations.RowResults:
		return probe.Read
	case sp.op.Inputs == 1:
		return probe.Copy
	}
	return probe.Sum
}

func (sp spec) inputs() string {
	return fmt.Sprintf("uniform from %g to %g%s", sp.lo, sp.hi, sp.fit.says)
}

// adjust makes arguments of numbers.
func (sp spec) adjust(d data) {
	for i := range d.a {
		if sp.fit.of != nil {
			d.a[i], d.b[i] = sp.fit.of(d.a[i], d.b[i], sp.lo, sp.hi)
		}
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

// newCase makes a case without variants, on the given numbers of elements or else on all sizes.
func (s *Suite) newCase(kind measure.Kind, name string, sp spec, sizes ...int) *measure.Case {
	c := &measure.Case{
		Kind: kind, Name: name, Title: sp.does, Unit: "element", Pattern: sp.pattern(), Sizes: sizes,
		Bytes: word * sp.op.Inputs, Terms: sp.terms, Cols: sp.cols, Inputs: sp.inputs(),
		Limits: s.Kernels,
	}
	if c.Pattern != probe.Read { // a result for each element
		c.Bytes += word
	}
	if len(sizes) == 0 {
		c.Sizes = s.sizes(c.Bytes, sp.cols)
	}
	c.Fill = func() {
		d := s.part(slices.Max(c.Sizes))
		drawn := d
		if sp.op.Inputs < 2 {
			drawn.b = nil
		}
		uniform(drawn, sp.lo, sp.hi)
		sp.adjust(d)
	}
	s.verifyBy(c, sp)
	return c
}

// compare makes a case of sumlog's kernels, the loop, and all peers.
func (s *Suite) compare(kind measure.Kind, name string, sp spec, sizes ...int) *measure.Case {
	c := s.newCase(kind, name, sp, sizes...)
	s.addISAs(c, sp.kernel)
	if sp.loop != nil {
		s.add(c, &measure.Variant{Label: sp.base, Peer: "go", Base: true}, sp.calls(sp.loop))
	} else if v := c.Variants[0]; v.ISA == kernel.Generic.String() {
		v.Base = true
	}
	for _, l := range sp.peers {
		s.addPeer(c, sp, l)
	}
	if sp.floor {
		s.addPlainSum(c, 1)
	}
	return c
}

// addISAs adds a kernel of each instruction set.
func (s *Suite) addISAs(c *measure.Case, by func(isa kernel.ISA) runner) {
	for _, isa := range s.ISAs {
		s.add(c, &measure.Variant{Label: "sumlog, " + isa.String(), ISA: isa.String()}, by(isa))
	}
}

// addPeer adds a function in Go or a program; its second array has the number of terms, if any.
func (s *Suite) addPeer(c *measure.Case, sp spec, l library) {
	v := &measure.Variant{Label: l.label, Peer: l.key}
	if l.code == "" {
		v.Skipped = cmp.Or(Unavailable[l.key], s.Peers.Unwanted(l.key))
		s.add(c, v, sp.calls(inGoPeers[l.label]))
		return
	}
	code := strings.ReplaceAll(l.code, "COLS", strconv.Itoa(sp.cols))
	if v.Label == "" {
		v.Label = peer.Label(l.key, code)
	}
	f := s.Peers.Function(l.key, code)
	v.Skipped = f.Skipped
	s.add(c, v, func(ctx context.Context, d data, calls int) (time.Duration, error) {
		if sp.second != nil {
			sp.second(sp, d)
		} else if sp.terms > 0 {
			d.b[0] = float64(sp.terms)
		}
		return f.Run(ctx, calls, peer.Request{Out: d.out, A: d.a, B: d.b, N: len(d.a)})
	})
}

// results sets each result to f of the arguments or, of sums, the first one to the sum of f.
func (sp spec) results(a *operations.Args) {
	y := a.In[sp.op.Inputs-1]
	if !sp.op.Returns() {
		for i, x := range a.In[0] {
			a.Dst[i] = sp.f(x, y[i])
		}
		return
	}
	s := 0.0
	for i, x := range a.In[0] {
		s += sp.f(x, y[i])
	}
	a.Dst[0] = s
}

package cases

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"gonum.org/v1/gonum/floats"

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
	exact   exactly
	base    string                     // the label of loop
	loop    func(d data)               // what others are compared with; nil: each of f
	f       func(x, y float64) float64 // a result or, of sums, a term
	peers   [][3]string                // key, function, label
	floor   bool                       // a plain sum is the least
}

var specs = map[string]spec{
	"Log": {
		does: "out[i] = ln x[i]", hi: 100, exact: exactLog, base: "Go loop, math.Log",
		loop: func(d data) {
			for i, v := range d.a {
				d.out[i] = math.Log(v)
			}
		},
		peers: logPeers("log", "np.log"),
	},
	"SumLog": {
		does: "Σ ln x[i]", lo: 0.5, hi: 2, kind: ", whose logarithms cancel", exact: exactSum,
		base: "Go loop, math.Log", loop: func(d data) { d.out[0] = sumOfLogs(d.a) },
		peers: logPeers("sumlog", "np.log(x).sum()"), floor: true,
	},
	"SumLogRows": {
		does: "out[r] = Σ ln x[r][c] over rows of 8", exact: exactRows,
		base: "Go loop, math.Log", loop: func(d data) { loopOfRows(d, columns) },
		peers: [][3]string{{"numpy", "numpy_rows", "NumPy, np.log(x).sum(axis=1)"}},
	},
	"LogAccumulate": {
		does: "out[j] = Σ ln(1+i+x[j]) over i < 1000, in constant time", terms: constantTerms, hi: 1000,
		exact: exactConstant, base: "Go, math.Lgamma twice", loop: func(d data) { lgammas(d, constantTerms) },
		peers: [][3]string{{"c", "accumulate_lgamma", "C, lgamma twice"}, {"scipy", "scipy_gammaln", "SciPy, gammaln twice"}},
	},
	"LogAccumulateDirect": {
		does: "out[j] = Σ ln(1+i+x[j]) over i < 16, one logarithm a term", terms: literalTerms, hi: 1000,
		exact: exactLiteral, base: "Go loop, math.Log", loop: func(d data) { Loop(d.out, d.a, literalTerms) },
		peers: [][3]string{{"numpy", "numpy_accumulate", "NumPy, 16 calls of np.log"}},
	},
	"Add": {
		does: "out[i] = x[i] + y[i], float64", base: "Go loop", loop: addLoop,
		peers: [][3]string{
			{"gonum", "", "gonum, floats.AddTo"},
			{"vek", "", "vek, Add_Into"},
			{"archsimd", "", "simd/archsimd"},
			{"c", "add_loop", "C, a loop"},
			{"numpy", "numpy_add", "NumPy, np.add"},
			{"numexpr", "numexpr_add", "numexpr"},
		},
	},
	"Log1p": {
		base: "Go loop, math.Log1p", f: func(x, _ float64) float64 { return math.Log1p(x) },
		peers: [][3]string{{"c", "log1p_libm", "C, log1p"}, {"numpy", "numpy_log1p", "NumPy, np.log1p"}},
	},
	"SumLog1p": {
		base: "Go loop, math.Log1p", f: func(x, _ float64) float64 { return math.Log1p(x) },
		peers: [][3]string{{"numpy", "numpy_sumlog1p", "NumPy, np.log1p(x).sum()"}},
	},
	"Exp": {
		base: "Go loop, math.Exp", f: func(x, _ float64) float64 { return math.Exp(x) },
		peers: [][3]string{{"c", "exp_libm", "C, exp"}, {"numpy", "numpy_exp", "NumPy, np.exp"}},
	},
	"XLogY": {
		base: "Go loop, x * math.Log", f: func(x, y float64) float64 { return x * math.Log(y) },
		peers: [][3]string{{"scipy", "scipy_xlogy", "SciPy, xlogy"}},
	},
	"DotLog": {
		base: "Go loop, w * math.Log", f: func(w, x float64) float64 { return w * math.Log(x) },
		peers: [][3]string{{"numpy", "numpy_dotlog", "NumPy, np.dot(w, np.log(x))"}},
	},
	"Entropy": {
		base: "Go loop, p * math.Log", f: func(p, _ float64) float64 { return -p * math.Log(p) },
		peers: [][3]string{{"scipy", "scipy_entropy", "SciPy, entr(p).sum()"}},
	},
	"RelativeEntropy": {
		base:  "Go loop, p * math.Log",
		f:     func(p, q float64) float64 { return p * math.Log(p/q) },
		peers: [][3]string{{"scipy", "scipy_relative", "SciPy, rel_entr(p, q).sum()"}},
	},
	"LogGamma": {
		base: "Go loop, math.Lgamma", lo: 0.5, hi: 100, f: func(x, _ float64) float64 { return lgamma(x) },
		peers: [][3]string{{"c", "loggamma_libm", "C, lgamma"}, {"scipy", "scipy_loggamma", "SciPy, gammaln"}},
	},
	"LogFactorial": {
		base: "Go loop, math.Lgamma", lo: 0.5, hi: 100, f: func(x, _ float64) float64 { return lgamma(x + 1) },
		peers: [][3]string{{"scipy", "scipy_logfactorial", "SciPy, gammaln"}},
	},
	"LogRising": {
		base: "Go, math.Lgamma twice", lo: 0.5, hi: 100, fit: whole, kind: ", the second ones whole",
		f: func(x, n float64) float64 { return lgamma(x+n) - lgamma(x) },
		peers: [][3]string{
			{"c", "logrising_lgamma", "C, lgamma twice"},
			{"scipy", "scipy_logrising", "SciPy, gammaln twice"},
		},
	},
	"LogBeta": {
		base: "Go, math.Lgamma three times", lo: 0.5, hi: 100,
		f:     func(x, y float64) float64 { return lgamma(x) + lgamma(y) - lgamma(x+y) },
		peers: [][3]string{{"scipy", "scipy_logbeta", "SciPy, betaln"}},
	},
	"LogBinomial": {
		base: "Go, math.Lgamma three times", lo: 0.5, hi: 100, fit: binomial, kind: ", whole, k at most n",
		f:     func(n, k float64) float64 { return lgamma(n+1) - lgamma(k+1) - lgamma(n-k+1) },
		peers: [][3]string{{"scipy", "scipy_logbinomial", "SciPy, gammaln three times"}},
	},
	"LogMultichoose": {
		base: "Go, math.Lgamma three times", lo: 0.5, hi: 100, fit: whole, kind: ", the second ones whole",
		f:     func(r, y float64) float64 { return lgamma(r+y) - lgamma(r) - lgamma(y+1) },
		peers: [][3]string{{"scipy", "scipy_logmultichoose", "SciPy, gammaln three times"}},
	},
}

// logPeers are the vector logarithms, and sums of them.
func logPeers(function, numpy string) [][3]string {
	return [][3]string{
		{"c", function + "_libm", "C, log"},
		{"c", function + "_mvec", "C, libmvec AVX2"},
		{"c", function + "_mvec512", "C, libmvec AVX-512"},
		{"sleef", function + "_sleef", "C, SLEEF"},
		{"sleef", function + "_sleef512", "C, SLEEF AVX-512"},
		{"highway", function + "_highway", "C++, Highway"},
		{"numpy", "numpy_" + function, "NumPy, " + numpy},
		{"numexpr", "numexpr_" + function, "numexpr"},
	}
}

// inGoPeers are the peers that are Go, and why one is unavailable.
var (
	inGoPeers = map[string]func(d data){
		"gonum":    func(d data) { floats.AddTo(d.out, d.a, d.b) },
		"vek":      func(d data) { vekAdd(d.out, d.a, d.b) },
		"archsimd": func(d data) { archsimdAdd(d.out, d.a, d.b) },
	}
	Unavailable = map[string]string{"vek": noVek, "archsimd": noArchsimd}
)

// whole makes the second number a count.
func whole(x, y float64) (float64, float64) { return x, math.Floor(y) }

// binomial makes both counts, the second no larger.
func binomial(x, y float64) (float64, float64) {
	return math.Floor(max(x, y)), math.Floor(min(x, y))
}

func lgamma(x float64) float64 {
	y, _ := math.Lgamma(x)
	return y
}

// Sweeps are the operations of the table that run on all cores, over all sizes.
func (s *Suite) Sweeps() (list []*measure.Case) {
	for _, op := range operations.OnCores() {
		sp := specOf(op.Name)
		c := s.newCase(measure.Sweep, op.Name, sp)
		c.Sizes = s.sizes(c.Bytes, sp.cols)
		s.addKernels(c, sp)
		if sp.loop != nil {
			s.addLoop(c, sp)
		} else if v := c.Variants[0]; v.ISA == kernel.Generic.String() {
			v.Base = true
		}
		for _, p := range sp.peers {
			s.addAny(c, p)
		}
		if sp.floor {
			s.addPlainSum(c, 1)
		}
		list = append(list, c)
	}
	return list
}

// addKernels adds a variant for each instruction set.
func (s *Suite) addKernels(c *measure.Case, sp spec) {
	for _, isa := range s.ISAs {
		v := &measure.Variant{Label: "sumlog, " + isa.String(), ISA: isa.String()}
		s.add(c, v, sp.kernel(isa))
	}
}

// addLoop adds what the others are compared with.
func (s *Suite) addLoop(c *measure.Case, sp spec) {
	s.add(c, &measure.Variant{Label: sp.base, Peer: "go", Base: true}, inGo(sp.loop))
}

// addAny adds a peer in Go or of another program.
func (s *Suite) addAny(c *measure.Case, p [3]string) {
	f := inGoPeers[p[0]]
	if f == nil {
		s.addPeer(c, p[0], p[1], p[2])
		return
	}
	v := &measure.Variant{Label: p[2], Peer: p[0], Skipped: Unavailable[p[0]]}
	if v.Skipped == "" {
		v.Skipped = s.Peers.Unwanted(p[0])
	}
	s.add(c, v, inGo(f))
}

func (s *Suite) newCase(kind measure.Kind, name string, sp spec) *measure.Case {
	c := &measure.Case{
		Kind: kind, Name: name, Title: sp.does, Unit: "element", Items: "elements", Pattern: sp.pattern,
		Bytes: bytesOf[sp.pattern], Terms: sp.terms, Cols: sp.cols, Inputs: sp.inputs(), Limits: s.Limits,
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
	case sp.op.Shape == operations.Rows:
		sp.cols = columns
	case sp.op.Param != "":
		sp.terms = cmp.Or(sp.terms, sp.op.Bench[0])
	}
	if sp.op.Shape == operations.Elementwise {
		sp.pattern = []string{copyOne, readTwo}[min(1, sp.op.Inputs-1)]
	}
	if sp.hi == 0 {
		sp.lo, sp.hi = 0.5, 2
	}
	if sp.exact.arrays == 0 {
		sp.exact = exactly{against: "the exact result", on: "numbers " + sp.inputs(), arrays: 1, length: 2000, draw: between(sp.lo, sp.hi)}
	}
	if sp.loop == nil && sp.f != nil {
		sp.loop = sp.elementwise
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

func (sp spec) elementwise(d data) {
	for i, v := range d.a {
		d.out[i] = sp.f(v, d.b[i])
	}
}

func (sp spec) sum(d data) {
	s := 0.0
	for i, v := range d.a {
		s += sp.f(v, d.b[i])
	}
	d.out[0] = s
}

func sumOfLogs(x []float64) (s float64) {
	for _, v := range x {
		s += math.Log(v)
	}
	return s
}

func loopOfRows(d data, cols int) {
	for r := range len(d.a) / cols {
		d.out[r] = sumOfLogs(d.a[r*cols : (r+1)*cols])
	}
}

func lgammas(d data, terms int) {
	for i, v := range d.a {
		d.out[i] = lgamma(v+float64(terms)+1) - lgamma(v+1)
	}
}

func addLoop(d data) {
	out, x, y := d.out, d.a[:len(d.out)], d.b[:len(d.out)]
	for i := range out {
		out[i] = x[i] + y[i]
	}
}

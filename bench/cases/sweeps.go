package cases

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"

	"sumlog"
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

// spec is an operation of the table with what only the comparison knows of it.
type spec struct {
	name       string // in the table
	does       string // in a formula
	pattern    string
	terms      int // of each sum
	cols       int // of each row
	lo, hi     float64
	inputs     string
	exact      exactly
	kernel     func(isa kernel.ISA, d data)
	root       func(d data) // package sumlog's, on all cores
	base       string       // the label of loop
	loop       func(d data) // what others are compared with
	peers      [][3]string  // key, function, label
	plainFloor bool         // a plain sum is the least
}

var specs = []spec{
	{
		name: "Log", does: "out[i] = ln x[i]", pattern: copyOne,
		lo: 0, hi: 100, inputs: "uniform from 0 to 100", exact: exactLog,
		kernel: func(isa kernel.ISA, d data) { kernel.Log(isa, d.out, d.a) },
		root:   func(d data) { sumlog.Log(d.out, d.a) },
		base:   "Go loop, math.Log",
		loop: func(d data) {
			for i, v := range d.a {
				d.out[i] = math.Log(v)
			}
		},
		peers: logPeers("log", "np.log"),
	},
	{
		name: "SumLog", does: "Σ ln x[i]", pattern: readOne,
		lo: 0.5, hi: 2, inputs: "uniform from 0.5 to 2, whose logarithms cancel", exact: exactSum,
		kernel: func(isa kernel.ISA, d data) { d.out[0] = kernel.SumLog(isa, d.a) },
		root:   func(d data) { d.out[0] = sumlog.SumLog(d.a) },
		base:   "Go loop, math.Log", loop: func(d data) { d.out[0] = sumOfLogs(d.a) },
		peers: logPeers("sumlog", "np.log(x).sum()"), plainFloor: true,
	},
	{
		name: "SumLogRows", does: "out[r] = Σ ln x[r][c] over rows of 8", pattern: readOne, cols: columns,
		lo: 0.5, hi: 2, inputs: "uniform from 0.5 to 2", exact: exactRows,
		kernel: func(isa kernel.ISA, d data) { kernel.SumLogRows(isa, d.out[:len(d.a)/columns], d.a, columns) },
		root:   func(d data) { sumlog.SumLogRows(d.out[:len(d.a)/columns], d.a, columns) },
		base:   "Go loop, math.Log", loop: func(d data) { loopOfRows(d, columns) },
		peers: [][3]string{{"numpy", "numpy_rows", "NumPy, np.log(x).sum(axis=1)"}},
	},
	{
		name: "LogAccumulate", does: "out[j] = Σ ln(1+i+x[j]) over i < 1000, in constant time",
		pattern: copyOne, terms: constantTerms, lo: 0, hi: 1000, inputs: "uniform from 0 to 1000", exact: exactConstant,
		kernel: func(isa kernel.ISA, d data) { kernel.LogAccumulate(isa, d.out, d.a, constantTerms) },
		root:   func(d data) { sumlog.LogAccumulate(d.out, d.a, constantTerms) },
		base:   "Go, math.Lgamma twice", loop: func(d data) { lgammas(d, constantTerms) },
		peers: [][3]string{{"c", "accumulate_lgamma", "C, lgamma twice"}, {"scipy", "scipy_gammaln", "SciPy, gammaln twice"}},
	},
	{
		name: "LogAccumulateDirect", does: "out[j] = Σ ln(1+i+x[j]) over i < 16, one logarithm a term",
		pattern: copyOne, terms: literalTerms, lo: 0, hi: 1000, inputs: "uniform from 0 to 1000", exact: exactLiteral,
		kernel: func(isa kernel.ISA, d data) { kernel.LogAccumulateDirect(isa, d.out, d.a, literalTerms) },
		root:   func(d data) { sumlog.LogAccumulateDirect(d.out, d.a, literalTerms) },
		base:   "Go loop, math.Log", loop: func(d data) { Loop(d.out, d.a, literalTerms) },
		peers: [][3]string{{"numpy", "numpy_accumulate", "NumPy, 16 calls of np.log"}},
	},
	{
		name: "Add", does: "out[i] = x[i] + y[i], float64", pattern: readTwo,
		lo: 0.5, hi: 2, inputs: "uniform from 0.5 to 2", exact: exactOther,
		kernel: func(isa kernel.ISA, d data) { kernel.Add(isa, d.out, d.a, d.b) },
		root:   func(d data) { sumlog.Add(d.out, d.a, d.b) },
		base:   "Go loop", loop: addLoop,
		peers: [][3]string{
			{"gonum", "", "gonum, floats.AddTo"},
			{"vek", "", "vek, Add_Into"},
			{"archsimd", "", "simd/archsimd"},
			{"c", "add_loop", "C, a loop"},
			{"numpy", "numpy_add", "NumPy, np.add"},
			{"numexpr", "numexpr_add", "numexpr"},
		},
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

// plainLoop is a loop that an operation without a spec is compared with, of which f computes a
// result or, for sums, a term.
type plainLoop struct {
	label string
	hi    float64                               // of the inputs, from 0.5
	fit   func(x, y float64) (float64, float64) // makes arguments of them; nil: they are
	kind  string                                // of arguments, where fit makes some
	f     func(x, y float64) float64
	peers [][3]string
}

var plainLoops = map[string]plainLoop{
	"Log1p": {
		label: "Go loop, math.Log1p", hi: 2, f: func(x, _ float64) float64 { return math.Log1p(x) },
		peers: [][3]string{{"c", "log1p_libm", "C, log1p"}, {"numpy", "numpy_log1p", "NumPy, np.log1p"}},
	},
	"SumLog1p": {
		label: "Go loop, math.Log1p", hi: 2, f: func(x, _ float64) float64 { return math.Log1p(x) },
		peers: [][3]string{{"numpy", "numpy_sumlog1p", "NumPy, np.log1p(x).sum()"}},
	},
	"Exp": {
		label: "Go loop, math.Exp", hi: 2, f: func(x, _ float64) float64 { return math.Exp(x) },
		peers: [][3]string{{"c", "exp_libm", "C, exp"}, {"numpy", "numpy_exp", "NumPy, np.exp"}},
	},
	"XLogY": {
		label: "Go loop, x * math.Log", hi: 2, f: func(x, y float64) float64 { return x * math.Log(y) },
		peers: [][3]string{{"scipy", "scipy_xlogy", "SciPy, xlogy"}},
	},
	"DotLog": {
		label: "Go loop, w * math.Log", hi: 2, f: func(w, x float64) float64 { return w * math.Log(x) },
		peers: [][3]string{{"numpy", "numpy_dotlog", "NumPy, np.dot(w, np.log(x))"}},
	},
	"Entropy": {
		label: "Go loop, p * math.Log", hi: 2, f: func(p, _ float64) float64 { return -p * math.Log(p) },
		peers: [][3]string{{"scipy", "scipy_entropy", "SciPy, entr(p).sum()"}},
	},
	"RelativeEntropy": {
		label: "Go loop, p * math.Log", hi: 2,
		f:     func(p, q float64) float64 { return p * math.Log(p/q) },
		peers: [][3]string{{"scipy", "scipy_relative", "SciPy, rel_entr(p, q).sum()"}},
	},
	"LogGamma": {
		label: "Go loop, math.Lgamma", hi: 100, f: func(x, _ float64) float64 { return lgamma(x) },
		peers: [][3]string{{"c", "loggamma_libm", "C, lgamma"}, {"scipy", "scipy_loggamma", "SciPy, gammaln"}},
	},
	"LogFactorial": {
		label: "Go loop, math.Lgamma", hi: 100, f: func(x, _ float64) float64 { return lgamma(x + 1) },
		peers: [][3]string{{"scipy", "scipy_logfactorial", "SciPy, gammaln"}},
	},
	"LogRising": {
		label: "Go, math.Lgamma twice", hi: 100, fit: whole, kind: ", the second ones whole",
		f: func(x, n float64) float64 { return lgamma(x+n) - lgamma(x) },
		peers: [][3]string{
			{"c", "logrising_lgamma", "C, lgamma twice"},
			{"scipy", "scipy_logrising", "SciPy, gammaln twice"},
		},
	},
	"LogBeta": {
		label: "Go, math.Lgamma three times", hi: 100,
		f:     func(x, y float64) float64 { return lgamma(x) + lgamma(y) - lgamma(x+y) },
		peers: [][3]string{{"scipy", "scipy_logbeta", "SciPy, betaln"}},
	},
	"LogBinomial": {
		label: "Go, math.Lgamma three times", hi: 100, fit: binomial, kind: ", whole, k at most n",
		f:     func(n, k float64) float64 { return lgamma(n+1) - lgamma(k+1) - lgamma(n-k+1) },
		peers: [][3]string{{"scipy", "scipy_logbinomial", "SciPy, gammaln three times"}},
	},
	"LogMultichoose": {
		label: "Go, math.Lgamma three times", hi: 100, fit: whole, kind: ", the second ones whole",
		f:     func(r, y float64) float64 { return lgamma(r+y) - lgamma(r) - lgamma(y+1) },
		peers: [][3]string{{"scipy", "scipy_logmultichoose", "SciPy, gammaln three times"}},
	},
}

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

// Sweeps are the operations of the table that run on all cores, over all sizes. One that has no
// spec is compared with plain Go only.
func (s *Suite) Sweeps() (list []*measure.Case) {
	for _, op := range operations.OnCores() {
		sp := specOf(op)
		c := s.newCase(measure.Sweep, sp.name, sp)
		c.Sizes = s.sizes(c.Bytes, sp.cols)
		s.addKernels(c, sp.kernel)
		if sp.loop != nil {
			s.add(c, &measure.Variant{Label: sp.base, Peer: "go", Base: true}, inGo(sp.loop))
		} else if v := c.Variants[0]; v.ISA == kernel.Generic.String() {
			v.Base = true
		}
		for _, p := range sp.peers {
			s.addAny(c, p)
		}
		if sp.plainFloor {
			s.addPlainSum(c, 1)
		}
		list = append(list, c)
	}
	return list
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
	op := operations.Find(sp.name)
	c := &measure.Case{
		Kind: kind, Name: name, Title: sp.does, Unit: "element", Items: "elements", Pattern: sp.pattern,
		Bytes: bytesOf[sp.pattern], Terms: sp.terms, Cols: sp.cols, Inputs: sp.inputs, Limits: s.Limits,
	}
	c.Fill = func() {
		n := 0
		for _, size := range c.Sizes {
			n = max(n, size)
		}
		d := s.part(n)
		if op.Inputs < 2 {
			d.b = nil
		}
		uniform(d, sp.lo, sp.hi)
		sp.exact.adjust(d)
	}
	if sp.pattern == readOne { // of as many arrays as there are
		c.Bytes = word * op.Inputs
	}
	s.verifyBy(c, op, sp.exact)
	return c
}

// specOf returns the spec of an operation, or what the table tells of it.
func specOf(op *operations.Operation) spec {
	for _, sp := range specs {
		if sp.name == op.Name {
			return sp
		}
	}
	sp := spec{name: op.Name, pattern: readOne, lo: 0.5, hi: 2, inputs: "uniform from 0.5 to 2", exact: exactOther}
	if op.Shape == operations.Rows {
		sp.cols = columns
	} else if op.Param != "" {
		sp.terms = op.Bench[0]
	}
	if op.Shape == operations.Elementwise {
		sp.pattern = copyOne
	}
	if op.Inputs > 1 && op.Shape == operations.Elementwise {
		sp.pattern = readTwo
	}
	if loop, ok := plainLoops[op.Name]; ok {
		sp.hi, sp.inputs = loop.hi, fmt.Sprintf("uniform from 0.5 to %g", loop.hi)+loop.kind
		sp.exact.on, sp.exact.draw, sp.exact.fit = "numbers "+sp.inputs, between(0.5, loop.hi), loop.fit
		sp.peers, sp.base, sp.loop = loop.peers, loop.label, loop.elementwise
		if op.Returns() {
			sp.loop = loop.sum
		}
	}
	sp.does = op.Title(sp.terms + sp.cols)
	call := func(f func(a *operations.Args)) func(d data) {
		return func(d data) {
			a, _ := args(op, d, sp.terms, sp.cols)
			f(a)
		}
	}
	sp.root = call(op.Root)
	sp.kernel = func(isa kernel.ISA, d data) { call(func(a *operations.Args) { op.Kernel(isa, a) })(d) }
	return sp
}

func (l plainLoop) elementwise(d data) {
	for i, v := range d.a {
		d.out[i] = l.f(v, d.b[i])
	}
}

func (l plainLoop) sum(d data) {
	s := 0.0
	for i, v := range d.a {
		s += l.f(v, d.b[i])
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

package cases

import (
	_ "embed"
	"math"
	"slices"
	"strings"

	"sumlog/bench/measure"
	"sumlog/internal/operations"
)

// library is a peer: its key, its function or statement, and its label if that is another.
type library struct{ key, code, label string }

//go:embed peers.txt
var peerLines string

// init adds what peers.txt says to specs.
func init() {
	of := &spec{}
	shorthand := strings.NewReplacer("RESULTS", "out[:len(x)//COLS]",
		"OFFSETS", "y.view(numpy.int64)[:len(x)//COLS + 1]", "\n\t\t", " ")
	for line := range strings.Lines(shorthand.Replace(peerLines)) {
		name, does, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch {
		case line[0] == '\t':
			code, label, _ := strings.Cut(strings.TrimSpace(line), "# ")
			key, code, _ := strings.Cut(code, " ")
			if key == "go" {
				of.base = label
				continue
			}
			of.peers = append(of.peers, library{key, strings.TrimSpace(code), label})
		case name != "" && name[0] != '#':
			if specs[name] == nil {
				specs[name] = &spec{}
			}
			of = specs[name]
			of.does = does
		}
	}
}

// specs are what only the comparison knows of operations.
var specs = map[string]*spec{
	"Log": {hi: 100, exact: exactLog, loop: logs},
	"SumLog": {
		lo: 0.5, hi: 2, fit: cancelling, floor: true, exact: exactly{arrays: 400, length: 256},
		loop: func(a *operations.Args) { a.Dst[0] = sumOfLogs(a.In[0]) },
	},
	"SumLogRows":    {exact: exactly{length: 16_000}, loop: eachRow(sumOfLogs)},
	"SumLogGroups":  {exact: exactly{length: 16_000}, loop: sumsOfGroups, second: offsets},
	"SumLogColumns": {exact: exactly{length: 16_000}, loop: sumsOfColumns},
	"SumLogAbs": {
		lo: -2, hi: 2, exact: exactly{arrays: 100, length: 256, results: 2}, loop: sumOfAbs,
	},
	"LogAccumulate":       {terms: constantTerms, hi: 1000, exact: exactTerms, loop: lgammas},
	"LogAccumulateDirect": {terms: literalTerms, hi: 1000, exact: exactRounded, loop: sumsOfTerms},
	"Add":                 {loop: sums},
	"Log1p":               {f: one(math.Log1p)},
	"SumLog1p":            {f: one(math.Log1p)},
	"Exp":                 {f: one(math.Exp)},
	"XLogY":               {f: func(x, y float64) float64 { return x * math.Log(y) }},
	"RelEntr":             {f: func(p, q float64) float64 { return p * math.Log(p/q) }},
	"KLDiv":               {f: func(p, q float64) float64 { return p*math.Log(p/q) - p + q }},
	"DotLog":              {f: func(w, x float64) float64 { return w * math.Log(x) }},
	"DotLogRows": {loop: func(a *operations.Args) {
		clear(a.Dst)
		for i, w := range a.In[0] {
			a.Dst[i/a.Param] += w * math.Log(a.In[1][i])
		}
	}},
	"LogSumExp":       {loop: func(a *operations.Args) { a.Dst[0] = logSumExp(a.In[0]) }},
	"LogSumExpRows":   {loop: eachRow(logSumExp)},
	"Softmax":         {loop: softmaxOfRows(math.Exp)},
	"LogSoftmax":      {loop: softmaxOfRows(func(x float64) float64 { return x })},
	"Entropy":         {f: func(p, _ float64) float64 { return -p * math.Log(p) }},
	"RelativeEntropy": {f: func(p, q float64) float64 { return p * math.Log(p/q) }},
	"LogGamma":        {lo: 0.5, hi: 100, f: one(lgamma)},
	"LogFactorial":    {lo: 0.5, hi: 100, f: func(x, _ float64) float64 { return lgamma(x + 1) }},
	"LogRising": {lo: 0.5, hi: 100, fit: whole, f: func(x, n float64) float64 {
		return lgamma(x+n) - lgamma(x)
	}},
	"LogBeta": {lo: 0.5, hi: 100, f: func(x, y float64) float64 {
		return lgamma(x) + lgamma(y) - lgamma(x+y)
	}},
	"LogBinomial": {lo: 0.5, hi: 100, fit: binomial, f: func(n, k float64) float64 {
		return lgamma(n+1) - lgamma(k+1) - lgamma(n-k+1)
	}},
	"LogMultichoose": {lo: 0.5, hi: 100, fit: whole, f: func(r, y float64) float64 {
		return lgamma(r+y) - lgamma(r) - lgamma(y+1)
	}},
}

// one makes a function of one number of two.
func one(f func(x float64) float64) func(x, y float64) float64 {
	return func(x, _ float64) float64 { return f(x) }
}

// sweeps are the operations of the table that run on all cores, over all sizes.
func (s *Suite) sweeps() (list []*measure.Case) {
	for _, op := range operations.OnCores() {
		// The table makes the integers that these take of float64 in each call.
		if !slices.Contains([]string{"DotLogCounts", "SumLogOf", "SumLogRowsOf"}, op.Name) {
			list = append(list, s.compare(measure.Sweep, op.Name, specOf(op.Name)))
		}
	}
	return list
}

package cases

import (
	"fmt"
	"math"
	"slices"

	"sumlog/bench/measure"
	"sumlog/bench/peer"
	"sumlog/internal/operations"
)

var specs = map[string]spec{
	"Log": {
		does: "out[i] = ln x[i]", hi: 100, exact: exactLog, base: "Go loop, math.Log", loop: logs,
		peers: logPeers("log", library{"numpy", "np.log(x, out=out)", "NumPy, np.log"},
			library{"numexpr", `numexpr.evaluate("log(x)", out=out)`, "numexpr"}),
	},
	"SumLog": {
		does: "Σ ln x[i]", lo: 0.5, hi: 2, fit: cancelling, floor: true,
		exact: exactly{arrays: 400, length: 256},
		base:  "Go loop, math.Log", loop: func(a *operations.Args) { a.Dst[0] = sumOfLogs(a.In[0]) },
		peers: logPeers("sumlog", library{key: "numpy", code: "out[0] = np.log(x).sum()"},
			library{"numexpr", `out[0] = numexpr.evaluate("sum(log(x))")`, "numexpr"}),
	},
	"SumLogRows": {
		does: "out[r] = Σ ln x[r][c] over rows of 8", exact: exactly{length: 16_000},
		base: "Go loop, math.Log", loop: sumsOfRows,
		peers: []library{
			{key: "numpy", code: "out[:len(x)//COLS] = np.log(x).reshape(-1, COLS).sum(axis=1)"},
			{key: peer.Package, code: "out[:len(x)//COLS] = sumlog.sumlog_rows(x.reshape(-1, COLS))"},
		},
	},
	"SumLogGroups": {
		does:  "out[i] = Σ ln x[j] over groups of 0 to 16, of 8 in the mean",
		exact: exactly{length: 16_000},
		base:  "Go loop, math.Log", loop: sumsOfGroups, second: offsets,
		peers: []library{
			{
				"numpy", "reduceat(out[:len(x)//COLS], numpy.log(x), y.view(numpy.int64)[:len(x)//COLS + 1])",
				"NumPy, np.add.reduceat(np.log(x), offsets)",
			},
			{
				peer.Package, "out[:len(x)//COLS] = sumlog.sumlog_groups(x, " +
					"y.view(numpy.int64)[:len(x)//COLS + 1])",
				"Python, sumlog.sumlog_groups(x, offsets)",
			},
		},
	},
	"SumLogColumns": {
		does: "out[c] = Σ ln x[r][c] over 8 rows", exact: exactly{length: 16_000},
		base: "Go loop, math.Log", loop: sumsOfColumns,
		peers: []library{
			{key: "numpy", code: "out[:len(x)//COLS] = np.log(x).reshape(COLS, -1).sum(axis=0)"},
			{key: peer.Package, code: "out[:len(x)//COLS] = sumlog.sumlog_columns(x.reshape(COLS, -1))"},
		},
	},
	"SumLogAbs": {
		does: "Σ ln |x[i]|, and the sign of the product", lo: -2, hi: 2,
		exact: exactly{arrays: 100, length: 256, results: 2},
		base:  "Go loop, math.Log", loop: sumOfAbs,
		peers: []library{
			{
				"numpy", "out[:2] = np.log(np.abs(x)).sum(), 1 - 2 * (np.count_nonzero(x < 0) % 2)",
				"NumPy, np.log(np.abs(x)).sum(), signs counted",
			},
			{key: peer.Package, code: "out[1], out[0] = sumlog.sumlogabs(x)"},
		},
	},
	"LogAccumulate": {
		does: "out[j] = Σ ln(1+i+x[j]) over i < 1000, in constant time", terms: constantTerms, hi: 1000,
		exact: exactTerms, base: "Go, math.Lgamma twice", loop: lgammas,
		peers: []library{
			{"c", "accumulate_lgamma", "C, lgamma twice"},
			{
				"scipy", "np.subtract(gammaln(x + y[0] + 1.0), gammaln(x + 1.0), out=out)",
				"SciPy, gammaln twice",
			},
			{
				peer.Package, "sumlog.logaccumulate(x, int(y[0]), out)",
				"Python, sumlog.logaccumulate(x, terms)",
			},
		},
	},
	"LogAccumulateDirect": {
		does:  "out[j] = Σ ln(1+i+x[j]) over i < 16, one logarithm a term",
		terms: literalTerms, hi: 1000, exact: exactRounded, base: "Go loop, math.Log", loop: sumsOfTerms,
		peers: []library{
			{"numpy", "accumulate(out, x, int(y[0]))", "NumPy, np.log of each term"},
			{
				peer.Package, "sumlog.logaccumulate_direct(x, int(y[0]), out)",
				"Python, sumlog.logaccumulate_direct(x, terms)",
			},
		},
	},
	"Add": {
		does: "out[i] = x[i] + y[i], float64", base: "Go loop", loop: sums,
		peers: []library{
			{"gonum", "", addTo},
			{"vek", "", "vek, Add_Into"},
			{"archsimd", "", "simd/archsimd"},
			{"c", "add_loop", "C, a loop"},
			{"numpy", "np.add(x, y, out=out)", "NumPy, np.add"},
			{"numexpr", `numexpr.evaluate("x + y", out=out)`, "numexpr"},
		},
	},
	"Log1p": {
		base: "Go loop, math.Log1p", f: one(math.Log1p),
		peers: []library{{"c", "log1p_libm", "C, log1p"}, {
			"numpy", "np.log1p(x, out=out)",
			"NumPy, np.log1p",
		}},
	},
	"SumLog1p": {
		base: "Go loop, math.Log1p", f: one(math.Log1p),
		peers: []library{{key: "numpy", code: "out[0] = np.log1p(x).sum()"}},
	},
	"Exp": {
		base: "Go loop, math.Exp", f: one(math.Exp),
		peers: []library{
			{"c", "exp_libm", "C, exp"},
			{"c", "exp_mvec", "C, libmvec AVX2"},
			{"c", "exp_mvec512", "C, libmvec AVX-512"},
			{"numpy", "np.exp(x, out=out)", "NumPy, np.exp"},
		},
	},
	"XLogY": {
		base: "Go loop, x * math.Log", f: func(x, y float64) float64 { return x * math.Log(y) },
		peers: []library{{key: "scipy", code: "xlogy(x, y, out=out)"}},
	},
	"RelEntr": {
		base: "Go loop, p * math.Log", f: func(p, q float64) float64 { return p * math.Log(p/q) },
		peers: []library{
			{key: "scipy", code: "rel_entr(x, y, out=out)"},
			{key: peer.Package, code: "sumlog.rel_entr(x, y, out=out)"},
		},
	},
	"KLDiv": {
		base: "Go loop, p * math.Log", f: func(p, q float64) float64 { return p*math.Log(p/q) - p + q },
		peers: []library{
			{key: "scipy", code: "kl_div(x, y, out=out)"},
			{key: peer.Package, code: "sumlog.kl_div(x, y, out=out)"},
		},
	},
	"DotLog": {
		base: "Go loop, w * math.Log", f: func(w, x float64) float64 { return w * math.Log(x) },
		peers: []library{{key: "numpy", code: "out[0] = np.dot(x, np.log(y))"}},
	},
	"DotLogRows": {
		does: "out[r] = Σ w[r][c] ln x[r][c] over rows of 8", base: "Go loop, w * math.Log",
		loop: func(a *operations.Args) {
			clear(a.Dst)
			for i, w := range a.In[0] {
				a.Dst[i/a.Param] += w * math.Log(a.In[1][i])
			}
		},
		peers: []library{{
			"numpy", "out[:len(x)//COLS] = np.einsum('ij,ij->i', x.reshape(-1, COLS), " +
				"np.log(y).reshape(-1, COLS))",
			"NumPy, np.einsum of w, np.log(x)",
		}},
	},
	"LogSumExp": {
		base: "Go loop, math.Exp", loop: func(a *operations.Args) { a.Dst[0] = logSumExp(a.In[0]) },
		peers: []library{{key: "scipy", code: "out[0] = logsumexp(x)"}},
	},
	"LogSumExpRows": {
		does: "out[r] = ln Σ e^x[r][c] over rows of 8", base: "Go loop, math.Exp",
		loop: func(a *operations.Args) {
			for r := range a.Dst {
				a.Dst[r] = logSumExp(a.In[0][r*a.Param : (r+1)*a.Param])
			}
		},
		peers: []library{{
			key:  "scipy",
			code: "out[:len(x)//COLS] = logsumexp(x.reshape(-1, COLS), axis=1)",
		}},
	},
	"Softmax": {
		does: "out[r][c] = e^x[r][c] / Σ e^x[r] over rows of 8", base: "Go loop, math.Exp",
		loop: softmaxOfRows(math.Exp), peers: softmaxPeers("softmax"),
	},
	"LogSoftmax": {
		does: "out[r][c] = x[r][c] - ln Σ e^x[r] over rows of 8", base: "Go loop, math.Exp",
		loop:  softmaxOfRows(func(x float64) float64 { return x }),
		peers: softmaxPeers("log_softmax"),
	},
	"Entropy": {
		base: "Go loop, p * math.Log", f: func(p, _ float64) float64 { return -p * math.Log(p) },
		peers: []library{{key: "scipy", code: "out[0] = entr(x).sum()"}},
	},
	"RelativeEntropy": {
		base: "Go loop, p * math.Log", f: func(p, q float64) float64 { return p * math.Log(p/q) },
		peers: []library{
			{key: "scipy", code: "out[0] = rel_entr(x, y).sum()"},
			{key: peer.Package, code: "out[0] = sumlog.relative_entropy(x, y)"},
		},
	},
	"LogGamma": {
		base: "Go loop, math.Lgamma", lo: 0.5, hi: 100, f: one(lgamma),
		peers: []library{{"c", "loggamma_libm", "C, lgamma"}, {
			"scipy", "gammaln(x, out=out)",
			"SciPy, gammaln",
		}},
	},
	"LogFactorial": {
		base: "Go loop, math.Lgamma", lo: 0.5, hi: 100,
		f:     func(x, _ float64) float64 { return lgamma(x + 1) },
		peers: []library{{"scipy", "gammaln(x + 1.0, out=out)", "SciPy, gammaln"}},
	},
	"LogRising": {
		base: "Go, math.Lgamma twice", lo: 0.5, hi: 100, fit: whole,
		f: func(x, n float64) float64 { return lgamma(x+n) - lgamma(x) },
		peers: []library{
			{"c", "logrising_lgamma", "C, lgamma twice"},
			{"scipy", "np.subtract(gammaln(x + y), gammaln(x), out=out)", "SciPy, gammaln twice"},
		},
	},
	"LogBeta": {
		base: "Go, math.Lgamma three times", lo: 0.5, hi: 100,
		f:     func(x, y float64) float64 { return lgamma(x) + lgamma(y) - lgamma(x+y) },
		peers: []library{{"scipy", "betaln(x, y, out=out)", "SciPy, betaln"}},
	},
	"LogBinomial": {
		base: "Go, math.Lgamma three times", lo: 0.5, hi: 100, fit: binomial,
		f: func(n, k float64) float64 { return lgamma(n+1) - lgamma(k+1) - lgamma(n-k+1) },
		peers: []library{
			{
				"scipy", "np.subtract(gammaln(x + 1.0), gammaln(y + 1.0) + gammaln(x - y + 1.0), out=out)",
				"SciPy, gammaln three times",
			},
			{key: peer.Package, code: "sumlog.logbinom(x, y, out=out)"},
		},
	},
	"LogMultichoose": {
		base: "Go, math.Lgamma three times", lo: 0.5, hi: 100, fit: whole,
		f: func(r, y float64) float64 { return lgamma(r+y) - lgamma(r) - lgamma(y+1) },
		peers: []library{{
			"scipy", "np.subtract(gammaln(x + y), gammaln(x) + gammaln(y + 1.0), out=out)",
			"SciPy, gammaln three times",
		}},
	},
}

// one makes a function of one number of two.
func one(f func(x float64) float64) func(x, y float64) float64 {
	return func(x, _ float64) float64 { return f(x) }
}

// logPeers are the vector logarithms, or sums of them, in C and in Python.
func logPeers(function string, python ...library) []library {
	return append([]library{
		{"c", function + "_libm", "C, log"},
		{"c", function + "_mvec", "C, libmvec AVX2"},
		{"c", function + "_mvec512", "C, libmvec AVX-512"},
		{"sleef", function + "_sleef", "C, SLEEF"},
		{"sleef", function + "_sleef512", "C, SLEEF AVX-512"},
		{"highway", function + "_highway", "C++, Highway"},
	}, python...)
}

func softmaxPeers(function string) []library {
	code := fmt.Sprintf("np.copyto(out.reshape(-1, COLS), %s(x.reshape(-1, COLS), axis=1))", function)
	return []library{{"scipy", code, "SciPy, " + function + "(x, axis=1)"}}
}

// ofIntegers are operations of integers, which the table makes of float64 in each call.
var ofIntegers = []string{"DotLogCounts", "SumLogOf", "SumLogRowsOf"}

// Sweeps are the operations of the table that run on all cores, over all sizes.
func (s *Suite) Sweeps() (list []*measure.Case) {
	for _, op := range operations.OnCores() {
		if slices.Contains(ofIntegers, op.Name) {
			continue
		}
		list = append(list, s.compare(measure.Sweep, op.Name, specOf(op.Name)))
	}
	return list
}

package cases

import (
	"math"

	"sumlog/bench/measure"
	"sumlog/internal/operations"
	"sumlog/kernel"
)

var specs = map[string]spec{
	"Log": {
		does: "out[i] = ln x[i]", hi: 100, exact: exactLog, base: "Go loop, math.Log", loop: logs,
		peers: logPeers("log", "np.log"),
	},
	"SumLog": {
		does: "Σ ln x[i]", lo: 0.5, hi: 2, kind: ", whose logarithms cancel", exact: exactSum,
		base: "Go loop, math.Log", loop: func(a *operations.Args) { a.Dst[0] = sumOfLogs(a.In[0]) },
		peers: logPeers("sumlog", "np.log(x).sum()"), floor: true,
	},
	"SumLogRows": {
		does: "out[r] = Σ ln x[r][c] over rows of 8", exact: exactRows,
		base: "Go loop, math.Log", loop: sumsOfRows,
		peers: [][3]string{{"numpy", "numpy_rows", "NumPy, np.log(x).sum(axis=1)"}},
	},
	"SumLogGroups": {
		does: "out[i] = Σ ln x[j] over groups of 0 to 16, of 8 in the mean", exact: exactRows,
		base: "Go loop, math.Log", loop: sumsOfGroups, second: offsets,
		peers: [][3]string{{"numpy", "numpy_groups", "NumPy, np.add.reduceat(np.log(x), offsets)"}},
	},
	"SumLogColumns": {
		does: "out[c] = Σ ln x[r][c] over 8 rows", exact: exactRows,
		base: "Go loop, math.Log", loop: sumsOfColumns,
		peers: [][3]string{{"numpy", "numpy_columns", "NumPy, np.log(x).sum(axis=0)"}},
	},
	"SumLogAbs": {
		does: "Σ ln |x[i]|, and the sign of the product", lo: -2, hi: 2, exact: exactAbs,
		base: "Go loop, math.Log", loop: sumOfAbs,
		peers: [][3]string{{"numpy", "numpy_sumlogabs", "NumPy, np.log(np.abs(x)).sum(), signs counted"}},
	},
	"LogAccumulate": {
		does: "out[j] = Σ ln(1+i+x[j]) over i < 1000, in constant time", terms: constantTerms, hi: 1000,
		exact: exactConstant, base: "Go, math.Lgamma twice", loop: lgammas,
		peers: [][3]string{{"c", "accumulate_lgamma", "C, lgamma twice"}, {"scipy", "scipy_gammaln", "SciPy, gammaln twice"}},
	},
	"LogAccumulateDirect": {
		does: "out[j] = Σ ln(1+i+x[j]) over i < 16, one logarithm a term", terms: literalTerms, hi: 1000,
		exact: exactLiteral, base: "Go loop, math.Log", loop: sumsOfTerms,
		peers: [][3]string{{"numpy", "numpy_accumulate", "NumPy, 16 calls of np.log"}},
	},
	"Add": {
		does: "out[i] = x[i] + y[i], float64", base: "Go loop", loop: sums,
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
		peers: [][3]string{
			{"c", "exp_libm", "C, exp"},
			{"c", "exp_mvec", "C, libmvec AVX2"},
			{"c", "exp_mvec512", "C, libmvec AVX-512"},
			{"numpy", "numpy_exp", "NumPy, np.exp"},
		},
	},
	"XLogY": {
		base: "Go loop, x * math.Log", f: func(x, y float64) float64 { return x * math.Log(y) },
		peers: [][3]string{{"scipy", "scipy_xlogy", "SciPy, xlogy"}},
	},
	"DotLog": {
		base: "Go loop, w * math.Log", f: func(w, x float64) float64 { return w * math.Log(x) },
		peers: [][3]string{{"numpy", "numpy_dotlog", "NumPy, np.dot(w, np.log(x))"}},
	},
	"DotLogRows": {
		does: "out[r] = Σ w[r][c] ln x[r][c] over rows of 8", base: "Go loop, w * math.Log",
		loop: func(a *operations.Args) {
			clear(a.Dst)
			for i, w := range a.In[0] {
				a.Dst[i/a.Param] += w * math.Log(a.In[1][i])
			}
		},
		peers: [][3]string{{"numpy", "numpy_dotlog_rows", "NumPy, np.einsum of w, np.log(x)"}},
	},
	"LogSumExp": {
		base: "Go loop, math.Exp", loop: func(a *operations.Args) { a.Dst[0] = logSumExp(a.In[0]) },
		peers: [][3]string{{"scipy", "scipy_logsumexp", "SciPy, logsumexp"}},
	},
	"LogSumExpRows": {
		does: "out[r] = ln Σ e^x[r][c] over rows of 8", base: "Go loop, math.Exp",
		loop: func(a *operations.Args) {
			for r := range a.Dst {
				a.Dst[r] = logSumExp(a.In[0][r*a.Param : (r+1)*a.Param])
			}
		},
		peers: [][3]string{{"scipy", "scipy_logsumexp_rows", "SciPy, logsumexp(x, axis=1)"}},
	},
	"Softmax": {
		does: "out[r][c] = e^x[r][c] / Σ e^x[r] over rows of 8", base: "Go loop, math.Exp",
		loop:  softmaxOfRows(math.Exp),
		peers: [][3]string{{"scipy", "scipy_softmax", "SciPy, softmax(x, axis=1)"}},
	},
	"LogSoftmax": {
		does: "out[r][c] = x[r][c] - ln Σ e^x[r] over rows of 8", base: "Go loop, math.Exp",
		loop:  softmaxOfRows(func(x float64) float64 { return x }),
		peers: [][3]string{{"scipy", "scipy_log_softmax", "SciPy, log_softmax(x, axis=1)"}},
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
		s.addPeers(c, sp)
		if sp.floor {
			s.addPlainSum(c, 1)
		}
		list = append(list, c)
	}
	return list
}

package cases

import (
	"math"
	"math/big"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat/combin"

	"sumlog/bench/measure"
	"sumlog/internal/exact"
	"sumlog/internal/operations"
	"sumlog/kernel"
)

// size is r of the distribution whose log-likelihood is taken, here no whole number.
const size = 2.75

// negativeBinomial is the log-likelihood of counts y, each with a mean m of its own:
//
//	Σ ln Γ(r+y)/(Γ(r)·y!) + r·ln r/(r+m) + y·ln m/(r+m)
func (s *Suite) negativeBinomial() *measure.Case {
	var work likelihood
	sp := *specs["negative binomial"]
	sp.lo, sp.hi, sp.exact.length = 1, 3, 5000
	sp.fit = fitting{", counts from 0 to 5", countTo(5).of}
	sp.loop = loopOfLikelihood(func(y float64) float64 {
		return lgamma(size+y) - lgamma(size) - lgamma(y+1)
	})
	sp.op = &operations.Operation{
		Inputs: 2, Shape: operations.Sum,
		Kernel: func(isa kernel.ISA, a *operations.Args) { a.Dst[0] = work.of(isa, a.In[0], a.In[1]) },
		Want: func(a *operations.Args, _ int) operations.Want {
			return operations.Want{Exact: exactLikelihood(a.In[0], a.In[1])}
		},
	}
	return s.compare(measure.Single, "negative binomial", sp, min(1_000_000, s.Bytes/word))
}

// likelihood is what [likelihood.of] works in.
type likelihood struct{ size, all, ratio, terms []float64 }

func (l *likelihood) of(isa kernel.ISA, m, y []float64) float64 {
	n := len(y)
	for _, column := range []*[]float64{&l.size, &l.all, &l.ratio, &l.terms} {
		*column = slices.Grow((*column)[:0], n)[:n]
	}
	for j, v := range m {
		l.size[j], l.all[j], l.ratio[j] = size, size+v, v/size
	}
	kernel.LogMultichoose(isa, l.terms, l.size, y)
	rest := kernel.DotLogRatio(isa, y, m, l.all) - size*kernel.SumLog1p(isa, l.ratio)
	return floats.SumCompensated(l.terms) + rest
}

// loopOfLikelihood adds the terms in their order, with choose for ln Γ(r+y)/(Γ(r)·y!).
func loopOfLikelihood(choose func(y float64) float64) func(a *operations.Args) {
	return func(a *operations.Args) {
		sum := 0.0
		for j, m := range a.In[0] {
			y := a.In[1][j]
			sum += choose(y) + size*math.Log(size/(size+m)) + y*math.Log(m/(size+m))
		}
		a.Dst[0] = sum
	}
}

// logGeneralizedBinomial is the likelihood by gonum's coefficient.
var logGeneralizedBinomial = loopOfLikelihood(func(y float64) float64 {
	return combin.LogGeneralizedBinomial(y+size-1, y)
})

func exactLikelihood(m, y []float64) *big.Float {
	number := func(x float64) *big.Float { return new(big.Float).SetPrec(exact.Prec).SetFloat64(x) }
	sum := number(0)
	add := func(w float64, log *big.Float) { sum.Add(sum, number(0).Mul(number(w), log)) }
	for j, v := range m {
		add(1, exact.LogMultichoose(size, y[j]))
		all := exact.Log(number(0).Add(number(size), number(v)))
		add(size, number(0).Sub(exact.Log(number(size)), all))
		add(y[j], number(0).Sub(exact.Log(number(v)), all))
	}
	return sum
}

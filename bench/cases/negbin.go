package cases

import (
	"context"
	"fmt"
	"math"
	"math/big"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat/combin"

	"sumlog/bench/measure"
	"sumlog/internal/exact"
	"sumlog/kernel"
)

// The size of the negative binomial distribution whose log-likelihood is taken, r, is no whole number.
const size = 2.75

// negativeBinomial is the log-likelihood of counts y, each with a mean m of its own:
//
//	Σ ln Γ(r+y)/(Γ(r)·y!) + r·ln r/(r+m) + y·ln m/(r+m)
func (s *Suite) negativeBinomial() *measure.Case {
	n := min(1_000_000, s.Bytes/word)
	const records = 5000 // whose result is compared
	c := &measure.Case{
		Kind: measure.Single, Name: "negative binomial", Title: "log-likelihood of a negative binomial, a mean each",
		Unit: "element", Sizes: []int{n}, Limits: s.Kernels,
		Inputs:  "means uniform from 1 to 3, counts from 0 to 5",
		Against: fmt.Sprintf("the exact log-likelihood; %d records", records),
	}
	c.Fill = func() { likelihoodInputs(s.part(n)) }
	column := func() []float64 { return make([]float64, max(n, records)) }
	work := likelihood{column(), column(), column(), column()}
	for _, isa := range s.ISAs {
		v := &measure.Variant{Label: "sumlog, " + isa.String(), ISA: isa.String()}
		s.add(c, v, inGo(func(d data) { d.out[0] = work.of(isa, d.a, d.b) }))
	}
	s.add(c, &measure.Variant{Label: "Go loop, math.Lgamma", Peer: "go", Base: true}, inGo(func(d data) {
		d.out[0] = loopOfLikelihood(d.a, d.b, func(y float64) float64 {
			return lgamma(size+y) - lgamma(size) - lgamma(y+1)
		})
	}))
	v := &measure.Variant{Label: "gonum, combin.LogGeneralizedBinomial", Peer: "gonum", Skipped: s.Peers.Unwanted("gonum")}
	s.add(c, v, inGo(func(d data) {
		d.out[0] = loopOfLikelihood(d.a, d.b, func(y float64) float64 {
			return combin.LogGeneralizedBinomial(y+size-1, y)
		})
	}))
	s.addPeer(c, spec{}, library{
		"scipy", "out[0] = stats.nbinom.logpmf(y, 2.75, 2.75 / (2.75 + x)).sum()", "SciPy, nbinom.logpmf",
	})

	some := data{s.Peers.Memory.Floats(1), s.Peers.Memory.Floats(records), s.Peers.Memory.Floats(records)}
	var want *big.Float
	c.Verify = func(ctx context.Context, v *measure.Variant) error {
		if want == nil {
			likelihoodInputs(some)
			want = exactLikelihood(some.a, some.b)
		}
		if _, err := s.runs[v](ctx, some, 1); err != nil {
			return err
		}
		v.Error = &measure.Error{}
		addError(v.Error, exact.ULP(some.out[0], want))
		return nil
	}
	return c
}

// likelihoodInputs sets means and counts.
func likelihoodInputs(d data) {
	uniform(d, 0, 1)
	for j := range d.a {
		d.a[j], d.b[j] = 1+2*d.a[j], math.Floor(6*d.b[j])
	}
}

// likelihood is what [likelihood.of] works in.
type likelihood struct{ size, all, ratio, terms []float64 }

func (l likelihood) of(isa kernel.ISA, m, y []float64) float64 {
	n := len(y)
	for j, v := range m {
		l.size[j], l.all[j], l.ratio[j] = size, size+v, v/size
	}
	kernel.LogMultichoose(isa, l.terms[:n], l.size[:n], y)
	rest := kernel.DotLogRatio(isa, y, m, l.all[:n]) - size*kernel.SumLog1p(isa, l.ratio[:n])
	return floats.SumCompensated(l.terms[:n]) + rest
}

// loopOfLikelihood adds the terms in their order, with choose for ln Γ(r+y)/(Γ(r)·y!).
func loopOfLikelihood(m, y []float64, choose func(y float64) float64) (sum float64) {
	for j, v := range m {
		sum += choose(y[j]) + size*math.Log(size/(size+v)) + y[j]*math.Log(v/(size+v))
	}
	return sum
}

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

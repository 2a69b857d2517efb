package sweep

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/floats"

	"sumlog/kernel"
)

// The sums that are measured have so many terms: those in constant time as many as
// the headline, and the literal ones so few that large arrays can be measured.
const (
	constantTerms = 1000
	literalTerms  = 16
	columns       = 8
)

// uniform fills arrays with numbers from lo to hi.
func uniform(lo, hi float64) func(*rand.Rand, []float64, []float64) {
	return func(r *rand.Rand, x, y []float64) {
		for _, list := range [][]float64{x, y} {
			for i := range list {
				list[i] = lo + (hi-lo)*r.Float64()
			}
		}
	}
}

// Operations returns all that are measured, by the given instruction sets and peers.
func Operations(isas []kernel.ISA, p *Peers) []*Operation {
	list := []*Operation{logs(p), sums(p), rows(p), constant(p), literal(p), addition(p)}
	for _, o := range list {
		var own []*Way
		for _, isa := range isas {
			own = append(own, &Way{Label: "sumlog, " + isa.String(), ISA: isa.String(), run: inGo(func(d data) { o.Kernel(isa, d) })})
		}
		o.Ways = append(own, o.Ways...)
		for _, w := range o.Ways {
			if w.Absent == "" && w.Peer != "" && !w.Base && !p.wanted(w.Peer) {
				w.Absent = LeftOut + "-peers"
			}
		}
	}
	return list
}

func logs(p *Peers) *Operation {
	return &Operation{
		Name: "Log", Does: "out[i] = ln x[i]", Pattern: CopyOne,
		Kernel: func(isa kernel.ISA, d data) { kernel.Log(isa, d.out, d.a) },
		Inputs: uniform(0, 100), Said: "uniform from 0 to 100",
		Exact: exactLog,
		Ways: append([]*Way{{Label: "Go loop, math.Log", Peer: "go", Base: true, run: inGo(func(d data) {
			for i, v := range d.a {
				d.out[i] = math.Log(v)
			}
		})}}, p.foreign("log_libm C, log", "log_mvec C, libmvec AVX2", "log_mvec512 C, libmvec AVX-512",
			"numpy_log NumPy, np.log", "numexpr_log numexpr")...),
	}
}

func sums(p *Peers) *Operation {
	return &Operation{
		Name: "SumLog", Does: "Σ ln x[i]", Pattern: ReadOne,
		Kernel: func(isa kernel.ISA, d data) { d.out[0] = kernel.SumLog(isa, d.a) },
		Inputs: uniform(0.5, 2), Said: "uniform from 0.5 to 2, whose logarithms cancel",
		Exact: exactSum,
		Ways: append([]*Way{{Label: "Go loop, math.Log", Peer: "go", Base: true, run: inGo(func(d data) {
			var s float64
			for _, v := range d.a {
				s += math.Log(v)
			}
			d.out[0] = s
		})}}, p.foreign("sumlog_libm C, log", "sumlog_mvec C, libmvec AVX2", "sumlog_mvec512 C, libmvec AVX-512",
			"numpy_sumlog NumPy, np.log(x).sum()", "numexpr_sumlog numexpr")...),
	}
}

func rows(p *Peers) *Operation {
	return &Operation{
		Name: "SumLogRows", Does: "out[r] = Σ ln x[r][c] over rows of 8", Pattern: ReadOne, Cols: columns,
		Kernel: func(isa kernel.ISA, d data) { kernel.SumLogRows(isa, d.out[:len(d.a)/columns], d.a, columns) },
		Inputs: uniform(0.5, 2), Said: "uniform from 0.5 to 2",
		Exact: exactRows,
		Ways: append([]*Way{{Label: "Go loop, math.Log", Peer: "go", Base: true, run: inGo(func(d data) {
			for r := range len(d.a) / columns {
				var s float64
				for _, v := range d.a[r*columns : (r+1)*columns] {
					s += math.Log(v)
				}
				d.out[r] = s
			}
		})}}, p.foreign("numpy_rows NumPy, np.log(x).sum(axis=1)")...),
	}
}

func constant(p *Peers) *Operation {
	return &Operation{
		Name: "LogAccumulate", Does: "out[j] = Σ ln(1+i+x[j]) over i < 1000, in constant time", Pattern: CopyOne, Terms: constantTerms,
		Kernel: func(isa kernel.ISA, d data) { kernel.LogAccumulate(isa, d.out, d.a, constantTerms) },
		Inputs: uniform(0, 1000), Said: "uniform from 0 to 1000",
		Exact: exactConstant,
		Ways: append([]*Way{{Label: "Go, math.Lgamma twice", Peer: "go", Base: true, run: inGo(func(d data) {
			for i, v := range d.a {
				to, _ := math.Lgamma(v + constantTerms + 1)
				from, _ := math.Lgamma(v + 1)
				d.out[i] = to - from
			}
		})}}, p.withTerms(constantTerms, "accumulate_lgamma C, lgamma twice", "scipy_gammaln SciPy, gammaln twice")...),
	}
}

func literal(p *Peers) *Operation {
	return &Operation{
		Name: "LogAccumulateDirect", Does: "out[j] = Σ ln(1+i+x[j]) over i < 16, one logarithm a term", Pattern: CopyOne, Terms: literalTerms,
		Kernel: func(isa kernel.ISA, d data) { kernel.LogAccumulateDirect(isa, d.out, d.a, literalTerms) },
		Inputs: uniform(0, 1000), Said: "uniform from 0 to 1000",
		Exact: exactLiteral,
		Ways: append([]*Way{{Label: "Go loop, math.Log", Peer: "go", Base: true, run: inGo(func(d data) {
			for j, v := range d.a {
				var s float64
				for i := range literalTerms {
					s += math.Log(float64(1+i) + v)
				}
				d.out[j] = s
			}
		})}}, p.withTerms(literalTerms, "numpy_accumulate NumPy, 16 calls of np.log")...),
	}
}

func addition(p *Peers) *Operation {
	return &Operation{
		Name: "Add", Does: "out[i] = x[i] + y[i], float64", Pattern: ReadTwo,
		Kernel: func(isa kernel.ISA, d data) { kernel.Add(isa, d.out, d.a, d.b) },
		Inputs: uniform(0.5, 2), Said: "uniform from 0.5 to 2",
		Exact: exactAdd,
		Ways: append([]*Way{
			{Label: "Go loop", Peer: "go", Base: true, run: inGo(func(d data) {
				out, x, y := d.out, d.a[:len(d.out)], d.b[:len(d.out)]
				for i := range out {
					out[i] = x[i] + y[i]
				}
			})},
			{Label: "gonum, floats.AddTo", Peer: "gonum", run: inGo(func(d data) { floats.AddTo(d.out, d.a, d.b) })},
			{Label: "vek, Add_Into", Peer: "vek", Absent: noVek, run: inGo(func(d data) { vekAdd(d.out, d.a, d.b) })},
			{Label: "simd/archsimd", Peer: "archsimd", Absent: noArchsimd, run: inGo(func(d data) { archsimdAdd(d.out, d.a, d.b) })},
		}, p.foreign("add_loop C, a loop", "numpy_add NumPy, np.add", "numexpr_add numexpr")...),
	}
}

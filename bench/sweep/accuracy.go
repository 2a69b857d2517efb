package sweep

import (
	"math"
	"math/big"
	"math/rand/v2"

	"sumlog/internal/exact"
)

// Error is how far results are from the exact ones, in units of the exact result's last
// place.
type Error struct {
	Worst float64 `json:"worst_ulp"`
	Mean  float64 `json:"mean_ulp"`
	Count int     `json:"results"`
	Wrong int     `json:"wrong,omitempty"` // results that are not finite, and should be
}

// exactly makes the arrays on which a way's results are compared, and compares them.
type exactly struct {
	against string // what errors are relative to, in words
	on      string // what arrays
	cases   func(r *rand.Rand, floats func(int) []float64, share int) []trial
}

// trial is arrays, and the error of each result for them.
type trial struct {
	data
	results int
	ulp     func(i int, got float64) float64
}

// judge has a way do every trial.
func judge(w *Way, trials []trial) (*Error, error) {
	e := &Error{}
	sum := 0.0
	for _, t := range trials {
		for i := range t.out {
			t.out[i] = math.NaN() // what is there afterwards was computed then
		}
		if _, err := w.run(t.data, 1); err != nil {
			return nil, err
		}
		for i := range t.results {
			u := t.ulp(i, t.out[i])
			e.Count++
			if math.IsInf(u, 0) || math.IsNaN(u) {
				e.Wrong++
				continue
			}
			e.Worst = max(e.Worst, u)
			sum += u
		}
	}
	e.Mean = sum / float64(max(1, e.Count-e.Wrong))
	return e, nil
}

// each makes a trial of n arguments with a result each.
func each(n int, floats func(int) []float64, fill func(i int) (x, y float64), want func(x, y float64) *big.Float) []trial {
	d := data{floats(n), floats(n), floats(n)}
	wants := make([]*big.Float, n)
	for i := range n {
		d.a[i], d.b[i] = fill(i)
		wants[i] = want(d.a[i], d.b[i])
	}
	return []trial{{d, n, func(i int, got float64) float64 { return exact.ULP(got, wants[i]) }}}
}

var exactLog = exactly{
	against: "the exact logarithm",
	on:      "numbers of three kinds in equal parts: uniform from 0 to 100, uniform from 0.9 to 1.1, and of any magnitude from 1e-300 to 1e300",
	cases: func(r *rand.Rand, floats func(int) []float64, share int) []trial {
		n := 6000 / share
		d := data{floats(n), floats(n), floats(n)}
		for i := range d.a {
			d.a[i] = []float64{100 * r.Float64(), 0.9 + 0.2*r.Float64(), math.Pow(10, 600*r.Float64()-300)}[i%3]
		}
		return []trial{{d, n, func(i int, got float64) float64 { return exact.LogDD(d.a[i]).ULP(got) }}}
	},
}

var exactSum = exactly{
	against: "the exact sum of the exact logarithms",
	on:      "arrays of 256 numbers, uniform from 0.5 to 2",
	cases: func(r *rand.Rand, floats func(int) []float64, share int) (list []trial) {
		const n = 256
		for range 400 / share {
			d := data{floats(n), floats(n), nil}
			uniform(0.5, 2)(r, d.a, nil)
			want := exact.SumLog(d.a)
			list = append(list, trial{d, 1, func(_ int, got float64) float64 { return exact.ULP(got, want) }})
		}
		return list
	},
}

var exactRows = exactly{
	against: "the exact sum of the exact logarithms of a row",
	on:      "rows of 8 numbers, uniform from 0.5 to 2",
	cases: func(r *rand.Rand, floats func(int) []float64, share int) []trial {
		n := 2000 / share
		d := data{floats(n * columns), floats(n * columns), nil}
		uniform(0.5, 2)(r, d.a, nil)
		wants := make([]*big.Float, n)
		for i := range wants {
			wants[i] = exact.SumLog(d.a[i*columns : (i+1)*columns])
		}
		return []trial{{d, n, func(i int, got float64) float64 { return exact.ULP(got, wants[i]) }}}
	},
}

// arguments of sums of terms: a third small ones, for which another formula holds.
func argument(r *rand.Rand) func(i int) (x, y float64) {
	return func(i int) (x, y float64) {
		if i%3 == 0 {
			return 15 * r.Float64(), 0
		}
		return 1000 * r.Float64(), 0
	}
}

var exactConstant = exactly{
	against: "the exact sum",
	on:      "x uniform from 0 to 1000, a third of them from 0 to 15",
	cases: func(r *rand.Rand, floats func(int) []float64, share int) []trial {
		return each(1200/share, floats, argument(r), func(x, _ float64) *big.Float { return exact.LogAccumulate(x, constantTerms) })
	},
}

var exactLiteral = exactly{
	against: "the exact sum of the logarithms of 1+i+x as float64 rounds it",
	on:      "x uniform from 0 to 1000, a third of them from 0 to 15",
	cases: func(r *rand.Rand, floats func(int) []float64, share int) []trial {
		return each(1200/share, floats, argument(r), func(x, _ float64) *big.Float { return exact.LogAccumulateDirect(x, literalTerms) })
	},
}

var exactAdd = exactly{
	against: "the exact sum",
	on:      "numbers uniform from 0.5 to 2",
	cases: func(r *rand.Rand, floats func(int) []float64, share int) []trial {
		fill := func(int) (x, y float64) { return 0.5 + 1.5*r.Float64(), 0.5 + 1.5*r.Float64() }
		return each(2000/share, floats, fill, func(x, y float64) *big.Float {
			sum := new(big.Float).SetPrec(200) // holds sums of such numbers
			return sum.Add(big.NewFloat(x), big.NewFloat(y))
		})
	},
}

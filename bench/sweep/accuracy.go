package sweep

import (
	"math"
	"math/rand/v2"

	"sumlog/internal/operations"
)

// Error is how far results are from the exact ones, in units of the exact result's last
// place.
type Error struct {
	Worst float64 `json:"worst_ulp"`
	Mean  float64 `json:"mean_ulp"`
	Count int     `json:"results"`
	Wrong int     `json:"wrong,omitempty"` // results that are not finite, and should be
}

// exactly makes the arrays on which a way's results are compared; the table of operations
// tells the exact ones.
type exactly struct {
	against string // what errors are relative to, in words
	on      string // what arrays
	arrays  int    // how many, each a call; a share of them in short runs
	length  int    // of an array, of which a share in short runs where there is one
	draw    func(r *rand.Rand, i int) float64
}

// trial is arrays, and the error of each result for them.
type trial struct {
	data
	results int
	ulp     func(i int, got float64) float64
}

// trials draws the arrays of an operation and works out its results.
func (o *Operation) trials(r *rand.Rand, floats func(int) []float64, share int) (list []trial) {
	arrays, length := o.Exact.arrays/share, o.Exact.length
	if o.Exact.arrays == 1 {
		arrays, length = 1, length/share
	}
	length -= length % max(1, o.Cols)
	for range arrays {
		d := data{floats(length), floats(length), floats(length)}
		for i := range d.a {
			d.a[i], d.b[i] = o.Exact.draw(r, i), o.Exact.draw(r, i)
		}
		a, results := o.args(d)
		wants := make([]operations.Want, results)
		for i := range wants {
			wants[i] = o.row().Want(a, i)
		}
		list = append(list, trial{d, results, func(i int, got float64) float64 { return wants[i].ULP(got) }})
	}
	return list
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

var exactLog = exactly{
	against: "the exact logarithm",
	on:      "numbers of three kinds in equal parts: uniform from 0 to 100, uniform from 0.9 to 1.1, and of any magnitude from 1e-300 to 1e300",
	arrays:  1, length: 6000,
	draw: func(r *rand.Rand, i int) float64 {
		return []float64{100 * r.Float64(), 0.9 + 0.2*r.Float64(), math.Pow(10, 600*r.Float64()-300)}[i%3]
	},
}

var exactSum = exactly{
	against: "the exact sum of the exact logarithms",
	on:      "arrays of 256 numbers, uniform from 0.5 to 2",
	arrays:  400, length: 256,
	draw: moderate,
}

var exactRows = exactly{
	against: "the exact sum of the exact logarithms of a row",
	on:      "rows of 8 numbers, uniform from 0.5 to 2",
	arrays:  1, length: 2000 * columns,
	draw: moderate,
}

func moderate(r *rand.Rand, _ int) float64 { return 0.5 + 1.5*r.Float64() }

// argument draws those of sums of terms: a third small ones, for which another formula holds.
func argument(r *rand.Rand, i int) float64 {
	if i%3 == 0 {
		return 15 * r.Float64()
	}
	return 1000 * r.Float64()
}

var exactConstant = exactly{
	against: "the exact sum",
	on:      "x uniform from 0 to 1000, a third of them from 0 to 15",
	arrays:  1, length: 1200,
	draw: argument,
}

var exactLiteral = exactly{
	against: "the exact sum of the logarithms of 1+i+x as float64 rounds it",
	on:      "x uniform from 0 to 1000, a third of them from 0 to 15",
	arrays:  1, length: 1200,
	draw: argument,
}

var exactAdd = exactly{
	against: "the exact sum",
	on:      "numbers uniform from 0.5 to 2",
	arrays:  1, length: 2000,
	draw: moderate,
}

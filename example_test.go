package sumlog_test

import (
	"context"
	"fmt"
	"log"
	"math"
	"time"

	"sumlog"
	"sumlog/dispatch"
	"sumlog/shared"
)

func Example() {
	p := []float64{0.9, 0.85, 0.1, 0.99}
	fmt.Println(sumlog.SumLog(p)) // a log-likelihood
	x := []float64{0, 1, 2.5}
	sumlog.LogAccumulate(x, x, 1000) // Σ ln(1+i+x) over 1000 terms
	fmt.Println(x)
	// Output:
	// -2.5805148740031485
	// [5912.128178488163 5919.036933267479 5928.200963714641]
}

// A log-likelihood: the sum of the logarithms of densities, which underflows as the
// logarithm of their product.
func ExampleSumLog() {
	densities := []float64{1e-200, 1e-180, 2e-150}
	fmt.Println(sumlog.SumLog(densities))
	fmt.Println(math.Log(densities[0] * densities[1] * densities[2]))
	// Output:
	// -1219.6769521062843
	// -Inf
}

// One log-likelihood for each row of a matrix.
func ExampleSumLogRows() {
	x := []float64{
		1, 2, 3,
		4, 5, 6,
	}
	sums := make([]float64, 2)
	sumlog.SumLogRows(sums, x, 3)
	fmt.Println(sums) // ln 6 and ln 120
	// Output: [1.791759469228055 4.787491742782046]
}

// The natural logarithm of a slice, in place (NumPy's np.log(x, out=x)).
func ExampleLog() {
	x := []float64{1, math.E, 0, -1, math.Inf(1)}
	sumlog.Log(x, x)
	fmt.Println(x)
	// Output: [0 1 -Inf NaN +Inf]
}

// The probability that none of independent events happens, as a logarithm.
func ExampleLog1p() {
	p := []float64{-1e-20, -0.5}
	sumlog.Log1p(p, p)
	fmt.Println(p, math.Log(1-1e-20))
	// Output: [-1e-20 -0.6931471805599453] 0
}

// Probabilities of their logarithms, in place.
func ExampleExp() {
	x := []float64{0, -0.6931471805599453, -745, math.Inf(-1)}
	sumlog.Exp(x, x)
	fmt.Println(x)
	// Output: [1 0.5 5e-324 0]
}

// The terms of an entropy: 0·ln 0 is 0.
func ExampleXLogY() {
	p := []float64{0, 0.25, 0.75}
	terms := make([]float64, 3)
	sumlog.XLogY(terms, p, p)
	fmt.Println(terms)
	// Output: [0 -0.34657359027997264 -0.2157615543388357]
}

// The terms of a relative entropy, as SciPy's rel_entr: 0·ln 0 is 0.
func ExampleRelEntr() {
	p, q := []float64{0, 0.25, 0.75}, []float64{0.25, 0.25, 0.5}
	terms := make([]float64, 3)
	sumlog.RelEntr(terms, p, q)
	fmt.Println(terms)
	// Output: [0 0 0.3040988310811233]
}

// The Kullback-Leibler divergence of each element, as SciPy's kl_div: no digits are lost where p
// is near q.
func ExampleKLDiv() {
	p, q := []float64{0, 0.25, 1 + 1e-9}, []float64{0.25, 0.25, 1}
	divergences := make([]float64, 3)
	sumlog.KLDiv(divergences, p, q)
	fmt.Println(divergences)
	// Output: [0.25 0 5.000000825737077e-19]
}

// The probability that none of many rare events happens, as a logarithm.
func ExampleSumLog1p() {
	x := make([]float64, 1000)
	for i := range x {
		x[i] = -1e-18 // a probability of 1e-18 each
	}
	fmt.Println(sumlog.SumLog1p(x))
	// Output: -1e-15
}

// A cross-entropy; categories without probability count for nothing.
func ExampleDotLog() {
	p, q := []float64{0.5, 0.5, 0}, []float64{0.25, 0.75, 0}
	fmt.Println(-sumlog.DotLog(p, q))
	// Output: 0.8369882167858358
}

// A multinomial log-likelihood of counts, but for the coefficient: categories without observations
// count for nothing, whatever their probability.
func ExampleDotLogCounts() {
	counts, p := []int64{3, 1, 0}, []float64{0.75, 0.25, 0}
	fmt.Println(sumlog.DotLogCounts(counts, p))
	mask := []int64{1, 0, 0}
	fmt.Println(sumlog.DotLogCounts(mask, p))
	// Output:
	// -2.2493405784752336
	// -0.2876820724517809
}

func ExampleEntropy() {
	fmt.Println(sumlog.Entropy([]float64{0.5, 0.25, 0.25, 0}))
	// Output: 1.0397207708399179
}

// How much more likely the data are under one model than under another, as a logarithm.
func ExampleDotLogRatio() {
	counts := []float64{10, 5, 0}
	one, other := []float64{0.5, 0.5, 0}, []float64{0.25, 0.75, 0}
	fmt.Println(sumlog.DotLogRatio(counts, one, other))
	// Output: 4.904146265058631
}

// The divergence of distributions that hardly differ: about half the square of 1e-8.
func ExampleRelativeEntropy() {
	p, q := []float64{0.5, 0.5}, []float64{0.5 - 0x1p-27, 0.5 + 0x1p-27}
	fmt.Println(sumlog.RelativeEntropy(p, q))
	// Output: 1.1102230246251565e-16
}

// The cross-entropies of two predictions with their targets, with their signs changed.
func ExampleDotLogRows() {
	targets := []float64{0, 1, 0, 0.5, 0.5, 0}
	predictions := []float64{0.1, 0.8, 0.1, 0.25, 0.75, 0}
	sums := make([]float64, 2)
	sumlog.DotLogRows(sums, targets, predictions, 3)
	fmt.Println(sums)
	// Output: [-0.2231435513142097 -0.8369882167858358]
}

// A mixture of two components, whose likelihoods no float64 holds.
func ExampleLogSumExp() {
	fmt.Println(sumlog.LogSumExp([]float64{-1000, -1001}))
	// Output: -999.6867383124818
}

// The probabilities of two classes, for two objects with a score for each class.
func ExampleSoftmax() {
	scores := []float64{1000, 1000, -1, -1 + math.Ln2}
	p := make([]float64, len(scores))
	sumlog.Softmax(p, scores, 2)
	fmt.Printf("%.4f", p)
	// Output: [0.5000 0.5000 0.3333 0.6667]
}

// The logarithm of the rising factorial, or Pochhammer symbol, (1+x)_n; with x = 0 the
// log-factorial ln n!, with one term log1p(x).
func ExampleLogAccumulate() {
	x := []float64{0}
	sumlog.LogAccumulate(x, x, 170)
	fmt.Println(x[0]) // ln 170!
	x[0] = 1e-20
	sumlog.LogAccumulate(x, x, 1)
	fmt.Println(x[0]) // log1p
	// Output:
	// 706.5730622457874
	// 1e-20
}

// The logarithm of the gamma function: C's lgamma, SciPy's gammaln, R's lgamma.
func ExampleLogGamma() {
	x := []float64{0.5, 1, 2, 10, 1e10}
	sumlog.LogGamma(x, x)
	fmt.Println(x) // ln √π, 0, 0, ln 9!, …
	// Output: [0.5723649429247001 0 0 12.801827480081469 2.2025850928881058e+11]
}

// Log-factorials ln n! (R's lfactorial), of fractions too: ln Γ(1+x).
func ExampleLogFactorial() {
	x := []float64{0, 1, 5, 170, 1e-20}
	sumlog.LogFactorial(x, x)
	fmt.Println(x)
	// Output: [0 0 4.787491742782046 706.5730622457874 -5.772156649015328e-21]
}

// Rising factorials (the Pochhammer symbol) with a count for each element: the terms of a negative
// binomial or Dirichlet-multinomial likelihood, as lgamma(x+n) - lgamma(x) elsewhere.
func ExampleLogRising() {
	alpha := []float64{0.5, 2, 1e10, 0.3}
	counts := []float64{3, 0, 5, 0.5}
	terms := make([]float64, len(alpha))
	sumlog.LogRising(terms, alpha, counts)
	fmt.Println(terms) // ln 0.5·1.5·2.5, ln 1, …
	// Output: [0.6286086594223741 0 115.12925465070228 -0.9437383164182379]
}

// The logarithm of the beta function: SciPy's betaln, R's lbeta.
func ExampleLogBeta() {
	a, b := []float64{1, 0.5, 3, 1e15}, []float64{1, 0.5, 2, 1e15}
	sumlog.LogBeta(a, a, b)
	fmt.Println(a) // 0, ln π, -ln 12, …
	// Output: [0 1.1447298858494002 -2.4849066497880004 -1.3862943611199065e+15]
}

// Logarithms of binomial coefficients: R's lchoose.
func ExampleLogBinomial() {
	n, k := []float64{5, 52, 1e15, 0.5}, []float64{2, 5, 3, 0.25}
	sumlog.LogBinomial(n, n, k)
	fmt.Println(n) // ln 10, ln 2598960, …
	// Output: [2.302585092994046 14.77062192297037 101.824569715504 0.0757614352083811]
}

// The coefficient of the negative binomial distribution, nbinom, for counts y and any size r; with
// it a logarithm of a probability is coefficient + r·ln p + y·ln(1-p).
func ExampleLogMultichoose() {
	r, y := []float64{0.1, 3, 2.5}, []float64{100, 2, 0}
	coefficients := make([]float64, len(r))
	sumlog.LogMultichoose(coefficients, r, y)
	fmt.Println(coefficients) // …, ln 6, ln 1
	// Output: [-6.397816418440884 1.791759469228055 0]
}

// The literal loop, to be compared with LogAccumulate.
func ExampleLogAccumulateDirect() {
	x := []float64{0.5}
	sumlog.LogAccumulateDirect(x, x, 3)
	fmt.Printf("%.10f %.10f\n", x[0], math.Log(1.5)+math.Log(2.5)+math.Log(3.5))
	// Output: 2.5745188085 2.5745188085
}

func ExampleAdd() {
	a, b := []int32{1, 2, 3}, []int32{10, 20, 30}
	sumlog.Add(a, a, b)
	fmt.Println(a)
	// Output: [11 22 33]
}

// Column 2 of a shared table becomes column 0 + column 1, in place.
func ExampleAddColumns() {
	table, err := shared.From(2, 3, []float64{
		1, 2, 0,
		3, 4, 0,
	})
	if err != nil {
		log.Fatal(err)
	}
	defer table.Close()
	sumlog.AddColumns(table, 2, 0, 1)
	fmt.Println(table.Data())
	// Output: [1 2 3 3 4 7]
}

// Log-factorials of a column of counts.
func ExampleLogAccumulateColumns() {
	table, err := shared.From(2, 2, []float64{
		0, 0,
		1, 0,
	})
	if err != nil {
		log.Fatal(err)
	}
	defer table.Close()
	sumlog.LogAccumulateColumns(table, 1, 0, 5) // ln (1+x)(2+x)…(5+x)
	fmt.Println(table.Data())
	// Output: [0 4.787491742782046 1 6.579251212010101]
}

// The middle column of a matrix, and what is left without its last column: strided rows.
func ExampleSumLogRowsStrided() {
	x := []float64{
		1, 2, 3,
		4, 5, 6,
	}
	sums := make([]float64, 2)
	sumlog.SumLogRowsStrided(sums, x, 2, 3)
	fmt.Println(sums) // ln 2 and ln 20
	sumlog.SumLogRowsStrided(sums, x[1:], 1, 3)
	fmt.Println(sums) // ln 2 and ln 5
	// Output:
	// [0.6931471805599453 2.995732273553991]
	// [0.6931471805599453 1.6094379124341003]
}

// The sums of the columns of a table, in whichever order its elements are, into a row of another.
func ExampleSumLogColumnsInto() {
	x, err := shared.New[float64](2, 3)
	if err != nil {
		log.Fatal(err)
	}
	defer x.Close()
	copy(x.Data(), []float64{
		1, 2, 3,
		4, 5, 6,
	})
	sums, err := shared.New[float64](1, 3)
	if err != nil {
		log.Fatal(err)
	}
	defer sums.Close()
	sumlog.SumLogColumnsInto(sums, 0, x)
	fmt.Println(sums.Data()) // ln 4, ln 10 and ln 18
	// Output: [1.3862943611198906 2.302585092994046 2.8903717578961645]
}

// The determinant of a triangular matrix, from its diagonal.
func ExampleSumLogAbs() {
	sum, sign := sumlog.SumLogAbs([]float64{2, -3, 5})
	fmt.Println(sum, sign) // of -30
	// Output: 3.4011973816621555 -1
}

// A factor of 1 adds nothing, not even a rounding: what does not count is set to 1.
func ExampleSumLog_mask() {
	p := []float64{0.5, 0, 0.25}
	observed := []bool{true, false, true}
	for i, ok := range observed {
		if !ok {
			p[i] = 1
		}
	}
	fmt.Println(sumlog.SumLog(p)) // ln 1/8
	// Output: -2.0794415416798357
}

// Probabilities as float32 and ranks as integers: the sums of their logarithms are those of the
// same numbers as float64.
func ExampleSumLogOf() {
	fmt.Println(sumlog.SumLogOf([]float32{0.5, 0.25, 0.125})) // ln 1/64
	fmt.Println(sumlog.SumLogOf([]uint8{1, 2, 3, 4, 5}))      // ln 120
	sums := make([]float64, 2)
	sumlog.SumLogRowsOf(sums, []int32{1, 2, 3, 4}, 2)
	fmt.Println(sums) // ln 2 and ln 12
	// Output:
	// -4.1588830833596715
	// 4.787491742782046
	// [0.6931471805599453 2.4849066497880004]
}

// The first two columns of a matrix of three, and all of them.
func ExampleSumLogColumns() {
	x := []float64{
		1, 2, 3,
		4, 5, 6,
	}
	sums := make([]float64, 3)
	sumlog.SumLogColumns(sums[:2], x[:5], 3)
	fmt.Println(sums) // ln 4 and ln 10
	sumlog.SumLogColumns(sums, x, 3)
	fmt.Println(sums) // ln 18 too
	// Output:
	// [1.3862943611198906 2.302585092994046 0]
	// [1.3862943611198906 2.302585092994046 2.8903717578961645]
}

// Groups of two, none and three numbers, the last of which ends where x does.
func ExampleSumLogGroups() {
	x := []float64{1, 2, 3, 4, 5}
	sums := make([]float64, 3)
	sumlog.SumLogGroups(sums, x, []int{0, 2, 2, 5})
	fmt.Println(sums) // ln 2, 0 and ln 60
	// Output: [0.6931471805599453 0 4.0943445622221]
}

// A log-likelihood for each row of a table, into a column of another.
func ExampleSumLogRowsInto() {
	table, err := shared.From(2, 3, []float64{1, 2, 3, 4, 5, 6})
	if err != nil {
		log.Fatal(err)
	}
	defer table.Close()
	sums, err := shared.New[float64](2, 1)
	if err != nil {
		log.Fatal(err)
	}
	defer sums.Close()
	sumlog.SumLogRowsInto(sums, 0, table)
	fmt.Println(sums.Data())
	// Output: [1.791759469228055 4.787491742782046]
}

// Operations with a time limit, on a pool of two workers.
func ExampleOn() {
	pool, err := dispatch.NewPool(dispatch.WithWorkers(2))
	if err != nil {
		log.Fatal(err)
	}
	defer pool.Close()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	x := make([]float64, 1_000_000)
	for i := range x {
		x[i] = 2
	}
	sum, err := sumlog.On(ctx, pool).SumLog(x)
	fmt.Println(sum, err)
	// Output: 693147.1805599453 <nil>
}

// The last call says that all is done.
func ExampleRun_Progress() {
	x := make([]float64, 1_000_000)
	run := sumlog.On(context.Background(), nil).Progress(func(done, total int64) {
		if done == total {
			fmt.Println(done, "of", total)
		}
	})
	if err := run.LogAccumulate(x, x, 10); err != nil {
		log.Fatal(err)
	}
	// Output: 1000000 of 1000000
}

package generic_test

import (
	"flag"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog/internal/exact"
	"sumlog/internal/generic"
	"sumlog/internal/operations"
)

var gammaPoints = flag.Int("gammapoints", 100_000,
	"arguments of each function in TestGammaErrorBounds, a tenth in short runs")

// gammaFunction is ln Γ or one of its kin: the specification, what it is compared with, and its
// bound by region. The second argument of the first two is not used.
type gammaFunction struct {
	name  string
	spec  func(dst, x, y []float64)
	dd    func(x, y float64) exact.DD
	want  func(x, y float64) *big.Float
	bound func(x, y float64) bound
	kinds []gammaKind
}

var gammaFunctions = []gammaFunction{
	{
		"LogGamma", func(dst, x, _ []float64) { generic.LogGamma(dst, x) },
		func(x, _ float64) exact.DD { return exact.LogGammaDD(x) },
		func(x, _ float64) *big.Float { return exact.LogGamma(x) },
		func(_, _ float64) bound { return operations.GammaBound },
		gammaKinds,
	},
	{
		"LogFactorial", func(dst, x, _ []float64) { generic.LogFactorial(dst, x) },
		func(x, _ float64) exact.DD { return exact.LogFactorialDD(x) },
		func(x, _ float64) *big.Float { return exact.LogFactorial(x) },
		func(_, _ float64) bound { return operations.GammaBound },
		factorialKinds,
	},
	{"LogRising", generic.LogRising, exact.LogRisingDD, exact.LogRising, operations.RisingBoundOf, risingKinds},
	{"LogBeta", generic.LogBeta, exact.LogBetaDD, exact.LogBeta, operations.BetaBoundOf, betaKinds},
	{"LogBinomial", generic.LogBinomial, exact.LogBinomialDD, exact.LogBinomial, operations.BinomialBoundOf, binomialKinds},
	{
		"LogMultichoose", generic.LogMultichoose, exact.LogMultichooseDD, exact.LogMultichoose,
		operations.MultichooseBoundOf, multichooseKinds,
	},
}

// gammaError is the error of one result.
type gammaError struct {
	ulp    float64 // in ULP: a bound on it where that is below nine tenths of the bound
	beyond float64 // by how much the error exceeds the ULP part of the bound, absolute
	fails  bool    // it exceeds the absolute part too
}

// errorOf returns the error of got. A result below 2^-1020 may err by 2^-1074 more.
func (f *gammaFunction) errorOf(x, y, got float64) gammaError {
	b := f.bound(x, y)
	if e := f.dd(x, y).ULP(got); e <= 0.9*b.ULP {
		return gammaError{ulp: e}
	}
	return f.exactErrorOf(x, y, got)
}

// exactErrorOf is errorOf without the filter.
func (f *gammaFunction) exactErrorOf(x, y, got float64) gammaError {
	b, want := f.bound(x, y), f.want(x, y)
	e := gammaError{ulp: exact.ULP(got, want)}
	if e.ulp > b.ULP {
		e.beyond = exact.Abs(got, want) * (1 - b.ULP/e.ulp)
	}
	allowed := b.Absolute
	if v, _ := want.Float64(); math.Abs(v) < 0x1p-1020 {
		allowed += 0x1p-1074
	}
	e.fails = !(e.beyond <= allowed)
	return e
}

// gammaWorst is the worst of what was met: in ULP where the bound has no absolute part, or was
// not exceeded, and beyond the ULP part elsewhere.
type gammaWorst struct {
	tried          int
	ulp, x, y      float64
	exceeding      int
	beyond, bx, by float64
	fails          []string // what exceeds the bound, a few of it
}

func (w *gammaWorst) add(e gammaError, x, y float64) {
	w.tried++
	if e.beyond > 0 {
		w.exceeding++
		if e.beyond > w.beyond {
			w.beyond, w.bx, w.by = e.beyond, x, y
		}
	} else if e.ulp > w.ulp {
		w.ulp, w.x, w.y = e.ulp, x, y
	}
	if e.fails && len(w.fails) < 4 {
		w.fails = append(w.fails, fmt.Sprintf("%x, %x (%g, %g): %.4g ULP, 2^%.2f beyond",
			x, y, x, y, e.ulp, math.Log2(e.beyond)))
	}
}

func (w *gammaWorst) merge(v gammaWorst) {
	v.tried += w.tried
	v.exceeding += w.exceeding
	v.fails = append(v.fails, w.fails...)
	if w.ulp > v.ulp {
		v.ulp, v.x, v.y = w.ulp, w.x, w.y
	}
	if w.beyond > v.beyond {
		v.beyond, v.bx, v.by = w.beyond, w.bx, w.by
	}
	*w = v
}

func (w *gammaWorst) String() string {
	s := fmt.Sprintf("%9d %.4f at %x, %x (%.6g, %.6g)", w.tried, w.ulp, w.x, w.y, w.x, w.y)
	if w.exceeding > 0 {
		s += fmt.Sprintf("; %d beyond the ULP part, by 2^%.2f at %x, %x (%.6g, %.6g)",
			w.exceeding, math.Log2(w.beyond), w.bx, w.by, w.bx, w.by)
	}
	return s
}

// search compares n results of one kind, on all cores. The arguments of a chunk depend on its
// number alone.
func (f *gammaFunction) search(kind gammaKind, n int) (all gammaWorst) {
	const chunk = 1 << 10
	var next atomic.Int64
	var wg sync.WaitGroup
	var mu sync.Mutex
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			var mine gammaWorst
			x, y, got := make([]float64, chunk), make([]float64, chunk), make([]float64, chunk)
			for first := int(next.Add(chunk)) - chunk; first < n; first = int(next.Add(chunk)) - chunk {
				r := rand.New(rand.NewPCG(11, uint64(first)))
				m := min(chunk, n-first)
				for j := range m {
					x[j], y[j] = kind.draw(r)
				}
				f.spec(got[:m], x[:m], y[:m])
				for j := range m {
					mine.add(f.errorOf(x[j], y[j], got[j]), x[j], y[j])
				}
			}
			mu.Lock()
			defer mu.Unlock()
			all.merge(mine)
		})
	}
	wg.Wait()
	return all
}

// A hundred thousand arguments a function, or those of a long search:
//
//	go test ./internal/generic -run TestGammaErrorBounds -v -gammapoints 10000000 -timeout 0
func TestGammaErrorBounds(t *testing.T) {
	points := *gammaPoints
	if testing.Short() {
		points /= 10
	}
	for _, f := range gammaFunctions {
		for _, kind := range f.kinds {
			t.Run(f.name+"/"+kind.name, func(t *testing.T) {
				w := f.search(kind, points/len(f.kinds))
				t.Log(&w)
				require.Empty(t, w.fails)
			})
		}
	}
}

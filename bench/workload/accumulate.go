package workload

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"sumlog/bench/measure"
	"sumlog/kernel"
)

// Accumulate is f(x) = Σ_{i<terms} ln(1+i+x) for many objects x.
type Accumulate struct {
	X     []float64
	Terms int

	sums  []float64 // what the last way computed
	judge judge
}

// seed makes the objects of every run the same.
const seed = 20_260_101

// NewAccumulate returns n objects, uniform in [0, 1000). The results of sample of
// them are compared with exact arithmetic.
func NewAccumulate(n, terms, sample int) *Accumulate {
	a := &Accumulate{X: make([]float64, n), Terms: terms, sums: make([]float64, n)}
	random := rand.New(rand.NewPCG(seed, 1))
	for i := range a.X {
		a.X[i] = 1000 * random.Float64()
	}
	a.judge = a.newJudge(sample)
	return a
}

// tooManyTerms is where a single object by the literal loop takes Python's
// patience.
const tooManyTerms = 10_000_000

// Ways returns every way, those that cannot be gone too.
func (a *Accumulate) Ways(s Setting) []*Way {
	var ways []*Way
	if s.Python != nil || s.NoPython != "" {
		ways = append(ways, a.pythonWays(s)...)
	}
	ways = append(ways, a.goWays(s)...)
	for _, isa := range s.ISAs {
		ways = append(ways, a.kernelWays(s, isa, Literal)...)
	}
	for _, isa := range s.ISAs {
		ways = append(ways, a.kernelWays(s, isa, Constant)...)
	}
	if a.Terms > tooManyTerms {
		for _, way := range ways {
			if way.Method == Literal && way.Absent == "" {
				way.Absent = fmt.Sprintf("%d logarithms an object are too many to measure", a.Terms)
			}
		}
	}
	return ways
}

func (a *Accumulate) pythonWays(s Setting) []*Way {
	var ways []*Way
	for _, w := range []struct {
		name, label, bits string
		all, numpy        bool
		role              Role
	}{
		{"loop", "for loop", pythonBits, false, false, PythonLoop},
		{"process", "Process", pythonBits, true, false, ""},
		{"apply_async", "Pool.apply_async", pythonBits, true, false, ""},
		{"map_async", "Pool.map_async", pythonBits, true, false, ""},
		{"numpy", "NumPy", numpyBits, false, true, ""},
		{"numpy_map_async", "NumPy, Pool.map_async", numpyBits, true, true, ""},
	} {
		workers := 1
		if w.all {
			workers = s.Workers
		}
		way := &Way{
			Subject: measure.Subject{
				Name: fmt.Sprintf("accumulate/python/%s/workers=%d", w.name, workers),
				Cap:  s.PythonCap,
				Run:  s.ask("accumulate/"+w.name, a.Terms, workers, a.output),
			},
			Group:   s.heading(),
			Label:   w.label,
			Workers: workers,
			Role:    w.role,
			Method:  Literal,
			Absent:  s.missing(w.numpy),
		}
		a.judged(way, w.bits, a.loose())
		ways = append(ways, way)
	}
	return ways
}

func (a *Accumulate) goWays(s Setting) []*Way {
	var ways []*Way
	for _, by := range spreads {
		way := &Way{
			Subject: measure.Subject{
				Name: fmt.Sprintf("accumulate/go/%s/workers=%d", by.name, by.workers(s.Workers)),
				Cap:  s.GoCap,
				Run:  a.run(s, by, a.lump(), func(dst, x []float64) { Loop(dst, x, a.Terms) }),
			},
			Group:   "Go, math.Log",
			Label:   by.label,
			Workers: by.workers(s.Workers),
			Method:  Literal,
		}
		if !by.all {
			way.Role = GoLoop
		}
		a.judged(way, goBits, a.loose())
		ways = append(ways, way)
	}
	return ways
}

func (a *Accumulate) kernelWays(s Setting, isa kernel.ISA, method Method) []*Way {
	group, short, lump := "sumlog, one logarithm a term (LogAccumulateDirect)", "direct", a.lump()
	compute, relatives, limit := kernel.LogAccumulateDirect, literalBits, bound{rounded, 1}
	if method == Constant {
		group, short, lump = "sumlog, constant time (LogAccumulate)", "constant", 1<<14
		compute, relatives, limit = kernel.LogAccumulate, constantBits, bound{real, 1}
	}
	var ways []*Way
	for _, by := range spreads {
		way := &Way{
			Subject: measure.Subject{
				Name: fmt.Sprintf("accumulate/%s/isa=%v/%s/workers=%d", short, isa, by.name, by.workers(s.Workers)),
				Cap:  s.GoCap,
				Run:  a.run(s, by, lump, func(dst, x []float64) { compute(isa, dst, x, a.Terms) }),
			},
			Group:   group,
			Label:   isa.String() + ", " + by.label,
			Workers: by.workers(s.Workers),
			ISA:     isa.String(),
			Method:  method,
		}
		a.judged(way, relatives, limit)
		ways = append(ways, way)
	}
	return ways
}

// Loop is the loop that everybody would write.
func Loop(dst, x []float64, terms int) {
	for j, v := range x {
		sum := 0.0
		for i := range terms {
			sum += math.Log(float64(1+i) + v)
		}
		dst[j] = sum
	}
}

// run makes the Run of a way that computes parts of the sums by f.
func (a *Accumulate) run(s Setting, by spread, lump int, f func(dst, x []float64)) func(context.Context, int) (time.Duration, error) {
	pool := s.Pools[kernel.Generic].All
	each := inLumps(lump, func(lo, hi int) { f(a.sums[lo:hi], a.X[lo:hi]) })
	return timed(a.forget, func(ctx context.Context, n int) error { return by.do(ctx, pool, n, each) })
}

// lump is how many objects the literal loop does between two looks at its
// context: some milliseconds.
func (a *Accumulate) lump() int { return max(1, 1<<18/max(1, a.Terms)) }

func (a *Accumulate) output(n int) []float64 { return a.sums[:n] }

// forget makes sure that what is there afterwards was computed then.
func (a *Accumulate) forget(n int) error {
	for i := range a.sums[:n] {
		a.sums[i] = math.NaN()
	}
	return nil
}

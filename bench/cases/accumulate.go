package cases

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"

	"sumlog/bench/measure"
	"sumlog/internal/operations"
	"sumlog/kernel"
)

// accumulate is f(x) = Σ_{i<terms} ln(1+i+x) for many objects x.
type accumulate struct {
	Setting
	x, sums []float64
	terms   int
	checker checker
}

// tooManyTerms is where a single object by the literal loop takes too long in Python.
const tooManyTerms = 10_000_000

// Accumulate is the workload of n objects, uniform in [0, 1000).
func Accumulate(s Setting, n, terms int) *measure.Case {
	a := &accumulate{Setting: s, x: s.Peers.Memory.Floats(n), sums: s.Peers.Memory.Floats(n), terms: terms}
	random := rand.New(rand.NewPCG(seed, seedSums))
	for i := range a.x {
		a.x[i] = 1000 * random.Float64()
	}
	a.checker = a.newChecker()
	c := &measure.Case{
		Kind: measure.Workload, Name: "accumulate", Unit: "term", Units: terms, Items: "objects", Terms: terms,
		Title:  fmt.Sprintf("Sums of logarithms: f(x) = Σ ln(1+i+x) over i < %s, for %s objects x", measure.Count(terms), measure.Count(n)),
		OnPool: true, Sizes: []int{n}, Limits: s.Limits,
		Variants: append(a.python(), a.goLoops()...),
	}
	for _, method := range []string{Literal, Constant} {
		for _, isa := range s.ISAs {
			c.Variants = append(c.Variants, a.kernels(isa, method)...)
		}
	}
	for _, v := range c.Variants {
		if terms > tooManyTerms && v.Method == Literal && v.Skipped == "" {
			v.Skipped = fmt.Sprintf("%d logarithms an object are too many to measure", terms)
		}
	}
	return c
}

// loose bounds a plain loop: half a unit an addition and one a logarithm, in the units of a sum
// that may be half of what the bound is relative to.
func (a *accumulate) loose() bound { return bound{float64(a.terms) + 3, true} }

func (a *accumulate) checked(v *measure.Variant, bits string, limit bound) *measure.Variant {
	v.Check = func(n int) { a.checker.verify(v, bits, limit, a.sums[:n]) }
	return v
}

func (a *accumulate) python() (list []*measure.Variant) {
	for _, p := range []pythonVariant{
		{"loop", "for loop", "accumulate_loop", false, Literal, "python"},
		{"process", "Process", "accumulate_process", true, Literal, "python"},
		{"apply_async", "Pool.apply_async", "accumulate_apply_async", true, Literal, "python"},
		{"map_async", "Pool.map_async", "accumulate_map_async", true, Literal, "python"},
		{"numpy", "NumPy", "accumulate_numpy", false, Literal, "numpy"},
		{"numpy_map_async", "NumPy, Pool.map_async", "accumulate_numpy_map_async", true, Literal, "numpy"},
	} {
		v := a.Setting.python(p, "accumulate", a.terms, a.sums, a.x)
		list = append(list, a.checked(v, p.bits, a.loose()))
	}
	return list
}

func (a *accumulate) goLoops() (list []*measure.Variant) {
	for _, s := range strategies {
		v := a.variant(s, "go", a.chunk(), func(dst, x []float64) {
			sumsOfTerms(&operations.Args{Dst: dst, In: [3][]float64{x}, Param: a.terms})
		})
		v.Group, v.Label, v.Method, v.Base = "Go, math.Log", s.label, Literal, !s.all
		list = append(list, a.checked(v, "go", a.loose()))
	}
	return list
}

func (a *accumulate) kernels(isa kernel.ISA, method string) (list []*measure.Variant) {
	group, short, chunk := "sumlog, one logarithm a term (LogAccumulateDirect)", "direct", a.chunk()
	compute, limit := kernel.LogAccumulateDirect, bound{1, true}
	if method == Constant {
		group, short, chunk = "sumlog, constant time (LogAccumulate)", "constant", 1<<14
		compute, limit = kernel.LogAccumulate, bound{1, false}
	}
	for _, s := range strategies {
		v := a.variant(s, fmt.Sprintf("%s/isa=%v", short, isa), chunk, func(dst, x []float64) { compute(isa, dst, x, a.terms) })
		v.Group, v.Label, v.ISA, v.Method = group, isa.String()+", "+s.label, isa.String(), method
		list = append(list, a.checked(v, method, limit))
	}
	return list
}

// variant computes parts of the sums by f.
func (a *accumulate) variant(s strategy, name string, chunk int, f func(dst, x []float64)) *measure.Variant {
	pool, workers := a.Pools[kernel.Generic].All, s.workers(a.Workers)
	each := inChunks(chunk, func(lo, hi int) { f(a.sums[lo:hi], a.x[lo:hi]) })
	return &measure.Variant{
		Name: fmt.Sprintf("accumulate/%s/%s/workers=%d", name, s.name, workers), Workers: workers, Partial: true,
		Run: run(func(n int) error {
			clearFloats(a.sums[:n])
			return nil
		}, func(ctx context.Context, n int) error { return s.do(ctx, pool, n, each) }),
	}
}

// chunk is how many objects the literal loop does between two looks at its context: some
// milliseconds.
func (a *accumulate) chunk() int { return max(1, 1<<18/max(1, a.terms)) }

func clearFloats(list []float64) {
	for i := range list {
		list[i] = math.NaN()
	}
}

// newChecker compares with the closed form in plain Go, which the exact sums check in turn, and
// asks that all variants of sumlog's closed form have its bits.
func (a *accumulate) newChecker() checker {
	reference := make([]float64, len(a.x))
	kernel.LogAccumulate(kernel.Generic, reference, a.x, a.terms)
	// Exact sums of literal terms take time in proportion to them.
	const mostTerms = 4_000_000
	slack := 1.01 * 0x1p-53 * float64(a.terms) // what rounding the terms can do to the sum
	return checker{
		sample: max(1, min(a.Sample, mostTerms/max(1, a.terms))),
		want: func(i int) [2]operations.Want {
			of := &operations.Args{In: [3][]float64{a.x}, Param: a.terms}
			real := operations.Find("LogAccumulate").Want(of, i)
			if a.terms > tooManyTerms {
				return [2]operations.Want{real, real}
			}
			return [2]operations.Want{real, operations.Find("LogAccumulateDirect").Want(of, i)}
		},
		plausible: func(i int, got, ulp float64) bool {
			unit := math.Nextafter(reference[i], math.Inf(1)) - reference[i]
			return math.Abs(got-reference[i]) <= (ulp+2)*unit+slack
		},
		known: map[int][2]operations.Want{},
		bits:  map[string]*bitGroup{Constant: {"kernel.LogAccumulate on generic", reference}},
	}
}

package cases

import (
	"fmt"

	"sumlog/bench/measure"
	"sumlog/internal/operations"
	"sumlog/kernel"
)

// tooManyTerms is where a single object by the literal loop takes too long in Python.
const tooManyTerms = 10_000_000

// Accumulate is the workload f(x) = Σ_{i<terms} ln(1+i+x) for n objects x, uniform in [0, 1000).
func (s *Suite) Accumulate(n, terms int) *measure.Case {
	x, sums := s.inputs(n, 1), s.Peers.Memory.Floats(n)
	w := &workload{
		Suite: s, in: x, out: sums, total: terms, checker: sumsChecker(x, terms, s.Sample),
		clear: func(n int) { setNaN(sums[:n]) },
		Case: &measure.Case{
			Kind: measure.Workload, Name: "accumulate", Unit: "term", Units: terms, Terms: terms,
			Title: fmt.Sprintf("Sums of logarithms: f(x) = Σ ln(1+i+x) over i < %s, for %s objects x",
				measure.Count(terms), measure.Count(n)),
			OnPool: true, Sizes: []int{n}, Limits: s.Workload,
		},
	}
	// A plain loop errs by half a unit an addition and one a logarithm, in the units of a sum that
	// may be half of what the bound is relative to.
	loose := bound{float64(terms) + 3, true}
	w.addPython("loop", "for loop", Literal, 1, "python", loose)
	w.addPython("process", "Process", Literal, s.Workers, "python", loose)
	w.addPython("apply_async", "Pool.apply_async", Literal, s.Workers, "python", loose)
	w.addPython("map_async", "Pool.map_async", Literal, s.Workers, "python", loose)
	w.addPython("numpy", "NumPy", Literal, 1, "numpy", loose)
	w.addPython("numpy_map_async", "NumPy, Pool.map_async", Literal, s.Workers, "numpy", loose)

	args := func(lo, hi int) *operations.Args {
		return &operations.Args{Dst: sums[lo:hi], In: [3][]float64{x[lo:hi]}, Param: terms}
	}
	w.addStrategies(measure.Variant{Group: "Go, math.Log", Method: Literal, Base: true}, "go", "go",
		loose, func(lo, hi int) { sumsOfTerms(args(lo, hi)) })
	for _, m := range []struct{ method, name, operation, says string }{
		{Literal, "direct", "LogAccumulateDirect", "one logarithm a term"},
		{Constant, "constant", "LogAccumulate", "constant time"},
	} {
		op, limit := operations.Find(m.operation), bound{1, m.method == Literal}
		for _, isa := range s.ISAs {
			group := fmt.Sprintf("sumlog, %s (%s)", m.says, m.operation)
			v := measure.Variant{Group: group, ISA: isa.String(), Method: m.method}
			w.addStrategies(v, fmt.Sprintf("%s/isa=%v", m.name, isa), m.method, limit,
				func(lo, hi int) { op.Kernel(isa, args(lo, hi)) })
		}
	}
	for _, v := range w.Variants {
		if terms > tooManyTerms && v.Method == Literal && v.Skipped == "" {
			v.Skipped = fmt.Sprintf("%d logarithms an object are too many to measure", terms)
		}
	}
	return w.Case
}

// sumsChecker compares with the closed form in plain Go, which the exact sums check in turn, and
// asks that all variants of sumlog's closed form have its bits.
func sumsChecker(x []float64, terms, sample int) *checker {
	reference := make([]float64, len(x))
	kernel.LogAccumulate(kernel.Generic, reference, x, terms)
	// Exact sums of literal terms take time in proportion to them.
	const mostTerms = 4_000_000
	return &checker{
		sample: max(1, min(sample, mostTerms/max(1, terms))), reference: reference,
		slack: 1.01 * 0x1p-53 * float64(terms), // what rounding the terms can do to the sum
		known: map[int][2]operations.Want{},
		bits:  map[string]*bitGroup{Constant: {"kernel.LogAccumulate on generic", reference}},
		want: func(i int) [2]operations.Want {
			of := &operations.Args{In: [3][]float64{x}, Param: terms}
			want := operations.Find("LogAccumulate").Want(of, i)
			if terms > tooManyTerms {
				return [2]operations.Want{want, want}
			}
			return [2]operations.Want{want, operations.Find("LogAccumulateDirect").Want(of, i)}
		},
	}
}

package cases

import (
	"fmt"
	"slices"

	"sumlog/bench/measure"
	"sumlog/kernel"
)

// cached is how many elements fit the first-level cache, and three arrays of them the second.
const cached = 4096

// singleSizes are comparisons of an operation's kernels with its loop and its peers at one size.
var singleSizes = []struct {
	name, op string
	param    int     // of the operation; 0: the one of the sweep
	lo, hi   float64 // of the first argument; both 0: those of the sweep
	fit      fitting
	size     int
}{
	// 800 kB together, in the second-level cache where it has 1 MiB, or else in the third.
	{name: "SumLog of 100000", op: "SumLog", size: 100_000},
	{name: "SumLog, 1 % zeros", op: "SumLog", fit: zeros, size: 100_000},
	{name: "SumLogRows, rows of 8", op: "SumLogRows", param: 8, size: 100_000},
	{name: "SumLogRows, rows of 32", op: "SumLogRows", param: 32, size: 100_000},
	{name: "SumLogRows, rows of 100", op: "SumLogRows", param: 100, size: 100_000},
	{name: "SumLogRowsStrided, rows of 100", op: "SumLogRowsStrided", param: 100, size: 100_000},
	{name: "SumLogGroups, a mean of 5", op: "SumLogGroups", param: 5, size: 100_000},
	{name: "SumLogColumns, 1000 rows", op: "SumLogColumns", param: 1000, size: 100_000},
	// Arguments on one side of where a method changes.
	{"LogAccumulate of 1000 terms, x from 15", "LogAccumulate", 1000, 15, 1e6, fitting{}, cached},
	{"LogAccumulate of 1000 terms, x from 0", "LogAccumulate", 1000, 0, 15, fitting{}, cached},
	{"LogAccumulate of 1000000 terms, x from 15", "LogAccumulate", 1e6, 15, 1e6, fitting{}, cached},
	{"LogAccumulate of 1000000 terms, x from 0", "LogAccumulate", 1e6, 0, 15, fitting{}, cached},
	{name: "LogGamma, x from 0", op: "LogGamma", hi: 9, size: cached},
	{name: "LogGamma, x from 9", op: "LogGamma", lo: 9, hi: 1000, size: cached},
	// Below 8 a product comes first, of as many factors as a small count has.
	{"LogRising, x from 8, n to 1000", "LogRising", 0, 8, 1000, countTo(1000), cached},
	{"LogRising, x from 0, n to 8", "LogRising", 0, 0, 8, countTo(8), cached},
	{"LogRising, x from 0, n to 30", "LogRising", 0, 0, 8, countTo(30), cached},
	{"LogRising, x from 0, n to 1000", "LogRising", 0, 0, 8, countTo(1000), cached},
	{"LogAccumulateDirect of 1000 terms", "LogAccumulateDirect", 1000, 0, 0, fitting{}, 256},
}

// singles are comparisons at chosen sizes: rows of other lengths, other inputs and types, ln Γ,
// non-temporal stores, all workers, calls that have hardly anything to do, and tables.
func (s *Suite) singles() (list []*measure.Case) {
	for _, v := range singleSizes {
		sp := specOf(v.op)
		sp.does = v.name
		if sp.cols > 0 {
			sp.cols = v.param
		} else if v.param > 0 {
			sp.terms = v.param
		}
		if v.hi > 0 {
			sp.lo, sp.hi, sp.fit = v.lo, v.hi, fitting{}
			sp.exact.draw = nil
		}
		if v.fit.of != nil {
			sp.fit = v.fit
		}
		sp.exact.on = ""
		if sp.terms == constantTerms { // few enough for a loop
			sp.loop, sp.base = sumsOfTerms, "Go loop, math.Log"
		}
		direct := v.op == "LogAccumulateDirect"
		if direct { // and too many for exact sums of all
			sp.exact.length /= 4
		}
		c := s.compare(measure.Single, v.name, sp, v.size)
		if direct {
			c.Unit, c.Units = "term", constantTerms
		}
		list = append(list, c)
	}
	list = append(list, s.negativeBinomial(), s.allWorkers(), s.streaming(),
		addType[int8](s), addType[int16](s), addType[int32](s), addType[int64](s),
		addType[uint8](s), addType[uint16](s), addType[uint32](s), addType[uint64](s),
		addType[float32](s), addType[float64](s))
	return append(list, s.smallCalls()...)
}

// allWorkers is a sum of the largest array, versus a plain sum.
func (s *Suite) allWorkers() *measure.Case {
	sp := specOf("SumLog")
	sp.does = "SumLog on all cores, versus plain sums in C"
	c := s.newCase(measure.Single, "SumLog on all cores", sp)
	c.Sizes = c.Sizes[len(c.Sizes)-1:]
	s.add(c, &measure.Variant{Label: "sumlog.SumLog", ISA: s.Best.String()}, sp.calls(sp.op.Root))
	for _, processes := range slices.Compact([]int{1, s.Workers}) {
		s.addPlainSum(c, processes)
	}
	c.Variants[1].Base = true
	return c
}

// streaming is addition of the largest arrays by non-temporal stores, and on all cores.
func (s *Suite) streaming() *measure.Case {
	add, sp := specOf("Add"), specOf("AddStreaming")
	sp.does = "Add with non-temporal stores, and on all cores"
	c := s.newCase(measure.Single, "AddStreaming", sp)
	c.Sizes = c.Sizes[len(c.Sizes)-1:]
	s.addISAs(c, sp.kernel)
	s.add(c, &measure.Variant{Label: "sumlog.Add, all cores"}, add.calls(add.op.Root))
	s.addPeer(c, add, library{"gonum", "", addTo})
	c.Variants[len(c.Variants)-1].Base = true
	return c
}

// smallCalls have little to do. Package sumlog chooses how for each call, package kernel does not.
func (s *Suite) smallCalls() (list []*measure.Case) {
	names := []string{"Log", "SumLog", "SumLogRows", "LogAccumulate", "LogAccumulateDirect", "Add"}
	for _, name := range names {
		for _, n := range []int{1, 4, 8} {
			sp := specOf(name)
			if sp.cols > 0 { // one row
				sp.cols = n
			}
			sp.does = fmt.Sprintf("%s of %d", name, n)
			sp.exact.arrays, sp.exact.length = 10*s.Share, n
			c := s.newCase(measure.Single, sp.does, sp)
			c.Sizes, c.Unit = []int{n}, "call"
			s.add(c, &measure.Variant{Label: "package kernel", Base: true}, sp.kernel(s.Best))
			s.add(c, &measure.Variant{Label: "package sumlog"}, sp.calls(sp.op.Root))
			s.add(c, &measure.Variant{Label: sp.base, Peer: "go"}, sp.calls(sp.loop))
			list = append(list, c)
		}
	}
	return list
}

// addType is addition in the cache versus a plain loop.
func addType[T kernel.Number](s *Suite) *measure.Case {
	const n = 1024
	dst, a, b := make([]T, n), make([]T, n), make([]T, n)
	for i := range dst {
		a[i], b[i] = T(i%101), T(i%27)
	}
	name := fmt.Sprintf("Add of %T", T(0))
	c := &measure.Case{
		Kind: measure.Single, Name: name, Title: name, Unit: "element", Sizes: []int{n},
		Limits: s.Kernels,
	}
	s.addISAs(c, func(isa kernel.ISA) runner {
		return inGo(func(data) { kernel.Add(isa, dst, a, b) })
	})
	s.add(c, &measure.Variant{Label: "Go loop", Peer: "go", Base: true}, inGo(func(data) {
		for i := range dst {
			dst[i] = a[i] + b[i]
		}
	}))
	verifyAll(c, n, func(_ *measure.Variant, i int) (*T, T) { return &dst[i], a[i] + b[i] })
	return c
}

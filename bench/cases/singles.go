package cases

import (
	"context"
	"fmt"

	"sumlog/bench/measure"
	"sumlog/kernel"
)

// Singles are comparisons at chosen sizes: rows of other lengths, other inputs and types, ln Γ,
// non-temporal stores, all workers, calls that have hardly anything to do, and tables.
func (s *Suite) Singles() []*measure.Case {
	var list []*measure.Case
	for _, cols := range []int{8, 32, 100} {
		list = append(list, s.rowsOf(cols))
	}
	for _, terms := range []int{1000, 1_000_000} {
		list = append(list, s.accumulated("x >= 15", 15, 1e6, terms), s.accumulated("x < 15", 0, 15, terms))
	}
	list = append(append(list, s.gammas()...), s.negativeBinomial())
	return append(list, append(append(
		[]*measure.Case{s.literal(), s.allWorkers(), s.streaming()},
		addTypes(s)...), s.smallCalls()...)...)
}

// single compares an operation's kernels with its loop at one size.
func (s *Suite) single(name string, sp spec, size int) *measure.Case {
	c := s.newCase(measure.Single, name, sp)
	c.Sizes = []int{size}
	s.addKernels(c, sp)
	s.addLoop(c, sp)
	return c
}

// rowsOf sums rows of another length: 800 kB together, in the second-level cache where it has
// 1 MiB, or else in the third.
func (s *Suite) rowsOf(cols int) *measure.Case {
	sp := specOf("SumLogRows")
	sp.cols, sp.does = cols, fmt.Sprintf("SumLogRows, rows of %d", cols)
	return s.single(sp.does, sp, 100_000/cols*cols)
}

// cached is how many elements fit the first-level cache, and three arrays of them the second.
const cached = 4096

// accumulated is LogAccumulate of arguments on one side of where its method changes.
func (s *Suite) accumulated(of string, lo, hi float64, terms int) *measure.Case {
	sp := specOf("LogAccumulate")
	sp.terms, sp.lo, sp.hi = terms, lo, hi
	sp.exact.draw, sp.exact.on = between(lo, hi), fmt.Sprintf("x uniform from %g to %g", lo, hi)
	sp.does = fmt.Sprintf("LogAccumulate, %s, %d terms", of, terms)
	if terms == constantTerms {
		sp.loop, sp.base = sumsOfTerms, "Go loop, math.Log"
	}
	return s.single(fmt.Sprintf("LogAccumulate of %d terms, x from %g", terms, lo), sp, cached)
}

func (s *Suite) literal() *measure.Case {
	sp := specOf("LogAccumulateDirect")
	sp.terms, sp.does = constantTerms, "LogAccumulateDirect, 1000 terms"
	sp.exact.length /= 4
	c := s.single("LogAccumulateDirect of 1000 terms", sp, 256)
	c.Unit, c.Units = "term", constantTerms
	return c
}

// allWorkers is a sum of the largest array, versus a plain sum.
func (s *Suite) allWorkers() *measure.Case {
	sp := specOf("SumLog")
	sp.does = "SumLog on all cores, versus plain sums in C"
	c := s.newCase(measure.Single, "SumLog on all cores", sp)
	c.Sizes = s.sizes(c.Bytes, 0)
	c.Sizes = c.Sizes[len(c.Sizes)-1:]
	s.add(c, &measure.Variant{Label: "sumlog.SumLog", ISA: s.Best.String()}, sp.calls(sp.op.Root))
	s.addPlainSum(c, 1)
	c.Variants[1].Base = true
	if s.Workers > 1 {
		s.addPlainSum(c, s.Workers)
	}
	return c
}

// streaming is addition of the largest arrays by non-temporal stores, and on all cores.
func (s *Suite) streaming() *measure.Case {
	add, sp := specOf("Add"), specOf("AddStreaming")
	sp.does = "Add with non-temporal stores, and on all cores"
	c := s.newCase(measure.Single, "AddStreaming", sp)
	c.Sizes = s.sizes(c.Bytes, 0)
	c.Sizes = c.Sizes[len(c.Sizes)-1:]
	s.addKernels(c, sp)
	s.add(c, &measure.Variant{Label: "sumlog.Add, all cores"}, add.calls(add.op.Root))
	s.add(c, &measure.Variant{Label: "gonum, floats.AddTo", Peer: "gonum", Base: true, Skipped: s.Peers.Unwanted("gonum")},
		add.calls(inGoPeers["gonum"]))
	return c
}

// smallCalls are calls that have hardly anything to do: package sumlog chooses an instruction
// set and workers, package kernel does not.
func (s *Suite) smallCalls() (list []*measure.Case) {
	for _, name := range []string{"Log", "SumLog", "SumLogRows", "LogAccumulate", "LogAccumulateDirect", "Add"} {
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

func addTypes(s *Suite) []*measure.Case {
	return []*measure.Case{
		addType[int8](s), addType[int16](s), addType[int32](s), addType[int64](s),
		addType[uint8](s), addType[uint16](s), addType[uint32](s), addType[uint64](s),
		addType[float32](s), addType[float64](s),
	}
}

// addType is addition in the cache versus a plain loop.
func addType[T kernel.Number](s *Suite) *measure.Case {
	const n = 1024
	dst, a, b := make([]T, n), make([]T, n), make([]T, n)
	for i := range dst {
		a[i], b[i] = T(i%101), T(i%27)
	}
	name := fmt.Sprintf("Add of %T", T(0))
	c := &measure.Case{Kind: measure.Single, Name: name, Title: name, Unit: "element", Items: "elements", Sizes: []int{n}, Limits: s.Kernels}
	for _, isa := range s.ISAs {
		s.add(c, &measure.Variant{Label: "sumlog, " + isa.String(), ISA: isa.String()}, inGo(func(data) { kernel.Add(isa, dst, a, b) }))
	}
	s.add(c, &measure.Variant{Label: "Go loop", Peer: "go", Base: true}, inGo(func(data) {
		for i := range dst {
			dst[i] = a[i] + b[i]
		}
	}))
	c.Verify = func(ctx context.Context, v *measure.Variant) error {
		clear(dst)
		_, err := v.Run(ctx, n, 1)
		for i := range dst {
			if dst[i] != a[i]+b[i] {
				report(v, "sum %d of %d is %v, not %v", i, n, dst[i], a[i]+b[i])
				break
			}
		}
		return err
	}
	return c
}

package cases

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"sumlog/bench/measure"
	"sumlog/bench/peer"
	"sumlog/kernel"
)

// What variants of the workloads compute.
const (
	Literal  = "literal"  // one logarithm a term
	Constant = "constant" // in constant time
	InPlace  = "inplace"  // on the shared table
	Copied   = "copied"   // on copies of the rows, and back
)

// What an item takes of memory: its numbers here, and in Python an object for each.
const BytesPerObject, BytesPerRow = 200, 300

// inputs returns n numbers, uniform in [0, 1000), the same ones in every run.
func (s *Suite) inputs(n int, stream uint64) []float64 {
	list, random := s.Peers.Memory.Floats(n), rand.New(rand.NewPCG(20_260_101, stream))
	for i := range list {
		list[i] = 1000 * random.Float64()
	}
	return list
}

// workload is a headline job, whose variants are those of its case.
type workload struct {
	*Suite
	*measure.Case
	in, out []float64
	total   int         // of terms or rows, as Python's functions take it
	clear   func(n int) // before each call: what is found afterwards was computed then
	collect func(n int) // brings the results to out, unless they are computed there
	checker *checker
}

// add adds a variant, which do computes.
func (w *workload) add(
	v measure.Variant, name, bits string, limit bound, do func(ctx context.Context, n int) error,
) {
	v.Run = func(ctx context.Context, n, calls int) (took time.Duration, err error) {
		for range calls {
			w.clear(n)
			start := time.Now()
			if err = do(ctx, n); err != nil {
				return 0, err
			}
			took += time.Since(start)
		}
		if w.collect != nil {
			w.collect(n)
		}
		return took, nil
	}
	w.addTimed(&v, name, bits, limit)
}

// addTimed adds a variant that has its Run.
func (w *workload) addTimed(v *measure.Variant, name, bits string, limit bound) {
	v.Name = fmt.Sprintf("%s/%s/workers=%d", w.Name, name, v.Workers)
	v.Partial = true
	v.Check = func(n int) { w.checker.verify(v, bits, limit, w.out[:n]) }
	w.Variants = append(w.Variants, v)
}

// addPython adds a variant by a function of Python.
func (w *workload) addPython(name, label, method string, workers int, bits string, limit bound) {
	job := fmt.Sprintf("%s_%s %d %d", w.Name, name, w.total, workers)
	f := w.Peers.Function("python", job)
	v := &measure.Variant{
		Group: w.Peers.Interpreter.Heading(), Label: label + treatment[method], Peer: "python",
		Method: method, Workers: workers, Skipped: f.Skipped,
		Run: func(ctx context.Context, n, calls int) (time.Duration, error) {
			setNaN(w.out[:n])
			return f.Run(ctx, calls, peer.Request{Out: w.out[:n], A: w.in, N: n})
		},
	}
	w.addTimed(v, "python/"+name, bits, limit)
}

// addStrategies adds v by each strategy; f computes the items [lo, hi).
func (w *workload) addStrategies(
	v measure.Variant, name, bits string, limit bound, f func(lo, hi int),
) {
	pool := w.Pool(kernel.Generic, w.Workers)
	for _, s := range strategies {
		w.add(w.by(v, s), name+"/"+s.name, bits, limit, func(ctx context.Context, n int) error {
			return s.do(ctx, pool, n, func(_ context.Context, lo, hi int) error {
				f(lo, hi)
				return nil
			})
		})
	}
}

// by is v by a strategy.
func (w *workload) by(v measure.Variant, s strategy) measure.Variant {
	if v.ISA != "" {
		v.Label = v.ISA + ", "
	}
	v.Label += s.label + treatment[v.Method]
	v.Workers = map[bool]int{false: 1, true: w.Workers}[s.all]
	v.Base = v.Base && !s.all
	return v
}

// treatment says how a variant treats the rows of a table.
var treatment = map[string]string{InPlace: ", in place", Copied: ", copied and back"}

func setNaN(list []float64) {
	for i := range list {
		list[i] = math.NaN()
	}
}

// Package cases holds what the comparison program measures: the two headline jobs in every
// variant, every kernel versus its peers, and operations by more workers. All results are
// compared with exact arithmetic.
package cases

import (
	"context"
	"fmt"
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

// What an item takes of memory: inputs and results here, and the same in Python, where a number
// is an object of its own.
const (
	BytesPerObject = 200
	BytesPerRow    = 300
)

// The seeds make the inputs of every run the same.
const (
	seed       = 20_260_101
	seedSums   = 1
	seedTables = 2
)

// Setting is what variants are made for.
type Setting struct {
	Workers int // all of them, where a variant is not for one
	ISAs    []kernel.ISA
	Pools   Pools
	Peers   *peer.Peers
	Sample  int // items compared with exact arithmetic
	Limits  measure.Limits
}

// run makes the Run of a variant: clear makes sure that the results that are found afterwards
// were computed then.
func run(clear func(n int) error, f func(ctx context.Context, n int) error) func(context.Context, int, int) (time.Duration, error) {
	return func(ctx context.Context, n, calls int) (took time.Duration, err error) {
		for range calls {
			if err := clear(n); err != nil {
				return 0, err
			}
			start := time.Now()
			err = f(ctx, n)
			took += time.Since(start)
			if err != nil {
				return 0, err
			}
		}
		return took, nil
	}
}

// pythonVariant is a variant of a workload by Python.
type pythonVariant struct {
	name, label, function string
	all                   bool // by all workers
	method                string
	bits                  string
}

// python makes the variant; total is its function's first parameter, the second is the number of
// workers.
func (s Setting) python(p pythonVariant, workload string, total int, out, in []float64) *measure.Variant {
	workers := 1
	if p.all {
		workers = s.Workers
	}
	f := s.Peers.Function("python", p.function)
	v := &measure.Variant{
		Name:  fmt.Sprintf("%s/python/%s/workers=%d", workload, p.name, workers),
		Group: s.Peers.Interpreter.Heading(), Label: p.label, Peer: "python", Method: p.method, Workers: workers,
		Skipped: f.Skipped, Partial: true,
	}
	v.Run = func(ctx context.Context, n, calls int) (time.Duration, error) {
		clearFloats(out[:n])
		return f.Run(ctx, out[:n], in, s.Peers.Parameters(total, workers), n, calls)
	}
	return v
}

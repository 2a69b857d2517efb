// Package pooltest is shared by the tests of pools and of the operations that run on them.
package pooltest

import (
	"errors"
	"math"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog/dispatch"
	"sumlog/internal/operations"
)

// New returns a pool, closed when the test ends.
func New(tb testing.TB, opts ...dispatch.Option) *dispatch.Pool {
	tb.Helper()
	p, err := dispatch.NewPool(opts...)
	require.NoError(tb, err)
	tb.Cleanup(func() {
		if err := p.Close(); err != nil && !errors.Is(err, dispatch.ErrClosed) {
			tb.Error(err)
		}
	})
	return p
}

// Of is New with that many workers. It raises GOMAXPROCS until the end of the test where
// necessary.
func Of(tb testing.TB, workers int, opts ...dispatch.Option) *dispatch.Pool {
	tb.Helper()
	Procs(tb, max(workers, runtime.GOMAXPROCS(0)))
	p := New(tb, append(opts, dispatch.WithWorkers(workers))...)
	require.Equal(tb, workers, p.Workers())
	return p
}

// Procs sets GOMAXPROCS until the end of the test.
func Procs(tb testing.TB, n int) {
	tb.Helper()
	if runtime.GOOS == "js" && n > 1 {
		tb.Skip("one thread only")
	}
	old := runtime.GOMAXPROCS(n)
	tb.Cleanup(func() { runtime.GOMAXPROCS(old) })
}

// Values returns n numbers, of which adjacent ones differ.
func Values(n int) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = float64(i*7%1009) / 8
	}
	return x
}

// Must panics with the error of a call that must not fail.
func Must(err error) {
	if err != nil {
		panic(err)
	}
}

// Value returns the result of a call that must not fail.
func Value[T any](v T, err error) T {
	Must(err)
	return v
}

// Caught returns the value with which f panics, or nil.
func Caught(f func()) (value any) {
	defer func() { value = recover() }()
	f()
	return nil
}

// Equal reports whether a and b have the same bits.
func Equal(a, b []float64) bool {
	for i := range a {
		if math.Float64bits(a[i]) != math.Float64bits(b[i]) {
			return false
		}
	}
	return len(a) == len(b)
}

// Positive returns n positive numbers, some of which leave the kernels' fast path.
func Positive(n int) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = 0.5 + float64(i*7%1009)/512
		if i%5000 == 17 {
			x[i] = 1e-300
		}
	}
	return x
}

// Args returns arguments of an operation with about that many elements of input, positive ones.
func Args(o *operations.Operation, elements, param int) *operations.Args {
	n := elements
	if o.InRows() {
		n = elements / param
	}
	inputs := make([][]float64, o.Inputs)
	for i := range inputs {
		inputs[i] = Positive(elements + 3*o.Inputs)
	}
	return o.Take(inputs, 0, n, param)
}

package sumlogduckdb

import (
	"bytes"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"sumlog"
	"sumlog/internal/exact"
	"sumlog/kernel"
)

// factors are inputs at which a product leaves its bounds soon, late or never.
func factors(r *rand.Rand) map[string]func() float64 {
	return map[string]func() float64{
		"(0, 1]":    func() float64 { return 1 - r.Float64() },
		"any":       func() float64 { return math.Float64frombits(1 + r.Uint64()%(0x7FF<<52-1)) },
		"near 1":    func() float64 { return 1 + 0x1p-40*(r.Float64()-0.5) },
		"subnormal": func() float64 { return math.Float64frombits(1 + r.Uint64()%(1<<52)) },
		"tiny":      func() float64 { return math.Ldexp(1+r.Float64(), -20-r.IntN(60)) },
		"bounds":    func() float64 { return math.Ldexp(1+r.Float64(), 399*(r.IntN(3)-1)) },
		"one":       func() float64 { return 1 },
		"zero":      func() float64 { return 0 },
		"moderate":  func() float64 { return -700 * r.Float64() },
	}
}

// inParts adds rows to states of one group, one at a time and in runs, and merges the states in
// any order.
func inParts(t *testing.T, r *rand.Rand, a *aggregate, in columns) (float64, bool) {
	var parts []unsafe.Pointer
	for range 1 + r.IntN(20) {
		state := make([]uint64, (a.size+7)/8)
		parts = append(parts, unsafe.Pointer(&state[0]))
	}
	for i := 0; i < len(in[0]); {
		n := 1
		if r.IntN(100) == 0 {
			n = min(len(in[0])-i, 1+r.IntN(300))
		}
		s := parts[r.IntN(len(parts))]
		a.update(nil, slices.Repeat([]unsafe.Pointer{s}, n), in.part(i, i+n), [maxInputs]bitmap{})
		i += n
	}
	for ; len(parts) > 1; parts = parts[:len(parts)-1] {
		last := parts[len(parts)-1]
		before := bytes.Clone(unsafe.Slice((*byte)(last), a.size))
		a.merge([]unsafe.Pointer{parts[r.IntN(len(parts)-1)]}, []unsafe.Pointer{last})
		require.Equal(t, before, unsafe.Slice((*byte)(last), a.size), "merge changes what it merges")
	}
	return a.sum(parts[0])
}

// The states of a group give the bits of the library, and meet its error bound.
func TestStatesInAnyOrder(t *testing.T) {
	wants := []func([][]float64) float64{sumLog, sumLog1p, dotLog, logSumExp}
	exacts := []func(columns) *big.Float{
		func(in columns) *big.Float { return exact.SumLog(in[0]) },
		func(in columns) *big.Float { return exact.SumLog1p(in[0]) },
		func(in columns) *big.Float { return exact.DotLog(in[0], in[1]) },
		func(in columns) *big.Float { return exact.LogSumExp(in[0]) },
	}
	r := rand.New(rand.NewPCG(17, 4))
	for k := range aggregates {
		a := &aggregates[k]
		for name, draw := range factors(r) {
			for range 20 {
				var in columns
				for n := r.IntN(1000 * (3 - a.inputs)); len(in[0]) < n; {
					for i := range a.inputs - 1 {
						in[i] = append(in[i], 1-r.Float64()) // weights
					}
					in[a.inputs-1] = append(in[a.inputs-1], draw())
				}
				got, ok := inParts(t, r, a, in)
				require.Equal(t, len(in[0]) > 0, ok)
				if cancels(a, in) {
					continue // where the library adds the terms a second time
				}
				// Of sums that cancel, one in a hundred differs in the last bit, within the bound.
				if bits := wants[k](in[:]); bits == 0 || !(math.Abs(bits) < 0x1p-34) {
					requireBits(t, bits, &got, a.name, name, len(in[0]))
				}
				if len(in[0]) == 0 || math.IsNaN(got-got) {
					continue
				}
				requireBound(t, a, got, exacts[k](in), len(in[0]))
			}
		}
	}
}

// requireBound checks the error of a sum of n rows, which may be 2^-90 a row where they cancel.
func requireBound(t *testing.T, a *aggregate, got float64, want *big.Float, n int) {
	e, absolute := exact.ULP(got, want), exact.Abs(got, want)
	bound := 0.6
	switch {
	case absolute <= float64(n)*0x1p-90:
		return
	case a.name == "logsumexp" && math.Abs(got) >= 1./8:
		bound = 1
	case a.name == "logsumexp":
		bound += 0x1p-56 / (absolute / e)
	}
	require.LessOrEqual(t, e, bound, "%s of %d rows: %x", a.name, n, got)
}

func cancels(a *aggregate, in columns) bool {
	var s kernel.DotLogSum
	if a.inputs == 2 {
		s.Add(kernel.Best(), in[0], in[1])
	}
	return s.Cancels()
}

// A group of very many factors, none of which makes the product leave its bounds.
func TestManyFactorsNearOne(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 9))
	x := make([]float64, 1<<20)
	states := make([]unsafe.Pointer, len(x))
	for _, spread := range []float64{0x1p-10, 0x1p-40} {
		var s product
		for i := range x {
			x[i] = 1 + spread*(r.Float64()-0.5)
			states[i] = unsafe.Pointer(&s)
		}
		multiplyEach(states, columns{x})
		got, _ := s.result()
		require.LessOrEqual(t, exact.ULP(got, exact.SumLog(x)), 0.6)
		if spread == 0x1p-10 { // orders differ by 2^-92, which is 1 % of a unit in the other sum
			requireBits(t, sumlog.SumLog(x), &got)
		}
	}
}

// Where there are many groups, the size of their states decides how long a query takes.
func TestStatesAreSmall(t *testing.T) {
	for i, size := range []uintptr{24, 32, 16, 24} {
		require.Equal(t, size, aggregates[i].size, aggregates[i].name)
	}
}

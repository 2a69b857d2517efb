package sumlogduckdb

import (
	"math"
	"math/rand/v2"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"sumlog"
	"sumlog/internal/exact"
)

// factors are inputs at which a product leaves its bounds soon, late or never.
func factors(r *rand.Rand) map[string]func() float64 {
	return map[string]func() float64{
		"(0, 1]":    func() float64 { return 1 - r.Float64() },
		"any":       func() float64 { return math.Float64frombits(1 + r.Uint64()%(0x7FF<<52-1)) },
		"near 1":    func() float64 { return 1 + 0x1p-40*(r.Float64()-0.5) },
		"subnormal": func() float64 { return math.Float64frombits(1 + r.Uint64()%(1<<52)) },
		"bounds":    func() float64 { return math.Ldexp(1+r.Float64(), 399*(r.IntN(3)-1)) },
	}
}

// Factors in states of several groups, one at a time and in runs, which are merged in any order,
// give the bits of the library and meet its error bound.
func TestStatesInAnyOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(17, 4))
	a := &aggregates[0]
	for name, draw := range factors(r) {
		for range 40 {
			x := make([]float64, r.IntN(5000))
			for i := range x {
				x[i] = draw()
			}
			parts := make([]product, 1+r.IntN(20))
			for i := 0; i < len(x); {
				s := unsafe.Pointer(&parts[r.IntN(len(parts))])
				n := min(len(x)-i, 1)
				if r.IntN(100) == 0 {
					n = min(len(x)-i, r.IntN(300))
				}
				states := make([]unsafe.Pointer, n)
				for k := range states {
					states[k] = s
				}
				a.update(nil, states, columns{x[i : i+n]}, [maxInputs]bitmap{})
				i += n
			}
			for len(parts) > 1 {
				i := r.IntN(len(parts) - 1)
				last := parts[len(parts)-1]
				before := last
				a.merge(unsafe.Pointer(&parts[i]), unsafe.Pointer(&last))
				require.Equal(t, before, last, "merge changes what it merges")
				parts = parts[:len(parts)-1]
			}
			got, ok := a.sum(unsafe.Pointer(&parts[0]))
			require.Equal(t, len(x) > 0, ok)
			requireBits(t, sumlog.SumLog(x), &got, name, len(x))
			want := exact.SumLog(x)
			if exact.Abs(got, want) > float64(len(x))*0x1p-90 {
				require.LessOrEqual(t, exact.ULP(got, want), 0.6, name)
			}
		}
	}
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
		multiplyEach(states, x)
		got, _ := s.log()
		require.LessOrEqual(t, exact.ULP(got, exact.SumLog(x)), 0.6)
		if spread == 0x1p-10 { // orders differ by 2^-92, which is 1 % of a unit in the other sum
			requireBits(t, sumlog.SumLog(x), &got)
		}
	}
}

func TestStateOfSumlogFitsACacheLine(t *testing.T) {
	require.LessOrEqual(t, unsafe.Sizeof(product{}), uintptr(64))
}

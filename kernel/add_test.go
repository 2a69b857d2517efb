package kernel_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog/kernel"
)

type celsius float64

// TestAddTypes sweeps the ten types and one defined on another, over lengths and
// alignments, beside a guard on either side.
func TestAddTypes(t *testing.T) {
	t.Run("int8", sweepAdd[int8])
	t.Run("int16", sweepAdd[int16])
	t.Run("int32", sweepAdd[int32])
	t.Run("int64", sweepAdd[int64])
	t.Run("uint8", sweepAdd[uint8])
	t.Run("uint16", sweepAdd[uint16])
	t.Run("uint32", sweepAdd[uint32])
	t.Run("uint64", sweepAdd[uint64])
	t.Run("float32", sweepAdd[float32])
	t.Run("float64", sweepAdd[float64])
	t.Run("celsius", sweepAdd[celsius])
}

func sweepAdd[T kernel.Number](t *testing.T) {
	all, other := drawn[T](1000), drawn[T](1100)[100:] // longer than any sweep
	const guard = 40
	step := 1
	if testing.Short() {
		step = 11
	}
	for n := 0; n < 700; n += step {
		for offset := range 3 {
			a, b := all[offset:offset+n], other[7*offset:7*offset+n]
			want := make([]T, n)
			for i := range want {
				want[i] = a[i] + b[i]
			}
			for _, isa := range kernel.Supported() {
				frame := make([]T, offset+n+guard)
				got := frame[offset : offset+n]
				kernel.Add(isa, got, a, b)
				requireEqual(t, want, got, "%v, %d elements", isa, n)
				requireUntouched(t, frame[:offset], frame[offset+n:])
				copy(got, a)
				kernel.Add(isa, got, got, b)
				requireEqual(t, want, got, "%v, %d elements, in place", isa, n)
				clear(frame)
				kernel.AddStreaming(isa, got, a, b)
				requireEqual(t, want, got, "%v, %d elements, streaming", isa, n)
				requireUntouched(t, frame[:offset], frame[offset+n:])
				copy(got, b)
				kernel.AddStreaming(isa, got, a, got)
				requireEqual(t, want, got, "%v, %d elements, streaming in place", isa, n)
			}
		}
	}
}

// requireEqual is require.Equal without reflection, which takes most of the time of an
// emulated processor otherwise.
func requireEqual[T kernel.Number](t *testing.T, want, got []T, format string, args ...any) {
	t.Helper()
	if !slices.Equal(want, got) {
		require.Equal(t, want, got, fmt.Sprintf(format, args...))
	}
}

func requireUntouched[T kernel.Number](t *testing.T, parts ...[]T) {
	t.Helper()
	for _, p := range parts {
		if i := slices.IndexFunc(p, func(v T) bool { return v != 0 }); i >= 0 {
			require.Failf(t, "written outside the slice", "element %d: %v", i, p[i])
		}
	}
}

// The values at the ends of each type.
func TestAddWraps(t *testing.T) {
	for _, isa := range kernel.Supported() {
		addEnds(t, isa, []int8{127, -128}, []int8{1, -1}, []int8{-128, 127})
		addEnds(t, isa, []int16{math.MaxInt16, 2}, []int16{1, 3}, []int16{math.MinInt16, 5})
		addEnds(t, isa, []int32{math.MaxInt32, 2}, []int32{1, 3}, []int32{math.MinInt32, 5})
		addEnds(t, isa, []int64{math.MaxInt64, 2}, []int64{1, 3}, []int64{math.MinInt64, 5})
		addEnds(t, isa, []uint8{255, 2}, []uint8{1, 3}, []uint8{0, 5})
		addEnds(t, isa, []uint16{math.MaxUint16, 2}, []uint16{1, 3}, []uint16{0, 5})
		addEnds(t, isa, []uint32{math.MaxUint32, 2}, []uint32{1, 3}, []uint32{0, 5})
		addEnds(t, isa, []uint64{math.MaxUint64, 2}, []uint64{1, 3}, []uint64{0, 5})
		addEnds(t, isa, []float32{1 << 24, 0.5}, []float32{1, 0.25}, []float32{1 << 24, 0.75})
		addEnds(t, isa, []float64{1 << 53, 0.5}, []float64{1, 0.25}, []float64{1 << 53, 0.75})
	}
}

func addEnds[T kernel.Number](t *testing.T, isa kernel.ISA, a, b, want []T) {
	t.Helper()
	for n := range 70 { // lengths that whole vectors and a rest make up
		var x, y, w []T
		for i := range n {
			x, y, w = append(x, a[i%2]), append(y, b[i%2]), append(w, want[i%2])
		}
		got := make([]T, n)
		kernel.Add(isa, got, x, y)
		requireEqual(t, w, got, "%v, %d elements", isa, n)
	}
}

package kernel_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog/kernel"
)

// TestAddSameBits sweeps length, alignment and aliasing.
func TestAddSameBits(t *testing.T) {
	all, other := inputs(1<<17+64, 1), inputs(1<<17+64, 2)
	for _, n := range lengths() {
		for offset := range min(5, 1+2000/(n+1)) {
			a, b := all[offset:offset+n], other[3:3+n]
			want := make([]float64, n)
			for i := range want {
				want[i] = a[i] + b[i]
			}
			for _, isa := range kernel.Supported() {
				frame := make([]float64, offset+n+8)
				got := frame[offset : offset+n]
				kernel.Add(isa, got, a, b)
				requireSameBits(t, want, got, a)
				requireZero(t, frame[:offset], frame[offset+n:])
				copy(got, a)
				kernel.Add(isa, got, got, b)
				requireSameBits(t, want, got, a)
				copy(got, b)
				kernel.Add(isa, got, a, got)
				requireSameBits(t, want, got, a)
			}
		}
	}
}

type celsius float64

// TestAddTypes adds values that wrap or round, in each of the ten types and one
// defined on another.
func TestAddTypes(t *testing.T) {
	for _, isa := range kernel.Supported() {
		addType(t, isa, []int8{127, -128}, []int8{1, -1}, []int8{-128, 127})
		addType(t, isa, []int16{math.MaxInt16, 2}, []int16{1, 3}, []int16{math.MinInt16, 5})
		addType(t, isa, []int32{math.MaxInt32, 2}, []int32{1, 3}, []int32{math.MinInt32, 5})
		addType(t, isa, []int64{math.MaxInt64, 2}, []int64{1, 3}, []int64{math.MinInt64, 5})
		addType(t, isa, []uint8{255, 2}, []uint8{1, 3}, []uint8{0, 5})
		addType(t, isa, []uint16{math.MaxUint16, 2}, []uint16{1, 3}, []uint16{0, 5})
		addType(t, isa, []uint32{math.MaxUint32, 2}, []uint32{1, 3}, []uint32{0, 5})
		addType(t, isa, []uint64{math.MaxUint64, 2}, []uint64{1, 3}, []uint64{0, 5})
		addType(t, isa, []float32{1 << 24, 0.5}, []float32{1, 0.25}, []float32{1 << 24, 0.75})
		addType(t, isa, []float64{1 << 53, 0.5}, []float64{1, 0.25}, []float64{1 << 53, 0.75})
		addType(t, isa, []celsius{20, 0.5}, []celsius{1, 0.25}, []celsius{21, 0.75})
	}
}

func addType[T kernel.Number](t *testing.T, isa kernel.ISA, a, b, want []T) {
	t.Helper()
	for n := range 70 { // lengths that whole vectors and a rest make up
		var x, y, w []T
		for i := range n {
			x, y, w = append(x, a[i%2]), append(y, b[i%2]), append(w, want[i%2])
		}
		got := make([]T, n)
		kernel.Add(isa, got, x, y)
		require.ElementsMatch(t, w, got)
	}
}

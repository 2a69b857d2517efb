package kernel_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog/internal/generic"
	"sumlog/internal/operations"
	"sumlog/kernel"
)

type (
	probability float64
	embedding   float32
	rank        uint16
)

// TestWideningIsConversion compares with Go's own conversion, at every length and place within a
// vector, and at the numbers where conversions of 64 bits round.
func TestWideningIsConversion(t *testing.T) {
	forEachType(t, wideningIsConversion[int8], wideningIsConversion[uint8],
		wideningIsConversion[int16], wideningIsConversion[rank], wideningIsConversion[int32],
		wideningIsConversion[uint32], wideningIsConversion[int64], wideningIsConversion[uint64],
		wideningIsConversion[embedding], wideningIsConversion[probability])
}

func forEachType(t *testing.T, tests ...func(t *testing.T, isa kernel.ISA)) {
	t.Helper()
	for _, isa := range kernel.Supported() {
		for _, test := range tests {
			test(t, isa)
		}
	}
}

// numbersOf are n numbers of a type: its largest and least ones, those around powers of two, and
// any others.
func numbersOf[T kernel.Number](r *rand.Rand, n int) []T {
	x := make([]T, n)
	for i := range x {
		bits := r.Uint64() >> r.IntN(64)
		if r.IntN(2) == 0 {
			bits = uint64(1)<<r.IntN(64) + uint64(r.IntN(5)) - 2
		}
		x[i] = T(bits)
		if T(1)/T(2) != 0 { // a float
			f := math.Float32frombits(uint32(r.Uint64())) // subnormal, infinite or NaN too
			x[i] = T(f)
		} else if r.IntN(2) == 0 {
			x[i] = -x[i]
		}
	}
	return x
}

func wideningIsConversion[T kernel.Number](t *testing.T, isa kernel.ISA) {
	r := rand.New(rand.NewPCG(1, 2))
	x := numbersOf[T](r, 20_100)
	dst := make([]float64, len(x)+1)
	lengths := []int{16_383, 16_384, 16_390, 20_000}
	for n := range 140 {
		lengths = append(lengths, n)
	}
	for i, n := range lengths {
		from := i % 7
		for j := range dst {
			dst[j] = -1.5
		}
		kernel.Widen(isa, dst[:n], x[from:from+n])
		for j := range n {
			want := float64(x[from+j])
			require.True(t, want == dst[j] && math.Signbit(want) == math.Signbit(dst[j]) ||
				math.IsNaN(want) && math.IsNaN(dst[j]),
				"%v, %T, element %d of %d: %v gives %v", isa, x[0], j, n, x[from+j], dst[j])
		}
		require.Equal(t, -1.5, dst[n], "%v, %T: written behind element %d", isa, x[0], n)
	}
}

// TestSumsOfEveryType compares with the sums of converted numbers, bit by bit.
func TestSumsOfEveryType(t *testing.T) {
	forEachType(t, sumsAreOfFloats[int8], sumsAreOfFloats[uint8], sumsAreOfFloats[int16],
		sumsAreOfFloats[rank], sumsAreOfFloats[int32], sumsAreOfFloats[uint32],
		sumsAreOfFloats[int64], sumsAreOfFloats[uint64], sumsAreOfFloats[embedding],
		sumsAreOfFloats[float32], sumsAreOfFloats[float64], sumsAreOfFloats[probability])
}

func sumsAreOfFloats[T kernel.Number](t *testing.T, isa kernel.ISA) {
	r := rand.New(rand.NewPCG(3, 4))
	x := numbersOf[T](r, 3*generic.Block)
	for i, v := range x {
		if !(v > 0) || math.IsInf(float64(v), 1) {
			x[i] = 1 + T(i%100)
		}
	}
	wide := make([]float64, len(x))
	for i, v := range x {
		wide[i] = float64(v)
	}
	for _, n := range []int{0, 1, 7, 8, 9, 100, 127, 128, 129, 1000, 4095, 4096, 4097, 10_000} {
		want, got := kernel.SumLog(isa, wide[:n]), kernel.SumLogOf(isa, x[:n])
		require.Equal(t, math.Float64bits(want), math.Float64bits(got), "%v, %T, %d elements", isa, x[0], n)
	}
	for _, shape := range [][2]int{
		{0, 3},
		{1, 1},
		{5, 1},
		{9, 8},
		{16, 8},
		{40, 8},
		{600, 8},
		{3, 60},
		{90, 100},
		{5, 2048},
		{5, 2049},
		{2, 4097},
	} {
		rows, cols := shape[0], shape[1]
		want, got := make([]float64, rows), make([]float64, rows)
		kernel.SumLogRows(isa, want, wide[:rows*cols], cols)
		kernel.SumLogRowsOf(isa, got, x[:rows*cols], cols)
		require.Negative(t, operations.Differing(want, got), "%v, %T, %v", isa, x[0], shape)
	}
	for _, special := range []float64{0, -1} { // of unsigned numbers the largest
		x[1000] = T(int64(special))
		wide[1000] = float64(x[1000])
		want, got := kernel.SumLog(isa, wide), kernel.SumLogOf(isa, x)
		require.True(t, want == got || math.IsNaN(want) && math.IsNaN(got), "%v, %T: %v", isa, x[0], got)
	}
}

func TestWideningMistakes(t *testing.T) {
	x := make([]float64, 10)
	for want, f := range map[string]func(){
		"sumlog/kernel: Widen: len(dst) = 3, len(x) = 2": func() {
			kernel.Widen(kernel.Generic, x[:3], []int8{1, 2})
		},
		"sumlog/kernel: Widen: dst begins 8 bytes from x and overlaps its 3 elements in part": func() {
			kernel.Widen(kernel.Generic, x[1:4], x[:3])
		},
		"sumlog/kernel: SumLogRowsOf: cols = 0, want 1 or more": func() {
			kernel.SumLogRowsOf(kernel.Generic, x[:3], []int8{1, 2}, 0)
		},
		"sumlog/kernel: SumLogRowsOf: len(x) = 5, want len(dst)·cols = 3·2": func() {
			kernel.SumLogRowsOf(kernel.Generic, x[:3], make([]float32, 5), 2)
		},
		"sumlog/kernel: SumLogRowsOf: len(x) = 5, want len(dst)·cols = 3·3": func() {
			kernel.SumLogRowsOf(kernel.Generic, x[:3], x[5:], 3)
		},
	} {
		func() {
			defer func() { require.Equal(t, want, fmt.Sprint(recover())) }()
			f()
		}()
	}
	kernel.Widen(kernel.Best(), x, x)
	for name, f := range map[string]func(){
		"Widen":        func() { kernel.Widen(kernel.ISA(99), x, make([]int32, 10)) },
		"SumLogOf":     func() { kernel.SumLogOf(kernel.ISA(99), make([]int32, 10)) },
		"SumLogRowsOf": func() { kernel.SumLogRowsOf(kernel.ISA(99), x, make([]int32, 10), 1) },
	} {
		require.Panics(t, f, name)
	}
}

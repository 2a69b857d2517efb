package sumlog_test

import (
	"math"
	"testing"
	"unsafe"

	"sumlog"

	"github.com/stretchr/testify/require"

	"sumlog/dispatch"
	"sumlog/internal/operations"
	"sumlog/kernel"
)

type (
	share float64
	pixel uint16
)

// TestSumsOfEveryType compares sums by any number of workers with those of the numbers as float64.
func TestSumsOfEveryType(t *testing.T) {
	pools := poolsOfEveryCount(t)
	sumsOf[float32](t, pools)
	sumsOf[float64](t, pools)
	sumsOf[share](t, pools)
	sumsOf[int8](t, pools)
	sumsOf[uint8](t, pools)
	sumsOf[int16](t, pools)
	sumsOf[pixel](t, pools)
	sumsOf[int32](t, pools)
	sumsOf[uint32](t, pools)
	sumsOf[int64](t, pools)
	sumsOf[uint64](t, pools)
}

func sumsOf[T kernel.Number](t *testing.T, pools []*dispatch.Pool) {
	t.Helper()
	size := int(unsafe.Sizeof(T(0)))
	x := make([]T, 300_000)
	wide := make([]float64, len(x))
	for i := range x {
		bits := uint64(i)*0x9E3779B97F4A7C15 | 1<<40
		x[i] = T(bits>>(65-8*size)) + 1 // up to half the largest number
		wide[i] = float64(x[i])
	}
	isa := kernel.Best()
	for _, n := range []int{0, 1, 100, 4097, 100_003, 300_000} {
		want := kernel.SumLog(isa, wide[:n])
		require.Equal(t, math.Float64bits(want), math.Float64bits(sumlog.SumLogOf(x[:n])), "%T, %d", x[0], n)
		for _, p := range pools {
			got, err := sumlog.SumLogOfOn(sumlog.On(t.Context(), p), x[:n])
			require.NoError(t, err)
			require.Equal(t, math.Float64bits(want), math.Float64bits(got), "%T, %d, %d workers", x[0], n, p.Workers())
		}
	}
	for _, c := range [][2]int{{20_000, 8}, {3000, 100}, {30, 10_000}, {60, 5000}} {
		rows, cols := c[0], c[1]
		want, got := make([]float64, rows), make([]float64, rows)
		kernel.SumLogRows(isa, want, wide[:rows*cols], cols)
		sumlog.SumLogRowsOf(got, x[:rows*cols], cols)
		require.Negative(t, operations.Differing(want, got), "%T, %v", x[0], c)
		for _, p := range pools {
			clear(got)
			require.NoError(t, sumlog.SumLogRowsOfOn(sumlog.On(t.Context(), p), got, x[:rows*cols], cols))
			require.Negative(t, operations.Differing(want, got), "%T, %v, %d workers", x[0], c, p.Workers())
		}
	}
}

package shared

import (
	"math"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type counter uint32

func TestValue(t *testing.T) {
	t.Run("int32", testValue[int32])
	t.Run("int64", testValue[int64])
	t.Run("uint32", testValue[uint32])
	t.Run("uint64", testValue[uint64])
	t.Run("float32", testValue[float32])
	t.Run("float64", testValue[float64])
	t.Run("named", testValue[counter])
}

func testValue[T Scalar](t *testing.T) {
	v, err := NewValue[T](7)
	require.NoError(t, err)
	require.Equal(t, T(7), v.Load())
	require.Equal(t, T(9), v.Add(2))
	require.False(t, v.CompareAndSwap(7, 1))
	require.True(t, v.CompareAndSwap(9, 1))
	require.Equal(t, T(1), v.Load())
	v.Store(0)
	var done sync.WaitGroup
	for range 4 {
		done.Go(func() {
			for range 10_000 {
				v.Add(1)
			}
		})
	}
	done.Wait()
	require.Equal(t, T(40_000), v.Load())
	require.Equal(t, T(40_000), v.Array().At(0, 0))
	require.Zero(t, v.Array().Dims())
	require.NoError(t, v.Close())
	assert.Equal(t, "sumlog/shared: Value.Load: array already closed", panicText(func() { v.Load() }))
	assert.Equal(t, "sumlog/shared: Value.Add: array already closed", panicText(func() { v.Add(1) }))
	assert.Equal(t, "sumlog/shared: Value.Store: array already closed", panicText(func() { v.Store(1) }))
	assert.Equal(t, "sumlog/shared: Value.CompareAndSwap: array already closed", panicText(func() { v.CompareAndSwap(1, 1) }))
	require.ErrorIs(t, v.Close(), ErrClosed)
}

func TestValueWrapsAndCompares(t *testing.T) {
	i, err := NewValue[int32](math.MaxInt32)
	require.NoError(t, err)
	assert.EqualValues(t, math.MinInt32, i.Add(1))
	assert.EqualValues(t, math.MaxInt32, i.Add(-1))
	require.NoError(t, i.Close())

	f, err := NewValue(math.NaN())
	require.NoError(t, err)
	assert.True(t, math.IsNaN(f.Add(1)))
	assert.True(t, f.CompareAndSwap(f.Load(), 0))
	assert.False(t, f.CompareAndSwap(math.Copysign(0, -1), 1))
	assert.Equal(t, 1e300, f.Add(1e300))
	assert.Equal(t, math.Inf(1), f.Add(math.MaxFloat64))
	require.NoError(t, f.Close())
}

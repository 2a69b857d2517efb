package shared

import (
	"testing"
	"unsafe"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type celsius float32

// shut is deferred by tests that do not close the array themselves.
func shut[T Number](t *testing.T, a *Array[T]) {
	t.Helper()
	require.NoError(t, a.Close())
}

// TestViews writes every element of every small shape through each way there is
// and reads it back through all of them, so it finds any two that disagree on
// where an element lies, and any write that touches a neighbour.
func TestViews(t *testing.T) {
	t.Run("int8", testViews[int8])
	t.Run("int16", testViews[int16])
	t.Run("int32", testViews[int32])
	t.Run("int64", testViews[int64])
	t.Run("uint8", testViews[uint8])
	t.Run("uint16", testViews[uint16])
	t.Run("uint32", testViews[uint32])
	t.Run("uint64", testViews[uint64])
	t.Run("float32", testViews[float32])
	t.Run("float64", testViews[float64])
	t.Run("named", testViews[celsius])
}

func testViews[T Number](t *testing.T) {
	for _, order := range []Order{RowMajor, ColMajor} {
		for rows := range 5 {
			for cols := range 5 {
				a, err := New[T](rows, cols, WithOrder(order))
				require.NoError(t, err)
				require.Equal(t, rows, a.Rows())
				require.Equal(t, cols, a.Cols())
				require.Equal(t, order, a.Order())

				index := func(r, c int) int {
					if order == ColMajor {
						return c*rows + r
					}
					return r*cols + c
				}
				writes := map[string]func(r, c int, v T){
					"Set":  a.Set,
					"Row":  func(r, c int, v T) { a.Row(r).Set(c, v) },
					"Col":  func(r, c int, v T) { a.Col(c).Set(r, v) },
					"Data": func(r, c int, v T) { a.Data()[index(r, c)] = v },
				}
				reads := map[string]func(r, c int) T{
					"At":   a.At,
					"Row":  func(r, c int) T { return a.Row(r).At(c) },
					"Col":  func(r, c int) T { return a.Col(c).At(r) },
					"Data": func(r, c int) T { return a.Data()[index(r, c)] },
				}
				for w, write := range writes {
					clear(a.Data())
					for i := range rows * cols {
						write(i/cols, i%cols, T(i+1))
					}
					for r, read := range reads {
						for i := range rows * cols {
							require.Equal(t, T(i+1), read(i/cols, i%cols),
								"%v %d×%d: %s(%d, %d) after %s", order, rows, cols, r, i/cols, i%cols, w)
						}
					}
				}
				shut(t, a)
			}
		}
	}
}

// TestViewShape pins what a view says of itself, and that its slice is the memory.
func TestViewShape(t *testing.T) {
	for _, tt := range []struct {
		order      Order
		rows, cols int
		row, col   int // strides
	}{
		{RowMajor, 3, 4, 1, 4},
		{ColMajor, 3, 4, 3, 1},
		{RowMajor, 3, 1, 1, 1},
		{ColMajor, 1, 4, 1, 1},
		{RowMajor, 1, 4, 1, 4}, // columns of one element are contiguous all the same
		{ColMajor, 3, 1, 3, 1},
	} {
		a, err := New[int32](tt.rows, tt.cols, WithOrder(tt.order))
		require.NoError(t, err)
		for name, v := range map[string]struct {
			View[int32]
			n, stride int
		}{
			"row": {a.Row(tt.rows - 1), tt.cols, tt.row},
			"col": {a.Col(tt.cols - 1), tt.rows, tt.col},
		} {
			assert.Equal(t, v.n, v.Len(), "%s of %+v", name, tt)
			assert.Equal(t, v.stride, v.Stride(), "%s of %+v", name, tt)
			s, ok := v.Slice()
			assert.Equal(t, v.n == 1 || v.stride == 1, ok, "%s of %+v", name, tt)
			if !ok {
				assert.Nil(t, s)
				continue
			}
			require.Len(t, s, v.n)
			assert.Equal(t, v.n, cap(s))
			s[v.n-1] = 7
			assert.EqualValues(t, 7, a.At(tt.rows-1, tt.cols-1))
			s[v.n-1] = 0
		}
		shut(t, a)
	}
}

func TestEmpty(t *testing.T) {
	const huge = int(^uint(0) >> 1)
	for _, shape := range [][2]int{{0, huge}, {huge, 0}, {huge/8 + 1, 0}} { // as NumPy does
		_, err := New[float64](shape[0], shape[1])
		require.ErrorIs(t, err, ErrTooLarge)
	}
	for _, shape := range [][2]int{{0, 0}, {0, 3}, {3, 0}, {0, huge / 8}, {huge / 8, 0}} {
		a, err := New[float64](shape[0], shape[1])
		require.NoError(t, err)
		assert.Equal(t, shape[0], a.Rows())
		assert.Equal(t, shape[1], a.Cols())
		assert.Empty(t, a.Data())
		for r := range min(a.Rows(), 3) {
			testEmptyView(t, a.Row(r))
		}
		for c := range min(a.Cols(), 3) {
			testEmptyView(t, a.Col(c))
		}
		shut(t, a)
	}
	testEmptyView(t, View[float64]{})
}

func testEmptyView(t *testing.T, v View[float64]) {
	t.Helper()
	assert.Zero(t, v.Len())
	assert.Zero(t, v.Stride())
	s, ok := v.Slice()
	assert.True(t, ok)
	assert.Empty(t, s)
}

func TestDataIsZeroedAndAligned(t *testing.T) {
	for n := 1; n < 1<<20; n = n*3 + 1 {
		a, err := NewVector[uint8](n)
		require.NoError(t, err)
		data := a.Data()
		require.Len(t, data, n)
		assert.Equal(t, n, cap(data), "append would write past the array")
		assert.Zero(t, uintptr(unsafe.Pointer(&data[0]))%64)
		for i, v := range data {
			if v != 0 {
				require.Zero(t, v, "element %d of %d", i, n)
			}
			data[i] = 1 // so that memory used again would show
		}
		shut(t, a)
	}
}

func TestNewVector(t *testing.T) {
	for _, order := range []Order{RowMajor, ColMajor} {
		a, err := NewVector[int16](5, WithOrder(order))
		require.NoError(t, err)
		assert.Equal(t, 5, a.Rows())
		assert.Equal(t, 1, a.Cols())
		for i := range 5 {
			a.Set(i, 0, int16(i))
		}
		s, ok := a.Col(0).Slice()
		assert.True(t, ok)
		assert.Equal(t, []int16{0, 1, 2, 3, 4}, s)
		shut(t, a)
	}
}

func TestFromCopies(t *testing.T) {
	data := []float64{1, 2, 3, 4, 5, 6}
	a, err := From(2, 3, data)
	require.NoError(t, err)
	defer shut(t, a)
	b, err := From(2, 3, data, WithOrder(ColMajor))
	require.NoError(t, err)
	defer shut(t, b)

	data[0] = 100
	assert.Equal(t, []float64{1, 2, 3, 4, 5, 6}, a.Data())
	assert.Equal(t, []float64{1, 2, 3, 4, 5, 6}, b.Data())
	assert.Equal(t, 4.0, a.At(1, 0))
	assert.Equal(t, 2.0, b.At(1, 0))

	empty, err := From[int8](0, 3, nil)
	require.NoError(t, err)
	shut(t, empty)
}

func TestOrderString(t *testing.T) {
	assert.Equal(t, "RowMajor", RowMajor.String())
	assert.Equal(t, "ColMajor", ColMajor.String())
	assert.Equal(t, "Order(2)", Order(2).String())
}

func TestAccessorsDoNotAllocate(t *testing.T) {
	for _, order := range []Order{RowMajor, ColMajor} {
		a, err := New[float64](8, 8, WithOrder(order))
		require.NoError(t, err)
		assert.Zero(t, testing.AllocsPerRun(100, func() {
			if a.Retain() != nil {
				return
			}
			for i := range 8 {
				a.Set(i, 7-i, a.At(i, i)+1)
				a.Row(i).Set(0, a.Row(i).At(1))
				a.Col(i).Set(0, a.Col(i).At(1))
				if s, ok := a.Row(i).Slice(); ok {
					s[2] = a.Data()[i]
				}
			}
			a.Release()
		}))
		shut(t, a)
	}
}

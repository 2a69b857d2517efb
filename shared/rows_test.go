package shared

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestRowRange compares every range of every range with the rows it stands for.
func TestRowRange(t *testing.T) {
	for _, order := range []Order{RowMajor, ColMajor} {
		for _, cols := range []int{0, 1, 3} {
			a, err := New[int32](6, cols, WithOrder(order))
			require.NoError(t, err)
			for i := range 6 * cols {
				a.Set(i/cols, i%cols, int32(i))
			}
			for lo := range 7 {
				for hi := lo; hi <= 6; hi++ {
					testRows(t, a, a.RowRange(lo, hi), lo, hi)
					for l := range hi - lo + 1 {
						testRows(t, a, a.RowRange(lo, hi).RowRange(l, hi-lo), lo+l, hi)
					}
				}
			}
			shut(t, a)
		}
	}
}

func testRows(t *testing.T, a, part *Array[int32], lo, hi int) {
	t.Helper()
	require.Equal(t, hi-lo, part.Rows())
	require.Equal(t, a.Cols(), part.Cols())
	require.Equal(t, a.Order(), part.Order())
	for c := range part.Cols() {
		require.Equal(t, hi-lo, part.Col(c).Len())
		_, contiguous := part.Col(c).Slice()
		require.True(t, contiguous || a.Order() == RowMajor)
		for r := range part.Rows() {
			require.Equal(t, a.At(lo+r, c), part.At(r, c))
			require.Equal(t, a.At(lo+r, c), part.Row(r).At(c))
			require.Equal(t, a.At(lo+r, c), part.Col(c).At(r))
			part.Set(r, c, part.At(r, c)+100)
			require.Equal(t, a.At(lo+r, c), part.At(r, c))
		}
	}
	if a.Order() == RowMajor || a.Cols() < 2 || hi-lo == a.Rows() || hi == lo {
		require.Equal(t, a.Data()[lo*min(a.Cols(), a.colStep*a.Cols()):][:(hi-lo)*a.Cols()], part.Data())
	} else {
		require.Contains(t, panicText(func() { part.Data() }), "are not contiguous")
	}
}

func TestRowRangeIsPartOfItsArray(t *testing.T) {
	a, err := New[int32](6, 2)
	require.NoError(t, err)
	part := a.RowRange(1, 4)
	require.ErrorIs(t, part.Close(), ErrRows)
	assert.Same(t, a.File(), part.File())
	require.NoError(t, part.Retain())
	a.Release()
	for want, call := range map[string]func(){
		"sumlog/shared: RowRange(-1, 2): want 0 <= lo <= hi <= 6": func() { a.RowRange(-1, 2) },
		"sumlog/shared: RowRange(3, 2): want 0 <= lo <= hi <= 6":  func() { a.RowRange(3, 2) },
		"sumlog/shared: RowRange(3, 7): want 0 <= lo <= hi <= 6":  func() { a.RowRange(3, 7) },
		"sumlog/shared: RowRange(0, 4): want 0 <= lo <= hi <= 3":  func() { part.RowRange(0, 4) },
		"sumlog/shared: At(3, 0): row out of range [0, 3)":        func() { part.At(3, 0) },
	} {
		assert.Equal(t, want, panicText(call))
	}
	shut(t, a)
	require.ErrorIs(t, part.Retain(), ErrClosed)
	assert.Contains(t, panicText(func() { a.RowRange(0, 1) }), "closed")
}

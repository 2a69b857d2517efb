package shared

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFill(t *testing.T) {
	for _, order := range []Order{RowMajor, ColMajor} {
		a, err := New[float32](5, 3, WithOrder(order))
		require.NoError(t, err)
		require.NoError(t, a.Fill(1))
		require.NoError(t, a.RowRange(1, 3).Fill(2))
		for r := range 5 {
			for c := range 3 {
				want := float32(1)
				if r == 1 || r == 2 {
					want = 2
				}
				require.Equal(t, want, a.At(r, c))
			}
		}
		shut(t, a)
		require.EqualError(t, a.Fill(1), "sumlog/shared: Fill: array already closed")
	}
}

// TestCopyTo copies rows and columns of all orders into slices that are as long, longer or shorter.
func TestCopyTo(t *testing.T) {
	for _, order := range []Order{RowMajor, ColMajor} {
		a, err := New[int16](7, 5, WithOrder(order))
		require.NoError(t, err)
		for i := range 35 {
			a.Set(i/5, i%5, int16(i))
		}
		part := a.RowRange(2, 6)
		for _, v := range []View[int16]{a.Row(3), a.Col(4), part.Row(1), part.Col(2), a.RowRange(1, 2).Col(0), {}} {
			for _, n := range []int{0, 1, v.Len(), v.Len() + 2} {
				dst := make([]int16, n)
				for i := range dst {
					dst[i] = -1
				}
				require.Equal(t, min(n, v.Len()), v.CopyTo(dst))
				for i, got := range dst {
					if i < v.Len() {
						require.Equal(t, v.At(i), got)
					} else {
						require.EqualValues(t, -1, got)
					}
				}
			}
		}
		shut(t, a)
	}
}

// TestCopyFrom copies between all orders, whole arrays and ranges of rows, across
// the squares that a transposition goes by.
func TestCopyFrom(t *testing.T) {
	for _, shape := range [][2]int{{0, 0}, {1, 1}, {3, 2}, {31, 33}, {100, 65}} {
		for _, from := range []Order{RowMajor, ColMajor} {
			for _, to := range []Order{RowMajor, ColMajor} {
				src, err := New[int64](shape[0]+2, shape[1], WithOrder(from))
				require.NoError(t, err)
				for i := range src.Data() {
					src.Data()[i] = int64(i)
				}
				dst, err := New[int64](shape[0]+2, shape[1], WithOrder(to))
				require.NoError(t, err)
				require.NoError(t, dst.RowRange(2, shape[0]+2).CopyFrom(src.RowRange(1, shape[0]+1)))
				for r := range dst.Rows() {
					for c := range dst.Cols() {
						want := int64(0)
						if r >= 2 {
							want = src.At(r-1, c)
						}
						require.Equal(t, want, dst.At(r, c))
					}
				}
				shut(t, src)
				require.ErrorIs(t, dst.CopyFrom(src), ErrClosed)
				shut(t, dst)
				require.ErrorIs(t, dst.CopyFrom(dst), ErrClosed)
			}
		}
	}
	a, err := New[int8](2, 3)
	require.NoError(t, err)
	defer shut(t, a)
	assert.Equal(t, "sumlog/shared: CopyFrom: nil array", panicText(func() { _ = a.CopyFrom(nil) }))
	assert.Equal(t, "sumlog/shared: CopyFrom: array is 2 × 3, source 1 × 3",
		panicText(func() { _ = a.CopyFrom(a.RowRange(0, 1)) }))
}

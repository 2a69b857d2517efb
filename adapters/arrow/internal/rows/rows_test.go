package rows

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sumlog/adapters/arrow/internal/arrowtest"
	"sumlog/kernel"
)

func columnsOf(t *testing.T, a *arrow.Chunked) (columns []Column) {
	t.Helper()
	for _, c := range a.Chunks() {
		column, ok := Of(c)
		require.True(t, ok)
		columns = append(columns, column)
	}
	return columns
}

// A bitmap is read at every bit up to its last byte.
func TestWord(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for size := 1; size < 30; size++ {
		bitmap := make([]byte, size)
		for i := range bitmap {
			bitmap[i] = byte(r.Uint32())
		}
		for offset := range 8 * size {
			c := Column{validity: bitmap, offset: offset / 2}
			i := offset - c.offset
			for n := 1; n <= min(64, 8*size-offset); n++ {
				want := uint64(0)
				for j := range n {
					want |= uint64(bitmap[(offset+j)/8]>>((offset+j)%8)&1) << j
				}
				require.Equal(t, want, c.word(i, n), "bit %d of %d bytes, %d bits", offset, size, n)
			}
		}
	}
}

// A reader returns the valid rows in blocks, from any of them on.
func TestReader(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, nulls := range []float64{0, 0.0005, 0.1, 0.9, 1} {
		x := arrowtest.Random(r, arrow.PrimitiveTypes.Float64, 200_000, nulls, 13)
		y := arrowtest.Random(r, arrow.PrimitiveTypes.Int16, 200_000, nulls/2, 0)
		want := arrowtest.Valid(x, y)
		for _, chunks := range []int{1, 3, 50} {
			rows := Join(
				columnsOf(t, arrowtest.Cut(r, x, chunks)), columnsOf(t, arrowtest.Cut(r, y, chunks)))
			require.Equal(t, len(want[0]), rows.Valid)
			for range 20 {
				from := r.IntN(rows.Valid + 1)
				reader := NewReader(rows, from)
				for from < rows.Valid {
					block := reader.Next()
					n := min(Block, rows.Valid-from)
					for c := range want {
						require.Len(t, block[c], n)
						for i, v := range block[c] {
							if v != want[c][from+i] {
								require.Failf(t, "another value", "column %d, row %d", c, from+i)
							}
						}
					}
					from += n
				}
				assert.Empty(t, reader.Next()[0])
				reader.Close()
			}
		}
	}
}

// Sums of blocks are merged in order, however many wait at a time.
func TestFoldRounds(t *testing.T) {
	defer func(n int) { pending = n }(pending)
	r := rand.New(rand.NewPCG(5, 6))
	x := arrowtest.Random(r, arrow.PrimitiveTypes.Float64, 30*Block+7, 0.01, 0)
	rows := Join(columnsOf(t, arrowtest.Cut(r, x, 3)))
	want := arrowtest.Valid(x)[0]
	for _, pending = range []int{1, 2, 3, 7, 29, 30, 31, 1000} {
		var got []float64
		from := r.IntN(2 * Block)
		err := Fold(context.Background(), rows, from, 0.2,
			func(_ kernel.ISA, _ *Reader, x *[MaxColumns][]float64, sum *[]float64) {
				*sum = append(*sum, x[0]...)
			},
			func(sum *[]float64) { got = append(got, *sum...) })
		require.NoError(t, err)
		require.Equal(t, want[from:], got, pending)
	}
}

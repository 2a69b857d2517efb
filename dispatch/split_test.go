package dispatch_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog/dispatch"
)

// NumPy: array_split of length n into p parts returns n%p sub-arrays of size
// n//p + 1 and the rest of size n//p.
func TestSplitIsArraySplit(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 5000 {
		n, parts := random.IntN(1<<random.IntN(20)), 1+random.IntN(100)
		ranges := dispatch.Split(n, parts)
		require.Len(t, ranges, parts)
		at := 0
		for i, r := range ranges {
			size := n / parts
			if i < n%parts {
				size++
			}
			require.Equal(t, dispatch.Range{Lo: at, Hi: at + size}, r, "range %d of Split(%d, %d)", i, n, parts)
			require.Equal(t, size, r.Len())
			at += size
		}
		require.Equal(t, n, at)
	}
}

func TestSplitExtremes(t *testing.T) {
	require.Equal(t, []dispatch.Range{{Lo: 0, Hi: 1}, {Lo: 1, Hi: 1}}, dispatch.Split(1, 2))
	require.Equal(t, []dispatch.Range{{}, {}}, dispatch.Split(0, 2))
	require.Equal(t, math.MaxInt, dispatch.Split(math.MaxInt, 3)[2].Hi)
	require.PanicsWithValue(t, "sumlog/dispatch: Split: n = -1, parts = 2, want n >= 0 and parts >= 1",
		func() { dispatch.Split(-1, 2) })
	require.PanicsWithValue(t, "sumlog/dispatch: Split: n = 3, parts = 0, want n >= 0 and parts >= 1",
		func() { dispatch.Split(3, 0) })
}

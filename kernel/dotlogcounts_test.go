package kernel_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sumlog/internal/generic"
	"sumlog/kernel"
)

func TestDotLogCountsPanics(t *testing.T) {
	x := make([]float64, 5000)
	for _, isa := range kernel.Supported() {
		for _, size := range []int{3, 5000} {
			n := make([]int64, size)
			n[size-1], n[size-2] = -7, 4
			want := "sumlog/kernel: DotLogCounts: n[2] = -7, want 0 or more"
			if size == 5000 {
				want = "sumlog/kernel: DotLogCounts: n[4999] = -7, want 0 or more"
			}
			assert.PanicsWithValue(t, want, func() { kernel.DotLogCounts(isa, n, x[:size]) })
			var p kernel.Product
			p.Mul(3)
			before := p
			assert.Panics(t, func() { p.AddCounts(isa, n, x[:size]) })
			assert.Equal(t, before, p)
		}
		assert.PanicsWithValue(t, "sumlog/kernel: DotLogCounts: len(n) = 1, len(x) = 2",
			func() { kernel.DotLogCounts(isa, make([]int64, 1), x[:2]) })
	}
}

// Parts of whole blocks have the bits of all counts at once, also in the error that a product
// carries, and counts of 1 those of Add.
func TestProductAddCounts(t *testing.T) {
	r := rand.New(rand.NewPCG(16, 5))
	const size = 3*generic.Block + 100
	n, ones, x := make([]int64, size), make([]int64, size), make([]float64, size)
	for i := range x {
		n[i], ones[i], x[i] = r.Int64N(5), 1, 0.5+r.Float64()
	}
	var want, wantOnes kernel.Product
	want.AddCounts(kernel.Generic, n, x)
	wantOnes.Add(kernel.Generic, x)
	for _, isa := range kernel.Supported() {
		var p, merged, once kernel.Product
		for i := 0; i < size; i += generic.Block {
			end := min(size, i+generic.Block)
			var part kernel.Product
			p.AddCounts(isa, n[i:end], x[i:end])
			part.AddCounts(isa, n[i:end], x[i:end])
			merged.Merge(part)
		}
		require.Equal(t, want, p, isa)
		require.Equal(t, want, merged, isa)
		once.AddCounts(isa, ones, x)
		require.Equal(t, wantOnes, once, isa)
		assert.Equal(t, want.Log(), kernel.DotLogCounts(isa, n, x))
		var none kernel.Product
		none.AddCounts(isa, nil, nil)
		none.AddCounts(isa, make([]int64, 9), x[:9])
		assert.Equal(t, kernel.Product{}, none)
	}
}

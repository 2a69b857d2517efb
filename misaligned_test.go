package sumlog_test

import (
	"testing"
	"unsafe"

	"sumlog"

	"github.com/stretchr/testify/require"

	"sumlog/kernel"
)

// Beyond the last-level cache Add uses non-temporal stores, which do not allow a destination
// between two elements, such as a view of packed records.
func TestAddMisalignedBeyondTheCache(t *testing.T) {
	if testing.Short() {
		t.Skip("takes twice the cache")
	}
	n := kernel.CacheSize()/24 + 5
	a, b, got := values(n), values(n), misaligned(n)
	for _, workers := range []int{1, 2} {
		clear(got)
		must(sumlog.AddOn(sumlog.On(background, poolOf(t, workers)), got, a, b))
		for i := range got {
			if got[i] != a[i]+b[i] {
				require.Equal(t, a[i]+b[i], got[i], "element %d, %d workers", i, workers)
			}
		}
	}
}

// misaligned returns n elements that begin one byte past an aligned address.
func misaligned(n int) []float64 {
	bytes := make([]byte, 8*n+8)
	return unsafe.Slice((*float64)(unsafe.Pointer(&bytes[1])), n)
}

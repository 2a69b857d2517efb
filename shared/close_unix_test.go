//go:build unix && !aix

package shared

import (
	"runtime/debug"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// fault returns the address at which f faults, or 0.
func fault(f func()) (addr uintptr) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if err, ok := recover().(interface{ Addr() uintptr }); ok {
			addr = err.Addr()
		}
	}()
	f()
	return 0
}

// TestStaleFaults touches a closed array through everything that was taken from it
// before, at first and again after the process has asked for memory that the
// system would have put at its addresses, had they been free.
func TestStaleFaults(t *testing.T) {
	const n = 1 << 16
	a, err := New[uint64](n, 2)
	require.NoError(t, err)
	data, row, col := a.Data(), a.Row(n/2), a.Col(1)
	first := uintptr(unsafe.Pointer(&data[0]))
	shut(t, a)

	touch := func() {
		t.Helper()
		var x uint64
		assert.Equal(t, first, fault(func() { x = data[0] }))
		assert.Equal(t, first, fault(func() { data[0] = 1 }))
		assert.Equal(t, first+(2*n-1)*8, fault(func() { x = data[2*n-1] }))
		assert.Equal(t, first+n*8, fault(func() { x = row.At(0) }))
		assert.Equal(t, first+(n+1)*8, fault(func() { row.Set(1, 1) }))
		assert.Equal(t, first+(2*n-1)*8, fault(func() { x = col.At(n - 1) }))
		assert.Equal(t, first+8, fault(func() { col.Set(0, 1) }))
		assert.Zero(t, x)
	}
	touch()
	for range 20 {
		b, err := New[uint64](n, 2)
		require.NoError(t, err)
		defer shut(t, b)
		at := uintptr(unsafe.Pointer(&b.Data()[0]))
		assert.True(t, at+2*n*8 <= first || first+2*n*8 <= at, "addresses of a closed array were used again")
	}
	touch()
}

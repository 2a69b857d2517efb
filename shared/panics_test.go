package shared

import (
	"fmt"
	"math"
	"math/bits"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// panicText returns what the runtime would print of a panic of f, or "".
func panicText(f func()) (text string) {
	defer func() {
		if v := recover(); v != nil {
			text = fmt.Sprint(v)
		}
	}()
	f()
	return ""
}

func TestMisusePanics(t *testing.T) {
	a, err := New[float64](5, 3)
	require.NoError(t, err)
	defer shut(t, a)
	// In column-major order the index that an argument out of range gives is often
	// the index of another element, so the check must not rest on the index.
	f, err := New[float64](5, 3, WithOrder(ColMajor))
	require.NoError(t, err)
	defer shut(t, f)
	closed, err := New[float64](5, 3)
	require.NoError(t, err)
	shut(t, closed)
	empty, err := New[float64](5, 0)
	require.NoError(t, err)
	shut(t, empty)

	for want, call := range map[string]func(){
		"sumlog/shared: At(5, 0): row out of range [0, 5)":      func() { a.At(5, 0) },
		"sumlog/shared: At(-1, 0): row out of range [0, 5)":     func() { a.At(-1, 0) },
		"sumlog/shared: At(0, 3): column out of range [0, 3)":   func() { a.At(0, 3) },
		"sumlog/shared: At(1, -1): column out of range [0, 3)":  func() { a.At(1, -1) },
		"sumlog/shared: At(6, 0): row out of range [0, 5)":      func() { f.At(6, 0) },
		"sumlog/shared: At(7, -1): row out of range [0, 5)":     func() { f.At(7, -1) },
		"sumlog/shared: Set(5, 0): row out of range [0, 5)":     func() { a.Set(5, 0, 1) },
		"sumlog/shared: Set(-1, 1): row out of range [0, 5)":    func() { f.Set(-1, 1, 1) },
		"sumlog/shared: Set(0, 3): column out of range [0, 3)":  func() { a.Set(0, 3, 1) },
		"sumlog/shared: Set(1, -1): column out of range [0, 3)": func() { a.Set(1, -1, 1) },

		"sumlog/shared: Row(5): row out of range [0, 5)":         func() { a.Row(5) },
		"sumlog/shared: Row(-1): row out of range [0, 5)":        func() { a.Row(-1) },
		"sumlog/shared: Col(3): column out of range [0, 3)":      func() { a.Col(3) },
		"sumlog/shared: Col(-1): column out of range [0, 3)":     func() { a.Col(-1) },
		"sumlog/shared: View.At(3): index out of range [0, 3)":   func() { a.Row(0).At(3) },
		"sumlog/shared: View.At(-1): index out of range [0, 3)":  func() { a.Row(1).At(-1) },
		"sumlog/shared: View.At(0): index out of range [0, 0)":   func() { View[int8]{}.At(0) },
		"sumlog/shared: View.Set(-1): index out of range [0, 5)": func() { a.Col(0).Set(-1, 1) },
		"sumlog/shared: View.Set(5): index out of range [0, 5)":  func() { a.Col(0).Set(5, 1) },

		"sumlog/shared: At(4, 2): array already closed":  func() { closed.At(4, 2) },
		"sumlog/shared: Set(0, 0): array already closed": func() { closed.Set(0, 0, 1) },
		"sumlog/shared: Row(0): array already closed":    func() { closed.Row(0) },
		"sumlog/shared: Row(1): array already closed":    func() { empty.Row(1) },
		"sumlog/shared: Col(2): array already closed":    func() { closed.Col(2) },
		"sumlog/shared: Data: array already closed":      func() { closed.Data() },

		"sumlog/shared: New(-1, 3): negative size":                      func() { _, _ = New[int8](-1, 3) },
		"sumlog/shared: New(3, -1): negative size":                      func() { _, _ = New[int8](3, -1) },
		"sumlog/shared: New(-2, -2): negative size":                     func() { _, _ = New[int8](-2, -2) },
		"sumlog/shared: NewVector(-1): negative size":                   func() { _, _ = NewVector[int8](-1) },
		"sumlog/shared: From(-1, -2): negative size":                    func() { _, _ = From(-1, -2, []int8{1, 2}) },
		"sumlog/shared: WithOrder(Order(2)): want RowMajor or ColMajor": func() { WithOrder(2) },
		"sumlog/shared: From(2, 3): data has 5 elements, want 2 × 3":    func() { _, _ = From(2, 3, make([]int8, 5)) },
		"sumlog/shared: From(2, 3): data has 7 elements, want 2 × 3":    func() { _, _ = From(2, 3, make([]int8, 7)) },
		"sumlog/shared: From(0, 3): data has 1 elements, want 0 × 3":    func() { _, _ = From(0, 3, make([]int8, 1)) },
		"sumlog/shared: Release: array is not retained":                 a.Release,
	} {
		assert.Equal(t, want, panicText(call))
	}
	assert.Zero(t, a.Data()[0], "a refused Set wrote")
	for _, v := range append(a.Data(), f.Data()...) {
		assert.Zero(t, v, "a refused Set wrote")
	}

	const big = 1 << (bits.UintSize / 2) // big·big wraps around to 0
	assert.Equal(t, fmt.Sprintf("sumlog/shared: From(%d, %d): data has 0 elements, want %[1]d × %[1]d", big, big),
		panicText(func() { _, _ = From[int8](big, big, nil) }))
}

func TestTooLarge(t *testing.T) {
	const huge = math.MaxInt
	const big = 1 << (bits.UintSize / 2)
	_, err := New[float64](huge, 1)
	require.ErrorIs(t, err, ErrTooLarge)
	require.EqualError(t, err, fmt.Sprintf(
		"sumlog/shared: New(%d, 1): elements of 8 bytes: too large for the address space", huge))

	for _, shape := range [][2]int{{huge, huge}, {huge, 2}, {2, huge}, {big, big}, {huge/8 + 1, 1}, {1, huge/8 + 1}} {
		_, err := New[float64](shape[0], shape[1])
		assert.ErrorIs(t, err, ErrTooLarge, "%v", shape)
		_, err = New[float64](shape[0], shape[1], WithOrder(ColMajor))
		assert.ErrorIs(t, err, ErrTooLarge, "%v", shape)
	}
	_, err = NewVector[int16](huge)
	require.EqualError(t, err, fmt.Sprintf(
		"sumlog/shared: NewVector(%d): elements of 2 bytes: too large for the address space", huge))

	if bits.UintSize == 32 {
		return // such machines may well have what an int counts
	}
	for _, n := range []int{huge, huge - 64, huge / 2} {
		_, err := New[int8](n, 1)
		require.ErrorContains(t, err, fmt.Sprintf("sumlog/shared: New(%d, 1): %[1]d bytes: ", n))
		_, err = NewVector[int8](n)
		require.ErrorContains(t, err, fmt.Sprintf("sumlog/shared: NewVector(%d): %[1]d bytes: ", n))
	}
}

package shared

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

var sink float64

func benchmarkArray(b *testing.B, n int, opts ...Option) *Array[float64] {
	a, err := New[float64](n/4, 4, opts...)
	require.NoError(b, err)
	b.Cleanup(func() { require.NoError(b, a.Close()) })
	for i := range a.Data() {
		a.Data()[i] = float64(i)
	}
	return a
}

// BenchmarkNew opens and closes arrays without touching their elements.
func BenchmarkNew(b *testing.B) {
	for _, n := range []int{64, 1 << 16, 1 << 20} {
		b.Run(fmt.Sprintf("type=float64/n=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				a, err := NewVector[float64](n)
				if err != nil || a.Close() != nil {
					b.Fatal("cannot open and close an array")
				}
			}
		})
	}
}

// BenchmarkFrom opens, fills and closes arrays, so it pays for their pages.
func BenchmarkFrom(b *testing.B) {
	for _, n := range []int{64, 1 << 16, 1 << 20} {
		b.Run(fmt.Sprintf("type=float64/n=%d", n), func(b *testing.B) {
			data := make([]float64, n)
			b.SetBytes(int64(n) * 8)
			for b.Loop() {
				a, err := From(n, 1, data)
				if err != nil || a.Close() != nil {
					b.Fatal("cannot open and close an array")
				}
			}
		})
	}
}

// BenchmarkSum adds the elements of an array of four columns up, by every way to
// read them. The additions wait for one another, unlike those of BenchmarkFill's
// stores, so that part of an accessor's cost hides behind them.
func BenchmarkSum(b *testing.B) {
	const n = 1 << 12
	for _, way := range []struct {
		name string
		sum  func(a *Array[float64]) float64
	}{
		{"Data", func(a *Array[float64]) (s float64) {
			for _, v := range a.Data() {
				s += v
			}
			return s
		}},
		{"At", func(a *Array[float64]) (s float64) {
			for r := range a.Rows() {
				for c := range a.Cols() {
					s += a.At(r, c)
				}
			}
			return s
		}},
		{"Row.At", func(a *Array[float64]) (s float64) {
			for r := range a.Rows() {
				row := a.Row(r)
				for c := range row.Len() {
					s += row.At(c)
				}
			}
			return s
		}},
		{"Row.Slice", func(a *Array[float64]) (s float64) {
			for r := range a.Rows() {
				row, _ := a.Row(r).Slice()
				for _, v := range row {
					s += v
				}
			}
			return s
		}},
		{"Col.At", func(a *Array[float64]) (s float64) {
			for c := range a.Cols() {
				col := a.Col(c)
				for r := range col.Len() {
					s += col.At(r)
				}
			}
			return s
		}},
	} {
		b.Run(fmt.Sprintf("way=%s/n=%d", way.name, n), func(b *testing.B) {
			a := benchmarkArray(b, n)
			b.SetBytes(n * 8)
			for b.Loop() {
				sink = way.sum(a)
			}
		})
	}
}

// BenchmarkFill stores into every element.
func BenchmarkFill(b *testing.B) {
	const n = 1 << 12
	for _, way := range []struct {
		name string
		fill func(a *Array[float64], v float64)
	}{
		{"Data", func(a *Array[float64], v float64) {
			data := a.Data()
			for i := range data {
				data[i] = v
			}
		}},
		{"Set", func(a *Array[float64], v float64) {
			for r := range a.Rows() {
				for c := range a.Cols() {
					a.Set(r, c, v)
				}
			}
		}},
		{"Col.Set", func(a *Array[float64], v float64) {
			for c := range a.Cols() {
				col := a.Col(c)
				for r := range col.Len() {
					col.Set(r, v)
				}
			}
		}},
	} {
		b.Run(fmt.Sprintf("way=%s/n=%d", way.name, n), func(b *testing.B) {
			a := benchmarkArray(b, n)
			b.SetBytes(n * 8)
			for b.Loop() {
				way.fill(a, 1)
			}
		})
	}
}

// BenchmarkRetain is what an operation pays to hold its array.
func BenchmarkRetain(b *testing.B) {
	a := benchmarkArray(b, 64)
	for b.Loop() {
		if a.Retain() == nil {
			a.Release()
		}
	}
}

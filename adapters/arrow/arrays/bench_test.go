package arrays

import (
	"context"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/stretchr/testify/require"

	"sumlog"
	"sumlog/adapters/arrow/internal/arrowtest"
)

var benchNulls = []struct {
	name  string
	share float64
}{{"none", 0}, {"1percent", 0.01}, {"10percent", 0.1}, {"half", 0.5}}

// probabilities returns n positive numbers below 1, nulls in that share.
func probabilities(n int, nulls float64) *array.Float64 {
	r := rand.New(rand.NewPCG(1, 2))
	b := array.NewFloat64Builder(memory.DefaultAllocator)
	defer b.Release()
	b.Reserve(n)
	for range n {
		if r.Float64() < nulls {
			b.AppendNull()
		} else {
			b.Append(1 - r.Float64())
		}
	}
	return b.NewFloat64Array()
}

// The times of an array and of a slice of its values.
func BenchmarkSumLog(b *testing.B) {
	for _, n := range []int{100, 10_000, 1_000_000} {
		for _, nulls := range benchNulls {
			x := probabilities(n, nulls.share)
			b.Run("n="+strconv.Itoa(n)+"/nulls="+nulls.name, func(b *testing.B) {
				b.SetBytes(int64(8 * n))
				for b.Loop() {
					_, err := SumLog(context.Background(), x)
					require.NoError(b, err)
				}
			})
		}
		values := probabilities(n, 0).Float64Values()
		b.Run("n="+strconv.Itoa(n)+"/slice", func(b *testing.B) {
			b.SetBytes(int64(8 * n))
			for b.Loop() {
				sumlog.SumLog(values)
			}
		})
	}
}

func BenchmarkLog(b *testing.B) {
	const n = 1_000_000
	for _, nulls := range benchNulls {
		x := probabilities(n, nulls.share)
		b.Run("nulls="+nulls.name, func(b *testing.B) {
			b.SetBytes(8 * n)
			for b.Loop() {
				a, err := Log(context.Background(), memory.DefaultAllocator, x)
				require.NoError(b, err)
				a.Release()
			}
		})
	}
}

func BenchmarkSumLogTypes(b *testing.B) {
	r := rand.New(rand.NewPCG(3, 4))
	const n = 1_000_000
	for _, t := range []arrow.DataType{arrow.PrimitiveTypes.Float32, arrow.PrimitiveTypes.Int32} {
		for _, nulls := range benchNulls {
			x := arrowtest.Random(r, t, n, nulls.share, 0)
			b.Run(t.Name()+"/nulls="+nulls.name, func(b *testing.B) {
				b.SetBytes(8 * n)
				for b.Loop() {
					_, err := SumLog(context.Background(), x)
					require.NoError(b, err)
				}
			})
		}
	}
}

package parquet

import (
	"math/rand/v2"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/stretchr/testify/require"

	"sumlog/adapters/arrow/internal/arrowtest"
	"sumlog/kernel"
)

// The times of summing a column and of only decoding it, by the same code.
func BenchmarkSumLog(b *testing.B) {
	const n = 4 << 20
	for _, nulls := range []struct {
		name  string
		share float64
	}{{"none", 0}, {"10percent", 0.1}} {
		x := arrowtest.Random(
			rand.New(rand.NewPCG(1, 2)), arrow.PrimitiveTypes.Float64, n, nulls.share, 0)
		f := open(b, encode(b, x, 1<<20, parquet.WithDictionaryDefault(false)))
		for name, product := range map[string]func(x []float64) kernel.Product{
			"sum": product, "decode": func([]float64) (p kernel.Product) { return p },
		} {
			c := column{file: f, numbersOf: numbersOf(f.MetaData().Schema.Column(0)), product: product}
			b.Run("nulls="+nulls.name+"/"+name, func(b *testing.B) {
				b.SetBytes(8 * n)
				for b.Loop() {
					_, err := c.sumLog(b.Context())
					require.NoError(b, err)
				}
			})
		}
	}
}

package kernel_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sumlog/internal/operations"
	"sumlog/kernel"
)

// compareSums compares the product of x and its logarithm with the specification's.
func compareSums(t *testing.T, c *comparison, x []float64) {
	t.Helper()
	for _, o := range []*operations.Operation{operations.Find("SumLog"), operations.Find("Product")} {
		results, _ := o.Lengths(len(x), 0)
		var dst [8]float64
		c.check(t, o, &operations.Args{Dst: dst[:results], In: [3][]float64{x}}, 0)
	}
}

// TestSumLogPositions puts each value that leaves the fast path, or nearly does,
// at every position of a block, alone and twice.
func TestSumLogPositions(t *testing.T) {
	odd := []float64{
		0, math.Copysign(0, -1), -1, math.Inf(1), math.Inf(-1), math.NaN(), math.SmallestNonzeroFloat64, -math.SmallestNonzeroFloat64,
		0x1p-1022, 0x1.fffffffffffffp-1023, 0x1p-48, 0x1.fffffffffffffp-49, 0x1p-600, 0x1p-450, 0x1p600, 0x1p1000, math.MaxFloat64, 0x1p-47, 2, 0.5,
	}
	r := rand.New(rand.NewPCG(6, 6))
	c := vectors(t)
	lengths := []int{1, 33, 64, 200, 1100}
	if testing.Short() {
		lengths = lengths[:4]
	}
	for _, n := range lengths {
		x := make([]float64, n)
		for i := range x {
			x[i] = 0.5 + r.Float64()
		}
		for i := range x {
			keep := x[i]
			for k, v := range odd {
				x[i] = v
				compareSums(t, c, x)
				j := (i + 32*(k%3)) % n // often the same lane
				other := x[j]
				x[j] = odd[(k+i)%len(odd)]
				compareSums(t, c, x)
				x[j] = other
			}
			x[i] = keep
		}
	}
}

func TestSumLogPanics(t *testing.T) {
	s := make([]float64, 12)
	for want, call := range map[string]func(isa kernel.ISA){
		"sumlog/kernel: SumLogRows: cols = 0, want 1 or more":                                        func(isa kernel.ISA) { kernel.SumLogRows(isa, s[:1], s[1:], 0) },
		"sumlog/kernel: SumLogRows: len(x) = 6, want len(dst)·cols = 2·4":                            func(isa kernel.ISA) { kernel.SumLogRows(isa, s[:2], s[2:8], 4) },
		"sumlog/kernel: SumLogRows: len(x) = 7, want len(dst)·cols = 2·3":                            func(isa kernel.ISA) { kernel.SumLogRows(isa, s[:2], s[2:9], 3) },
		"sumlog/kernel: SumLogRows: dst begins 8 bytes from x and overlaps its 4 elements in part":   func(isa kernel.ISA) { kernel.SumLogRows(isa, s[1:3], s[:4], 2) },
		"sumlog/kernel: SumLogRows: dst begins -8 bytes from x and overlaps its 10 elements in part": func(isa kernel.ISA) { kernel.SumLogRows(isa, s[1:6], s[2:12], 2) },
		"sumlog/kernel: SumLogRows: dst begins 0 bytes from x and overlaps its 4 elements in part":   func(isa kernel.ISA) { kernel.SumLogRows(isa, s[:2], s[:4], 2) },
		"sumlog/kernel: SumLogRowsStrided: stride = 3, cols = 4":                                     func(isa kernel.ISA) { kernel.SumLogRowsStrided(isa, s[:2], s[2:], 4, 3) },
		"sumlog/kernel: SumLogRowsStrided: len(x) = 6, want (len(dst)-1)·stride + cols = (2-1)·5 + 2": func(isa kernel.ISA) {
			kernel.SumLogRowsStrided(isa, s[:2], s[2:8], 2, 5)
		},
		"sumlog/kernel: SumLogRowsStrided: cols = 0, want 1 or more": func(isa kernel.ISA) { kernel.SumLogRowsStrided(isa, nil, nil, 0, 5) },
	} {
		for _, isa := range kernel.Supported() {
			assert.PanicsWithValue(t, want, func() { call(isa) })
		}
	}
}

// Parts of whole blocks merge to the bits of the whole.
func TestProductMerges(t *testing.T) {
	x := make([]float64, 5*4096+100)
	r := rand.New(rand.NewPCG(8, 8))
	for i := range x {
		x[i] = r.Float64()
	}
	want := kernel.SumLog(kernel.Generic, x)
	for _, isa := range kernel.Supported() {
		for cut := 0; cut <= len(x); cut += 4096 {
			var p, q kernel.Product
			p.Add(isa, x[:cut])
			q.Add(isa, x[cut:])
			data, err := q.MarshalBinary()
			require.NoError(t, err)
			var sent kernel.Product
			require.NoError(t, sent.UnmarshalBinary(data))
			p.Merge(sent)
			assert.Equal(t, want, p.Log(), "%v, cut at %d", isa, cut)
		}
	}
	var empty kernel.Product
	assert.Equal(t, uint64(0), math.Float64bits(empty.Log()))
}

func TestProductBinary(t *testing.T) {
	var p kernel.Product
	p.Add(kernel.Generic, []float64{3, 5, 0})
	good, err := p.AppendBinary([]byte("x"))
	require.NoError(t, err)
	good = good[1:]
	var q kernel.Product
	require.NoError(t, q.UnmarshalBinary(good))
	assert.Equal(t, p, q)
	assert.Equal(t, math.Inf(-1), q.Log())
	for name, change := range map[string]func(b []byte) []byte{
		"short":       func(b []byte) []byte { return b[:len(b)-1] },
		"long":        func(b []byte) []byte { return append(b, 0) },
		"version":     func(b []byte) []byte { b[0] = 2; return b },
		"flags":       func(b []byte) []byte { b[1] = 8; return b },
		"significand": func(b []byte) []byte { b[2] = 0x40; return b },
		"exponent":    func(b []byte) []byte { b[18] = 0x7f; return b },
		"error":       func(b []byte) []byte { b[10] = 0x7f; return b },
	} {
		was := q
		err := q.UnmarshalBinary(change(append([]byte{}, good...)))
		assert.ErrorIs(t, err, kernel.ErrProduct, name)
		assert.Equal(t, was, q, "left alone")
	}
}

func ExampleProduct() {
	var first, second kernel.Product
	first.Add(kernel.Best(), []float64{0x1p-1000, 0x1p-1000})
	second.Add(kernel.Best(), []float64{0x1p1000, 3 * 0x1p1000})
	first.Merge(second)
	fmt.Println(first.Log()) // ln 3, correctly rounded
	// Output: 1.0986122886681098
}

// TestProductMul multiplies factors one by one, in each way.
func TestProductMul(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	for _, isa := range kernel.Supported() {
		for range 200 {
			var byMul, byAdd kernel.Product
			for range 1 + r.IntN(20) {
				x := 1 + r.Float64()
				switch r.IntN(20) {
				case 0:
					x = operations.Special[r.IntN(len(operations.Special))]
				case 1:
					x = math.Float64frombits(r.Uint64())
				}
				byMul.Mul(x)
				byAdd.Add(isa, []float64{x})
				require.Equal(t, byAdd, byMul, "%v, factor %x", isa, x)
			}
		}
	}
	var p kernel.Product
	p.Mul(2)
	p.Mul(0.5)
	require.Equal(t, kernel.Product{}, p)
}

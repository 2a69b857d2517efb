package kernel_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sumlog/kernel"
)

// TestSumLogSameBits sweeps lengths over values of every kind, most of which
// leave the fast path somewhere.
func TestSumLogSameBits(t *testing.T) {
	kinds := map[string]func(r *rand.Rand) float64{
		"uniform":     func(r *rand.Rand) float64 { return r.Float64() },
		"near 1":      func(r *rand.Rand) float64 { return 1 + 1e-6*r.Float64() },
		"likelihoods": func(r *rand.Rand) float64 { return math.Exp(-200 * r.Float64()) },
		"any":         func(r *rand.Rand) float64 { return math.Float64frombits(r.Uint64() >> 1 % 0x7FF0000000000000) },
		"large":       func(r *rand.Rand) float64 { return math.Exp(400 * r.Float64()) },
		"some":        func(r *rand.Rand) float64 { return []float64{0.5, 2, 0x1p-48, 0x1p-49, 3, 1e-300, 1e300}[r.IntN(7)] },
	}
	for name, kind := range kinds {
		t.Run(name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(4, 4))
			all := make([]float64, 20_000)
			for i := range all {
				all[i] = kind(r)
			}
			for n := range 300 {
				compareSums(t, all[n%7:n%7+n])
			}
			for _, n := range []int{511, 512, 513, 1023, 1025, 4032, 4095, 4096, 4097, 8191, 8192, 8193, 19_990} {
				compareSums(t, all[n%5:n%5+n])
			}
		})
	}
}

func compareSums(t *testing.T, x []float64) {
	t.Helper()
	want := kernel.SumLog(kernel.Generic, x)
	for _, isa := range kernel.Supported()[1:] {
		requireSameBits(t, []float64{want}, []float64{kernel.SumLog(isa, x)}, []float64{float64(len(x))})
		var p, q kernel.Product
		p.Add(kernel.Generic, x)
		q.Add(isa, x)
		require.Equal(t, p, q, "n = %d", len(x)) // not only its logarithm
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
				compareSums(t, x)
				j := (i + 32*(k%3)) % n // often the same lane
				other := x[j]
				x[j] = odd[(k+i)%len(odd)]
				compareSums(t, x)
				x[j] = other
			}
			x[i] = keep
		}
	}
}

func TestSumLogRowsAreSums(t *testing.T) {
	for _, isa := range kernel.Supported() {
		for _, cols := range []int{1, 2, 3, 7, 8, 31, 32, 33, 64, 100, 5000} {
			for _, rows := range []int{0, 1, 2, 3, 4, 5, 8, 13} {
				x := inputs(rows*cols, uint64(cols))
				dst := make([]float64, rows)
				kernel.SumLogRows(isa, dst, x, cols)
				for r := range dst {
					want := kernel.SumLog(kernel.Generic, x[r*cols:(r+1)*cols])
					requireSameBits(t, []float64{want}, dst[r:r+1], x[r*cols:r*cols+1])
				}
			}
		}
		x := inputs(77, 1)
		want := make([]float64, 77)
		kernel.SumLogRows(kernel.Generic, want, x, 1)
		kernel.SumLogRows(isa, x, x, 1) // in place
		requireSameBits(t, want, x, x)
	}
}

// Rows without special values, some of whose sums are next to 0: there the error of
// the product, and its square, are most of the answer.
func TestSumLogRowsNearZero(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	for name, kind := range map[string]func(i int, before float64) float64{
		"uniform":    func(int, float64) float64 { return 0.5 + r.Float64() },
		"near 1":     func(int, float64) float64 { return 1 + 1e-9*(r.Float64()-0.5) },
		"reciprocal": func(i int, before float64) float64 { return []float64{math.Exp(r.Float64()), 1 / before}[i%2] },
	} {
		for cols := 1; cols <= 530; cols += 1 + cols/40 {
			const rows = 38
			x := make([]float64, rows*cols)
			for i := range x {
				x[i] = kind(i, x[max(i-1, 0)])
			}
			want, got := make([]float64, rows), make([]float64, rows)
			kernel.SumLogRows(kernel.Generic, want, x, cols)
			for _, isa := range kernel.Supported()[1:] {
				kernel.SumLogRows(isa, got, x, cols)
				requireEqual(t, want, got, "%v: %s, rows of %d", isa, name, cols)
			}
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

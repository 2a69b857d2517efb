package kernel_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog/internal/operations"
	"sumlog/kernel"
)

// Columns have the bits of SumLog, for every number of them and of rows, where rows lie apart, with
// and without what is behind the last one.
func TestColumnsHaveSumLogsBits(t *testing.T) {
	most := 260_000
	if testing.Short() {
		most = 40_000
	}
	for _, kind := range operations.Find("SumLogColumns").Kinds {
		x := operations.Find("SumLogColumns").Draw(kind, most, 21)[0]
		for _, rows := range []int{0, 1, 2, 7, 8, 9, 15, 16, 17, 31, 64, 65, 130, 256, 257, 261, 300, 512, 600, 4095, 4096, 4097, 8200} {
			for _, cols := range []int{1, 2, 3, 4, 5, 7, 8, 9, 17, 31, 63, 64, 65, 130, 300} {
				for _, stride := range []int{cols, cols + 1, cols + 13} {
					if rows*stride > most {
						continue
					}
					requireColumns(t, x[:rows*stride], rows, cols, stride, kind.Name)
				}
			}
		}
	}
}

// requireColumns compares the columns of x with and without what is behind the last one.
func requireColumns(t *testing.T, x []float64, rows, cols, stride int, kind string) {
	t.Helper()
	want, got := make([]float64, cols), make([]float64, cols)
	column := make([]float64, rows)
	for c := range want {
		for r := range column {
			column[r] = x[r*stride+c]
		}
		want[c] = kernel.SumLog(kernel.Best(), column) // whose bits are those of all
	}
	for _, isa := range kernel.Supported()[1:] {
		for _, end := range []int{rows * stride, max(0, (rows-1)*stride+cols)} {
			kernel.SumLogColumns(isa, got, x[:end], stride)
			if c := operations.Differing(want, got); c >= 0 {
				require.Failf(t, "different bits", "%s, %v: column %d of %d, %d rows, stride %d: want %x, got %x",
					kind, isa, c, cols, rows, stride, want[c], got[c])
			}
		}
	}
}

// A product has the bits that Add of its column leaves, whatever it was before.
func TestMulColumnsHasAddsBits(t *testing.T) {
	for _, kind := range operations.Find("SumLogColumns").Kinds {
		x := operations.Find("SumLogColumns").Draw(kind, 9*20_000, 22)[0]
		for _, rows := range []int{1, 5, 17, 300, 4096, 4100, 20_000} {
			for _, cols := range []int{1, 3, 8, 9} {
				for _, isa := range kernel.Supported() {
					got, want := make([]kernel.Product, cols), make([]kernel.Product, cols)
					for c := range want {
						got[c].Mul(float64(c) + 1.5)
						want[c].Mul(float64(c) + 1.5)
						column := make([]float64, rows)
						for r := range column {
							column[r] = x[r*9+c]
						}
						want[c].Add(isa, column)
					}
					kernel.MulColumns(isa, got, x[:(rows-1)*9+cols], 9)
					require.Equal(t, want, got, "%s, %v: %d columns of %d rows", kind.Name, isa, cols, rows)
				}
			}
		}
	}
}

func TestSumLogColumnsPanics(t *testing.T) {
	s := make([]float64, 12)
	for want, call := range map[string]func(isa kernel.ISA){
		"sumlog/kernel: SumLogColumns: stride = 2, len(dst) = 3":                                         func(isa kernel.ISA) { kernel.SumLogColumns(isa, s[:3], s[3:9], 2) },
		"sumlog/kernel: SumLogColumns: len(x) = 7, want rows·stride = 1·5 and none or len(dst) = 3 more": func(isa kernel.ISA) { kernel.SumLogColumns(isa, s[:3], s[3:10], 5) },
		"sumlog/kernel: SumLogColumns: dst begins -8 bytes from x and overlaps its 6 elements in part":   func(isa kernel.ISA) { kernel.SumLogColumns(isa, s[:3], s[1:7], 3) },
	} {
		for _, isa := range kernel.Supported() {
			require.PanicsWithValue(t, want, func() { call(isa) })
		}
	}
	for want, call := range map[string]func(isa kernel.ISA){
		"sumlog/kernel: MulColumns: stride = 2, len(products) = 3":                                         func(isa kernel.ISA) { kernel.MulColumns(isa, make([]kernel.Product, 3), s[:6], 2) },
		"sumlog/kernel: MulColumns: len(x) = 7, want rows·stride = 1·5 and none or len(products) = 3 more": func(isa kernel.ISA) { kernel.MulColumns(isa, make([]kernel.Product, 3), s[:7], 5) },
	} {
		for _, isa := range kernel.Supported() {
			require.PanicsWithValue(t, want, func() { call(isa) })
		}
	}
	for _, isa := range kernel.Supported() {
		kernel.SumLogColumns(isa, nil, s, 0)
		kernel.MulColumns(isa, nil, s, 0)
	}
}

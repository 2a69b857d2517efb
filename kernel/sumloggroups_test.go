package kernel_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog/internal/operations"
	"sumlog/kernel"
)

// Groups of every length have the bits of SumLog, whatever their neighbours: alone, in whole
// batches, with shorter and longer ones between them, away from both ends of x, and with factors
// that leave the fast path.
func TestGroupsHaveSumLogsBits(t *testing.T) {
	const most = 70 * 230
	r := rand.New(rand.NewPCG(17, 3))
	for _, kind := range operations.Find("SumLogGroups").Kinds {
		x := operations.Find("SumLogGroups").Draw(kind, most, 9)[0]
		for length := range 140 {
			for _, count := range []int{1, 3, 4, 7, 33, 70} {
				offsets := []int{r.IntN(9)}
				for i := range count {
					n := length
					if i%3 == 1 && length%2 == 1 {
						n = r.IntN(80)
					}
					offsets = append(offsets, offsets[i]+n)
				}
				requireGroups(t, x[:offsets[count]+r.IntN(9)], offsets, kind.Name)
			}
		}
		for _, n := range []int{4095, 4096, 4097, 9000} {
			requireGroups(t, x, []int{2, 4, 4 + n, 6 + n, 6 + n, 13 + n}, kind.Name)
		}
	}
}

// Factors that are large enough for the fast path can have a product that is not, of more of them
// than a lane has.
func TestProductsOfSmallFactors(t *testing.T) {
	r := rand.New(rand.NewPCG(17, 4))
	for _, least := range []float64{0x1p-48, 0x1p-30, 0x1p-25} {
		x := make([]float64, 40*32)
		for i := range x {
			x[i] = least * (1 + r.Float64())
		}
		for cols := 1; cols <= 34; cols++ {
			offsets := []int{0}
			for i := range 40 * 32 / cols {
				offsets = append(offsets, (i+1)*cols)
			}
			requireGroups(t, x, offsets, "small factors")
			n := len(offsets) - 1
			dst := make([]float64, n)
			for _, isa := range kernel.Supported() {
				kernel.SumLogRows(isa, dst, x[:n*cols], cols)
				for i, got := range dst {
					require.Equal(t, kernel.SumLog(isa, x[i*cols:(i+1)*cols]), got, "%v: row of %d", isa, cols)
				}
			}
		}
	}
}

func requireGroups(t *testing.T, x []float64, offsets []int, kind string) {
	t.Helper()
	dst := make([]float64, len(offsets)-1)
	for _, isa := range kernel.Supported() {
		kernel.SumLogGroups(isa, dst, x, offsets)
		for i, got := range dst {
			want := kernel.SumLog(isa, x[offsets[i]:offsets[i+1]])
			if !same(want, got) {
				require.Failf(t, "different bits", "%s, %v: group %d of %v: want %x, got %x",
					kind, isa, i, offsets, want, got)
			}
		}
	}
}

func TestSumLogGroupsPanics(t *testing.T) {
	s := make([]float64, 12)
	for want, call := range map[string]func(isa kernel.ISA){
		"sumlog/kernel: SumLogGroups: len(offsets) = 2, want len(dst)+1 = 2+1":                         func(isa kernel.ISA) { kernel.SumLogGroups(isa, s[:2], s[2:], []int{0, 1}) },
		"sumlog/kernel: SumLogGroups: len(offsets) = 0, want len(dst)+1 = 0+1":                         func(isa kernel.ISA) { kernel.SumLogGroups(isa, nil, s[2:], nil) },
		"sumlog/kernel: SumLogGroups: offsets[0] = -1, want 0 or more":                                 func(isa kernel.ISA) { kernel.SumLogGroups(isa, s[:2], s[2:], []int{-1, 0, 1}) },
		"sumlog/kernel: SumLogGroups: offsets[1] = 3, offsets[2] = 2, want no less":                    func(isa kernel.ISA) { kernel.SumLogGroups(isa, s[:2], s[2:], []int{0, 3, 2}) },
		"sumlog/kernel: SumLogGroups: offsets[2] = 11, len(x) = 10":                                    func(isa kernel.ISA) { kernel.SumLogGroups(isa, s[:2], s[2:], []int{0, 3, 11}) },
		"sumlog/kernel: SumLogGroups: dst begins -8 bytes from x and overlaps its 11 elements in part": func(isa kernel.ISA) { kernel.SumLogGroups(isa, s[:2], s[1:], []int{0, 1, 2}) },
	} {
		for _, isa := range kernel.Supported() {
			require.PanicsWithValue(t, want, func() { call(isa) })
		}
	}
}

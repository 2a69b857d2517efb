package kernel_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog/internal/generic"
	"sumlog/internal/operations"
	"sumlog/kernel"
)

// rowOperations are those of which vector code takes several rows at once.
var rowOperations = []struct {
	name   string
	kernel func(isa kernel.ISA, dst, x []float64, cols int)
	spec   func(dst, x []float64, cols int)
	perRow bool // a result a row
}{
	{"LogSumExpRows", kernel.LogSumExpRows, generic.LogSumExpRows, true},
	{"Softmax", kernel.Softmax, generic.Softmax, false},
	{"LogSoftmax", kernel.LogSoftmax, generic.LogSoftmax, false},
}

// sameRows compares the operations on rows with their specification.
func sameRows(t *testing.T, x []float64, cols int) {
	t.Helper()
	for _, o := range rowOperations {
		n := len(x)
		if o.perRow {
			n /= cols
		}
		want, got := make([]float64, n), make([]float64, n)
		o.spec(want, x, cols)
		for _, isa := range kernel.Supported() {
			o.kernel(isa, got, x, cols)
			if i := operations.Differing(want, got); i >= 0 {
				require.Failf(t, "bits", "%s, %v, %d columns: element %d of %d is %v, want %v",
					o.name, isa, cols, i, n, got[i], want[i])
			}
		}
	}
}

// sameDotRows compares DotLogRows with its specification.
func sameDotRows(t *testing.T, w, x []float64, cols int) {
	t.Helper()
	n := len(x) / cols
	want, got := make([]float64, n), make([]float64, n)
	generic.DotLogRows(want, w, x, cols)
	for _, isa := range kernel.Supported() {
		kernel.DotLogRows(isa, got, w, x, cols)
		if i := operations.Differing(want, got); i >= 0 {
			require.Failf(t, "bits", "DotLogRows, %v, %d columns: element %d of %d is %v, want %v",
				isa, cols, i, n, got[i], want[i])
		}
	}
}

// Every length of a row that vector code takes, and numbers of rows that fill vectors and blocks,
// and that do not.
func TestRowsOfAllLengths(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for cols := 2; cols <= generic.MaxLaneRow+1; cols++ {
		for _, rows := range []int{2, 3, 4, 5, 7, 8, 9, 16, 63, 64, 65, 71, 72, 79} {
			if testing.Short() && rows > 9 && (rows+cols)%7 > 0 {
				continue
			}
			x, w, y := make([]float64, rows*cols), make([]float64, rows*cols), make([]float64, rows*cols)
			for i := range x {
				x[i] = 30*r.Float64() - 20
				w[i], y[i] = r.Float64(), r.Float64()
			}
			w[r.IntN(len(w))] *= -4 // some rows cancel
			y[r.IntN(len(y))] = 0
			sameRows(t, x, cols)
			sameDotRows(t, w, y, cols)
		}
	}
}

// TestLeadingTerm is of rows in which one term outweighs the others to its last bit, which makes
// the largest element the logarithm, or just not.
func TestLeadingTerm(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, cols := range []int{2, 8, 17, 33} {
		x := make([]float64, 400*cols)
		for i := range x {
			x[i] = math.Inf(-1)
		}
		for row := range 400 {
			in := x[row*cols:][:cols]
			in[r.IntN(cols)] = math.Ldexp(2*r.Float64()-1, r.IntN(12)-6)
			if below := r.IntN(cols); row%2 > 0 && math.IsInf(in[below], -1) {
				in[below] = generic.Largest(in) - 8 - 120*r.Float64()
			}
		}
		sameRows(t, x, cols)
		alone := make([]float64, 400)
		for _, isa := range kernel.Supported() {
			kernel.LogSumExpRows(isa, alone, x, cols)
			for row := 0; row < 400; row += 2 {
				require.Equal(t, generic.Largest(x[row*cols:][:cols]), alone[row], "%v", isa)
			}
		}
	}
}

// TestSpecialRowsAmongOthers gives special rows ordinary neighbours.
func TestSpecialRowsAmongOthers(t *testing.T) {
	special := []float64{math.NaN(), math.Inf(1), math.Inf(-1), 0x1p31, -0x1p31, 0x1p41, -0x1p41, 1e300}
	r := rand.New(rand.NewPCG(5, 6))
	for _, cols := range []int{2, 3, 5, 8, 20} {
		x := make([]float64, 300*cols)
		for i := range x {
			x[i] = 4 * r.Float64()
		}
		for row := 3; row < 300; row += 5 {
			v := special[r.IntN(len(special))]
			in := x[row*cols:][:cols]
			in[r.IntN(cols)] = v
			if row%2 > 0 {
				for c := range in {
					in[c] = v
				}
			}
		}
		sameRows(t, x, cols)
		for _, o := range rowOperations[1:] { // in place
			want := make([]float64, len(x))
			o.spec(want, x, cols)
			for _, isa := range kernel.Supported() {
				got := append([]float64(nil), x...)
				o.kernel(isa, got, got, cols)
				require.Equal(t, -1, operations.Differing(want, got), "%s, %v", o.name, isa)
			}
		}
	}
}

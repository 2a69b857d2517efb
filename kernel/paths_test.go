package kernel

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog/internal/generic"
)

// The tests of the exported functions cannot see which path a sum took: the slow one answers
// where the fast one gives up, with the same bits. Here each is alone, and the fast one must
// give up where its doc comment says so, and nowhere else.

// edges are factors with which a lane whose others are a little above 1 stays on the
// fast path, or leaves it; twice means that a lane needs two of them.
var edges = []struct {
	x          float64
	twice, raw bool
}{
	{x: 0x1p-48, raw: true},
	{x: math.Nextafter(0x1p-48, 0)},
	{x: 0x1p-1022},
	{x: 0x1p1000, raw: true},
	{x: 0x1p600, twice: true},
	{x: 0x1p511, twice: true, raw: true},
	{x: 0x1p512, twice: true},
	{x: 0x1p1022, raw: true},
	{x: 0x1p1023},
	{x: math.MaxFloat64},
	{x: 0},
	{x: math.Copysign(0, -1)},
	{x: -1},
	{x: math.SmallestNonzeroFloat64},
	{x: math.Nextafter(0x1p-1022, 0)},
	{x: -0x1p-1022},
	{x: math.Inf(1)},
	{x: math.Inf(-1)},
	{x: math.NaN()},
}

// nearOne returns n factors a little above 1.
func nearOne(n int) []float64 {
	r := rand.New(rand.NewPCG(1, uint64(n)))
	x := make([]float64, n)
	for i := range x {
		x[i] = 1 + 0x1p-10*r.Float64()
	}
	return x
}

// atEdges calls f for x with each edge at each position, or, in a short test of a long x, at
// every seventh, which meets each lane.
func atEdges(x []float64, f func(x []float64, raw bool)) {
	step := 1
	if testing.Short() && len(x) > 7*generic.Width {
		step = 7
	}
	for i := 0; i < len(x); i += step {
		j := i ^ generic.Width // in the same lane, and normalised together
		if j >= len(x) {
			j = i
		}
		mine, other := x[i], x[j]
		for _, e := range edges {
			if e.twice && j == i {
				continue
			}
			x[i] = e.x
			if e.twice {
				x[j] = e.x
			}
			f(x, e.raw)
			x[i], x[j] = mine, other
		}
	}
}

// eachAssembly runs f for every instruction set but plain Go.
func eachAssembly(t *testing.T, f func(t *testing.T, isa ISA)) {
	for _, isa := range Supported()[1:] {
		t.Run(isa.String(), func(t *testing.T) { f(t, isa) })
	}
}

func TestProductPaths(t *testing.T) {
	eachAssembly(t, func(t *testing.T, isa ISA) {
		const pair, stripe = generic.RowPair, generic.Stripe
		for _, n := range []int{
			5, pair, pair + 13, stripe, stripe + 9, stripe + pair, 2 * stripe, 2*stripe + pair,
			3*stripe + 31,
		} {
			x := nearOne(n)
			check := func(x []float64, raw bool) {
				var b generic.ProductBlock
				multiply(isa, asTheyAre, &b, x)
				want := generic.ProductOf(x)
				if fast := b.Fallback == 0; fast != raw || fast && b.Product() != want {
					require.Failf(t, "fast path", "%d factors: %v, want %v; %v, want %v; %v",
						n, fast, raw, b.Product(), want, x)
				}
				var masked generic.ProductBlock
				multiply(isa, zerosMasked, &masked, x)
				hasZero := slices.Contains(x, 0)
				if ok := masked.Fallback == 0; ok != (raw || hasZero) || ok && masked.Product() != want {
					require.Failf(t, "zeros masked", "%d factors: %v; %v, want %v; %v",
						n, ok, masked.Product(), want, x)
				}
				if !raw { // a wrong guess costs time, and no bits
					require.False(t, hasZero && b.Zeros == 0, "%d factors: %v", n, x)
				}
				require.Equal(t, want, productSplit(isa, x), "%d factors: %v", n, x)
			}
			check(x, true)
			atEdges(x, check)
		}
	})
}

// rowColumns has a row length for each plan, and those around multiples of 8.
var rowColumns = []int{
	1, 7, 8, 9, 16, 17, 23, 24, 25, 32, 33, 40, 63, 64, 72, 128, 130, 136, 184, 255, 256, 257, 264, 272,
	300, 512,
}

func TestProductRowsPath(t *testing.T) {
	eachAssembly(t, func(t *testing.T, isa ISA) {
		for _, cols := range rowColumns {
			for _, most := range []int{generic.Row8, generic.Width, 2 * generic.Width} {
				if cols <= most {
					shortRowsPath(t, isa, cols, most)
					break
				}
			}
			if cols > generic.Row8 {
				rowsPath(t, isa, cols)
			}
		}
	})
}

// onFastPath reports whether the lanes of a row, which are not normalised where it has few factors,
// stay on the fast path.
func onFastPath(row []float64, raw bool, few int) bool {
	if len(row) > few {
		return raw
	}
	product := 1.0
	for _, v := range row {
		raw = raw || v >= 0x1p1023
		product *= v
	}
	return raw && !math.IsInf(product, 1)
}

func shortRowsPath(t *testing.T, isa ISA, cols, most int) {
	t.Helper()
	n := lanesOf(isa)
	row, others, at := nearOne(cols), nearOne(n*cols+most), 0
	check := func(row []float64, raw bool) {
		at = (at + 1) % n
		x := slices.Clone(others)
		copy(x[at*cols:], row)
		dst := make([]float64, n)
		fast := rowsOnFastPath(isa, dst, rows{x, cols, cols}, most)
		require.Equal(t, onFastPath(row, raw, most), fast, "row %d: %v", at, row)
		for r, got := range dst {
			if r != at || fast {
				require.Equal(t, generic.SumLog(x[r*cols:(r+1)*cols]), got, "row %d of %d: %v", r, cols, row)
			}
		}
	}
	check(row, true)
	atEdges(row, check)
}

func rowsPath(t *testing.T, isa ISA, cols int) {
	t.Helper()
	n := lanesOf(isa) + 1 // one of which is looked at: each in turn
	plan := generic.NewRowPlan(cols, cols)
	row, others, at := nearOne(cols), nearOne(n*cols), 0
	wants := make([]generic.Product, n)
	for r := range wants {
		wants[r] = generic.ProductOf(others[r*cols : (r+1)*cols])
	}
	check := func(row []float64, raw bool) {
		raw = onFastPath(row, raw, generic.RawFactors)
		at = (at + 1) % n
		x := slices.Clone(others)
		copy(x[at*cols:], row)
		var lanes [generic.RowBlock]generic.RowLanes
		var p, e [generic.RowBlock]float64
		var exp [generic.RowBlock]int64
		multiplyRows(isa, p[:], e[:], exp[:], lanes[:], rows{x, cols, cols}, n, &plan)
		for r := range n {
			if r == at && !raw {
				if !math.IsNaN(e[r]) {
					require.Failf(t, "path", "row %d of %d elements by the fast path: %v", r, cols, row)
				}
				continue
			}
			got := generic.Merge(generic.One, generic.Product{P: 0.5 * p[r], E: 0.5 * e[r], Exp: exp[r] + 1})
			want := wants[r]
			if r == at {
				want = generic.ProductOf(row)
			}
			if got != want {
				require.Failf(t, "product", "row %d of %d elements: %v, want %v", r, cols, got, want)
			}
		}
	}
	check(row, true)
	atEdges(row, check)
}

// TestBlockPath has the fast path left alone after two blocks that left it, and tried again
// after fifteen more; meanwhile zeros are masked until that fails too.
func TestBlockPath(t *testing.T) {
	eachAssembly(t, func(t *testing.T, isa ISA) {
		ordinary, tiny, zero := nearOne(50), nearOne(50), nearOne(50)
		tiny[7], zero[7] = 0x1p-60, math.Copysign(0, -1)
		var path blockPath
		product := func(x []float64, left, again int, how factors) {
			t.Helper()
			require.Equal(t, generic.ProductOf(x), path.product(isa, x))
			require.Equal(t, blockPath{left, again, how}, path)
		}
		product(tiny, 1, 0, significands)
		product(ordinary, 0, 0, significands)
		product(tiny, 1, 0, significands)
		product(zero, 2, 15, zerosMasked)
		for again := 14; again > 7; again-- {
			product(ordinary, 2, again, zerosMasked)
		}
		product(tiny, 2, 7, significands)
		for again := 6; again >= 0; again-- {
			product(zero, 2, again, significands)
		}
		product(tiny, 3, 15, significands)
	})
}

package kernel_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog/kernel"
)

// TestOrderOfFactors multiplies the factors of small sets, whose logarithms nearly cancel, in
// thirty orders and parts each. How the product is split between P and E differs, its
// logarithm must not.
func TestOrderOfFactors(t *testing.T) {
	sets := 100_000
	if testing.Short() {
		sets = 5000
	}
	r := rand.New(rand.NewPCG(19, 1))
	isa := kernel.Best()
	different := 0
	for range sets {
		x := make([]float64, 2+r.IntN(40))
		product := 1.0
		for i := range x[1:] {
			x[i] = math.Exp(4*r.Float64() - 2)
			product *= x[i]
		}
		x[len(x)-1] = math.Exp(0.2*r.Float64()-0.1) / product
		want := kernel.SumLog(isa, x)
		for range 30 {
			r.Shuffle(len(x), func(i, j int) { x[i], x[j] = x[j], x[i] })
			if logOfParts(isa, r, x, 8) != want {
				different++
				break
			}
		}
	}
	require.Zero(t, different, "sets of %d that have more than one sum", sets)
}

// TestOrderOfParts compares the sum of a million logarithms with the sum of parts of them in
// another order, for a thousand sums near 0.
func TestOrderOfParts(t *testing.T) {
	n, sums := 1_000_000, 1000
	if testing.Short() {
		n, sums = 50_000, 500
	}
	r := rand.New(rand.NewPCG(19, 2))
	x := make([]float64, n)
	for i := range x {
		x[i] = math.Exp(r.Float64() - 0.5)
	}
	isa := kernel.Best()
	different := 0
	for range sums {
		for i := range 3 {
			x[i] = 1
		}
		rest := kernel.SumLog(isa, x)
		for i := range 3 { // the sum may be beyond what an element can take
			x[i] = math.Exp((0.2*r.Float64() - 0.1 - rest) / 3)
		}
		want := kernel.SumLog(isa, x)
		require.InDelta(t, 0, want, 0.11)
		// Runs of the factors change places.
		from, to, size := r.IntN(n/2), n/2+r.IntN(n/2), 1+r.IntN(1000)
		for i := range min(size, n-to) {
			x[from+i], x[to+i] = x[to+i], x[from+i]
		}
		if logOfParts(isa, r, x, 20_000) != want {
			different++
		}
	}
	require.Zero(t, different, "sums of %d that depend on the order", sums)
}

// logOfParts is the logarithm of the product of x, whose parts of at most the given length are
// multiplied and then merged in a random order.
func logOfParts(isa kernel.ISA, r *rand.Rand, x []float64, length int) float64 {
	var parts []kernel.Product
	for len(x) > 0 {
		n := min(len(x), 1+r.IntN(length))
		var p kernel.Product
		p.Add(isa, x[:n])
		parts = append(parts, p)
		x = x[n:]
	}
	for len(parts) > 1 {
		i := r.IntN(len(parts) - 1)
		last := len(parts) - 1
		parts[i].Merge(parts[last])
		parts = parts[:last]
	}
	return parts[0].Log()
}

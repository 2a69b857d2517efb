package generic_test

import (
	"flag"
	"math"
	"math/big"
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog/internal/exact"
	"sumlog/internal/generic"
	"sumlog/internal/operations"
)

var points = flag.Int("points", 4_000_000, "arguments of TestLogErrorBound, a tenth in short runs")

// logKinds are arguments of the logarithm, and what each is dense in is its name.
var logKinds = []struct {
	name string
	draw func(r *rand.Rand, i int) float64
}{
	{"each binade", func(r *rand.Rand, i int) float64 {
		return math.Float64frombits(max(1, uint64(i)%2047<<52|r.Uint64()>>12))
	}},
	{"subnormal", func(r *rand.Rand, _ int) float64 { return subnormal(r) }},
	{"beside 1", func(r *rand.Rand, _ int) float64 { return beside(r, 1, 48) }},
	{"from 0.93 to 1.07", func(r *rand.Rand, _ int) float64 { return 0.93 + 0.14*r.Float64() }},
	{"all cells of the table", func(r *rand.Rand, _ int) float64 { return 0.65 + 0.67*r.Float64() }},
	{"beside the bounds of the cells", func(r *rand.Rand, _ int) float64 {
		return beside(r, float64(21+2*r.IntN(11))/32, 48)
	}},
	{"where the error is largest", func(r *rand.Rand, _ int) float64 { return 1.0585 + 0.008*r.Float64() }},
	{"just above 17/16", func(r *rand.Rand, _ int) float64 { return 17./16 + 0.001*r.Float64() }},
}

// searchLog draws n arguments of all kinds, on all cores, and returns the worst. The
// arguments of a chunk depend on its number alone.
func searchLog(n int) (all worst) {
	const chunk = 1 << 14
	var next atomic.Int64
	var wg sync.WaitGroup
	var mu sync.Mutex
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			var mine worst
			x, got := make([]float64, chunk), make([]float64, chunk)
			for first := int(next.Add(chunk)) - chunk; first < n; first = int(next.Add(chunk)) - chunk {
				r := rand.New(rand.NewPCG(1, uint64(first)))
				x := x[:min(chunk, n-first)]
				for j := range x {
					i := first + j
					x[j] = logKinds[i%len(logKinds)].draw(r, i/len(logKinds))
				}
				mine.addLogs(got[:len(x)], x)
			}
			mu.Lock()
			defer mu.Unlock()
			all.merge(mine)
		})
	}
	wg.Wait()
	return all
}

// addLogs adds the errors of the logarithms of x.
func (w *worst) addLogs(got, x []float64) {
	generic.Log(got, x)
	for j, v := range x {
		w.add(operations.LogBound.OfDD(got[j], exact.LogDD(v), func() *big.Float { return exactLog(v) }), v, 0)
	}
}

func exactLog(x float64) *big.Float { return exact.Log(new(big.Float).SetPrec(128).SetFloat64(x)) }

// Four million arguments, or those of a long search:
//
//	go test ./internal/generic -run TestLogErrorBound -v -points 100000000
func TestLogErrorBound(t *testing.T) {
	n := *points
	if testing.Short() {
		n /= 10
	}
	w := searchLog(n)
	t.Log(&w)
	require.LessOrEqual(t, w.ulp, operations.LogBound.ULP)
}

// Beside 1 the logarithm is next to 0, and every number counts.
func TestLogBesideOne(t *testing.T) {
	x := []float64{math.SmallestNonzeroFloat64, 0x1p-1022, 0x1.fffffffffffffp-1023, math.MaxFloat64}
	for i := range uint64(1 << 15) {
		x = append(x, math.Float64frombits(generic.OneBits-i), math.Float64frombits(generic.OneBits+i))
	}
	var w worst
	w.addLogs(make([]float64, len(x)), x)
	t.Log(&w)
	require.LessOrEqual(t, w.ulp, operations.LogBound.ULP)
}

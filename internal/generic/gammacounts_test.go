package generic_test

import (
	"math"
	"math/rand/v2"
	"runtime"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sumlog/internal/exact"
	"sumlog/internal/generic"
)

// gammaFunctionOf returns the function of that name.
func gammaFunctionOf(name string) *gammaFunction {
	for i := range gammaFunctions {
		if gammaFunctions[i].name == name {
			return &gammaFunctions[i]
		}
	}
	panic(name)
}

// TestLogRisingOfEveryCount has every count from 0 to 300 with an x of every binade, the
// subnormal ones included.
func TestLogRisingOfEveryCount(t *testing.T) {
	f := gammaFunctionOf("LogRising")
	step := 1
	if testing.Short() {
		step = 23
	}
	var all gammaWorst
	var mu sync.Mutex
	var wg sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for first := range workers {
		wg.Go(func() {
			var mine gammaWorst
			for n := first; n <= 300; n += workers {
				r := rand.New(rand.NewPCG(12, uint64(n)))
				for e := -1074 + r.IntN(step); e < 1000; e += step {
					x := math.Ldexp(1+r.Float64(), e)
					got := of2(f.spec, x, float64(n))
					if n == 0 {
						mine.add(gammaError{fails: math.Float64bits(got) != 0}, x, 0)
						continue
					}
					mine.add(f.errorOf(x, float64(n), got), x, float64(n))
				}
			}
			mu.Lock()
			defer mu.Unlock()
			all.merge(mine)
		})
	}
	wg.Wait()
	t.Log(&all)
	require.Empty(t, all.fails)
}

// The zeros that are at float64 are +0.
func TestGammaZerosAreExact(t *testing.T) {
	zero := func(name string, v float64, args ...float64) {
		t.Helper()
		assert.Zero(t, math.Float64bits(v), "%s%v is %g", name, args, v)
	}
	zero("LogGamma", of1(generic.LogGamma, 1), 1)
	zero("LogGamma", of1(generic.LogGamma, 2), 2)
	for _, x := range []float64{0, math.Copysign(0, -1), 1} {
		zero("LogFactorial", of1(generic.LogFactorial, x), x)
	}
	zero("LogRising", of2(generic.LogRising, 1, 1), 1, 1)
	r := rand.New(rand.NewPCG(13, 1))
	for range 10_000 {
		x := anyBinade(r)
		zero("LogRising", of2(generic.LogRising, x, 0), x, 0)
	}
}

// Γ(1+n)/Γ(1) is n!, by two kernels: neighbours, each being within its bound.
func TestLogRisingOfOneIsNearLogFactorial(t *testing.T) {
	r := rand.New(rand.NewPCG(15, 1))
	for range 20_000 {
		v := counting(r, 0x1p53)
		a, b := of1(generic.LogFactorial, v), of2(generic.LogRising, 1, v)
		require.LessOrEqual(t, math.Abs(a-b), math.Nextafter(a, math.Inf(1))-a, "%g", v)
	}
}

// A count per element and one for all: two methods, each within its bound of the same sum.
func TestLogRisingBesideLogAccumulate(t *testing.T) {
	r := rand.New(rand.NewPCG(16, 1))
	for range 3000 {
		x, n := math.Floor(magnitude(r, 0, 40)), 1+r.IntN(1000)
		want := exact.LogAccumulate(x-1, n)
		require.LessOrEqual(t, exact.ULP(at(generic.LogAccumulate, x-1, n), want), 1.0, "%g %d", x, n)
		require.LessOrEqual(t, exact.ULP(of2(generic.LogRising, x, float64(n)), want), 0.6, "%g %d", x, n)
	}
}

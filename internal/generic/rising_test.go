package generic_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sumlog/internal/exact"
	"sumlog/internal/generic"
	"sumlog/internal/operations"
)

type pair struct{ x, y float64 }

// of2 returns the value of an operation at one pair of arguments.
func of2(f func(dst, x, y []float64), x, y float64) float64 {
	v := []float64{x}
	f(v, v, []float64{y})
	return v[0]
}

func requireRising(t *testing.T, inputs ...pair) {
	t.Helper()
	for _, in := range inputs {
		b := operations.RisingBoundOf(in.x, in.y)
		e := b.Of(of2(generic.LogRising, in.x, in.y), exact.LogRising(in.x, in.y))
		assert.LessOrEqual(t, e, b.ULP, "x = %g (%x), n = %g (%x)", in.x, in.x, in.y, in.y)
	}
}

// The worst arguments that searches found.
func TestWorstOfLogRising(t *testing.T) {
	requireRising(t,
		pair{0x1.0b9ef7bf264fp+3, 0x1.c25792af32af3p+1}, // 0.530 ULP
		pair{8.0372755990564038, 3.29903},
		pair{0x1.4afb309d15c12p-1, 2}, // 0.584 ULP
		pair{0x1.b1661315e451ap-3, 0x1.6e25e5f69f6f9p+3},
		pair{2.1426525149119195e-07, 11.1061},             // 2^-54.2
		pair{2.7419006521954631e-95, 68},                  // 2^-54.5, result 1.6e-6
		pair{0x1.0b47fd740a37dp+1, 0x1.d0cf5f9bebecbp-7},  // 0.601 ULP
		pair{0x1.762d78452e33ap+0, 0x1.be07b9bf07a35p-20}, // beside a zero
		pair{0x1.83e68c457e4eap+0, 0x1.087e4a6ab9bbp-7},
		pair{0x1.1eb384965083fp-3, 0x1.f906b234abf2cp+1},
		pair{0x1p-1074, 0x1p-31}, // n/x overflows
		pair{0x0.ffffffffffffp-1022, 0x1p-1074},
		pair{1e300, 1e300},
		pair{8, 1e-320},
	)
}

// Every small count, with x in every binade.
func TestLogRisingOfCounts(t *testing.T) {
	step := 23
	if testing.Short() {
		step = 211
	}
	for n := range 301 {
		for e := -1074 + n%step; e < 1022; e += step {
			requireRising(t, pair{math.Ldexp(1+float64(n)/301, e), float64(n)})
		}
	}
}

// The rising factorial of 1 is the factorial.
func TestLogRisingOfOne(t *testing.T) {
	for n := range 2000 {
		x := float64(n)
		require.Equal(t, of1(generic.LogFactorial, x), of2(generic.LogRising, 1, x), n)
	}
}

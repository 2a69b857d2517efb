package generic_test

import (
	"flag"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sumlog/internal/exact"
	"sumlog/kernel/generic"
)

// maxLogULP is the bound that kernel.Log states.
const maxLogULP = 0.6

var points = flag.Int("points", 200_000, "random arguments of TestLogErrorBound")

// anyPositive returns a positive finite argument: of any binade, subnormal, in the
// binades around 1, or in the neighbourhood of 1.
func anyPositive(r *rand.Rand, kind int) float64 {
	switch kind % 6 {
	case 0:
		return math.Float64frombits(r.Uint64N(generic.Infinity-1) + 1)
	case 1:
		return 0.5 + 1.5*r.Float64()
	case 2:
		return 1 + (r.Float64()-0.5)*math.Exp2(-20*r.Float64())
	case 3:
		return 0.64 + 0.8*r.Float64()
	case 4:
		return 1 + 0.14*(r.Float64()-0.5)
	}
	return math.Float64frombits(r.Uint64N(generic.MantissaMask) + 1)
}

func TestLogErrorBound(t *testing.T) {
	n := *points
	if testing.Short() {
		n /= 20
	}
	r := rand.New(rand.NewPCG(1, 9))
	x := make([]float64, n)
	for i := range x {
		x[i] = anyPositive(r, i)
	}
	x = append(x, math.SmallestNonzeroFloat64, 0x1p-1022, 0x1.fffffffffffffp-1023, math.MaxFloat64,
		math.Nextafter(1, 0), math.Nextafter(1, 2), 21./32, 21./16, math.Nextafter(21./16, 0), 0.9999, 1.0001)
	got := make([]float64, len(x))
	generic.Log(got, x)
	worst, at := 0.0, 0.0
	v := new(big.Float).SetPrec(128)
	for i := range x {
		if e := exact.ULP(got[i], exact.Log(v.SetFloat64(x[i]))); !(e <= worst) {
			worst, at = e, x[i]
		}
	}
	t.Logf("worst %.4f ULP at %x, of %d", worst, at, len(x))
	require.LessOrEqual(t, worst, maxLogULP, "x = %x", at)
}

func TestLogSpecialValues(t *testing.T) {
	inf := math.Inf(1)
	for _, c := range []struct{ x, want float64 }{
		{0, -inf},
		{math.Copysign(0, -1), -inf},
		{1, 0},
		{-1, math.NaN()},
		{-math.SmallestNonzeroFloat64, math.NaN()},
		{-inf, math.NaN()},
		{inf, inf},
		{math.NaN(), math.NaN()},
		{math.Copysign(math.NaN(), -1), math.NaN()},
	} {
		got := []float64{c.x}
		generic.Log(got, got)
		if math.IsNaN(c.want) {
			assert.True(t, math.IsNaN(got[0]), "ln %g is %g", c.x, got[0])
			continue
		}
		assert.Equal(t, math.Float64bits(c.want), math.Float64bits(got[0]), "ln %g is %g", c.x, got[0])
	}
}

package generic_test

import (
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/assert"

	"sumlog/internal/exact"
	"sumlog/internal/generic"
	"sumlog/internal/operations"
)

// of1 returns the value of an operation at one argument.
func of1(f func(dst, x []float64), x float64) float64 {
	v := []float64{x}
	f(v, v)
	return v[0]
}

func requireGamma(t *testing.T, f func(dst, x []float64), want func(float64) *big.Float, inputs []float64) {
	t.Helper()
	for _, x := range inputs {
		e := operations.GammaBound.Of(of1(f, x), want(x))
		assert.LessOrEqual(t, e, operations.GammaBound.ULP, "x = %g (%x)", x, x)
	}
}

// The worst arguments that searches found.
func TestWorstOfLogGamma(t *testing.T) {
	requireGamma(t, generic.LogGamma, exact.LogGamma, []float64{
		0x1.823cdc188dcd3p+0, // 0.754 ULP
		0x1.84d6051e465aap+0,
		0x1.812558bff4a6cp+0,
		0x1.7f24aa8df1f04p+0, // 0.646 ULP, the worst from 1.44 to 1.5
		1.0495841961653385,
		84.5,
	})
	requireGamma(t, generic.LogFactorial, exact.LogFactorial, []float64{
		0x1.03adb3333794ap-1, // 0.756 ULP
		0.52145709136789342,
		0.46281824529845461,
		-0.45652443822416278,
		548631,
	})
}

// Every float64 next to a zero of the function, and next to the bounds of its paths.
func TestGammaBesideTheZerosAndBounds(t *testing.T) {
	for _, at := range []float64{1, 2, 0.5, 1.5, 2.5, 3.5, 8, 0x1p-1022} {
		bits := math.Float64bits(at)
		for i := range uint64(65) {
			x := math.Float64frombits(bits + i - 32)
			if x != 1 && x != 2 {
				requireGamma(t, generic.LogGamma, exact.LogGamma, []float64{x})
			}
		}
	}
	for _, at := range []float64{1, -0.5, 0.5, 1.5, 8, -7. / 16, -1 + 0x1p-46} {
		bits := math.Float64bits(at)
		for i := range uint64(65) {
			if x := math.Float64frombits(bits + i - 32); x != 1 {
				requireGamma(t, generic.LogFactorial, exact.LogFactorial, []float64{x})
			}
		}
	}
}

// The logarithm of a product of counts, and where the result overflows.
func TestLogFactorialOfCounts(t *testing.T) {
	for n := range 300 {
		x := float64(n)
		want := exact.LogFactorial(x)
		assert.LessOrEqual(t, exact.ULP(of1(generic.LogFactorial, x), want), 0.51, n)
	}
	for _, f := range []func(dst, x []float64){generic.LogGamma, generic.LogFactorial} {
		assert.InDelta(t, 1, of1(f, 0x1.754d9278b51a7p1014)/math.MaxFloat64, 1e-15)
		assert.Equal(t, math.Inf(1), of1(f, 0x1.754d9278b51a8p1014))
	}
}

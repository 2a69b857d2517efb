package kernel_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog/kernel"
)

// AddTerm is Add of one element, with each instruction set, special values included.
func TestAddTermIsAddOfOne(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 14))
	special := []float64{
		0, math.Copysign(0, -1), 1, -1, 2, math.Inf(1), math.Inf(-1), math.NaN(), 0x1p-1074,
		0x1.8p-1030, math.MaxFloat64, 0x1p-700, math.Nextafter(1, 0), math.Nextafter(1, 2),
	}
	draw := func() float64 {
		if r.IntN(20) == 0 {
			return special[r.IntN(len(special))]
		}
		return math.Ldexp(1+r.Float64(), r.IntN(80)-40)
	}
	for _, isa := range []kernel.ISA{kernel.Generic, kernel.Best()} {
		for range 2000 {
			var one, terms kernel.DotLogSum
			for range 1 + r.IntN(10) {
				w, x := draw(), draw()
				one.Add(isa, []float64{w}, []float64{x})
				terms.AddTerm(w, x)
				// As text, in which NaN equals NaN and other numbers have all their digits.
				require.Equal(t, fmt.Sprint(one), fmt.Sprint(terms), "%v: %g ln %g", isa, w, x)
			}
		}
	}
}

package exact

import (
	"math/big"
	"math/rand/v2"
	"testing"
)

func TestDivergences(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	wide := func(x float64) *big.Float { return new(big.Float).SetPrec(500).SetFloat64(x) }
	for i := range 300 {
		p := r.Float64() + 1e-300
		q := p * (1 + r.Float64())
		switch i % 3 {
		case 1:
			q = p * (1 + 0x1p-52*float64(1+r.IntN(9)))
		case 2:
			q = 0x1p-1000 * r.Float64()
		}
		want := Log(wide(p))
		want.Mul(want.Sub(want, Log(wide(q))), wide(p))
		assertWithin(t, want, RelEntr(p, q), relative(want, -180), "p ln(p/q)", p, q)
		want.Add(want.Sub(want, wide(p)), wide(q))
		assertWithin(t, want, KLDiv(p, q), relative(want, -70), "p ln(p/q) - p + q", p, q)
	}
}

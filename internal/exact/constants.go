package exact

import (
	"math/big"
	"sync"
)

// The nodes of the reduction are j/nodes for j in [firstNode, lastNode]: one
// within 1/256 of every m in [181/256, 181/128).
const (
	nodes     = 128
	firstNode = 91
	lastNode  = 181
)

// seriesBits is how many bits each further term of the series of ln((1+s)/(1-s))
// brings: |s| <= (1/256)/(181/128) < 2^-8, so s² < 2^-16.
const seriesBits = 16

// constants are what a logarithm at one precision needs; none is ever changed.
type constants struct {
	prec uint
	ln2  *big.Float
	node [lastNode + 1]*big.Float // j/nodes, exact
	ln   [lastNode + 1]*big.Float // ln(j/nodes), relative error below 1.01u
	odd  []*big.Float             // 1/(2k+1)
}

// cache holds the constants by precision. Precisions are rounded up to whole
// words before they get here, so that there are only a few.
var cache sync.Map // uint -> *constants

// constantsFor returns constants of at least prec bits.
func constantsFor(prec uint) *constants {
	prec = (prec + 63) / 64 * 64
	if c, ok := cache.Load(prec); ok {
		return c.(*constants)
	}
	c, _ := cache.LoadOrStore(prec, newConstants(prec))
	return c.(*constants)
}

// newConstants walks from ln(128/128) = 0 in steps of ln((j+1)/j), up to
// lastNode and down to ln(64/128) = -ln 2, in fixed point: the same certain
// series gives the table and ln 2.
//
// At most 64 steps of less than w units each, w = prec+64: the sum is off by
// less than 64·w·2^-w, below 2^-(prec+40) for every prec < 2^17, and the
// smallest entry is 2^-7.
func newConstants(prec uint) *constants {
	c := &constants{prec: prec}
	w := prec + 64
	float := func(fixed *big.Int) *big.Float {
		f := new(big.Float).SetPrec(prec).SetInt(fixed)
		return f.SetMantExp(f, -int(w))
	}
	for j := firstNode; j <= lastNode; j++ {
		c.node[j] = new(big.Float).Quo(big.NewFloat(float64(j)), big.NewFloat(nodes))
	}
	sum := new(big.Int)
	for j := nodes; j <= lastNode; j++ {
		c.ln[j] = float(sum)
		sum.Add(sum, logStep(int64(j), w))
	}
	sum.SetInt64(0)
	for j := nodes - 1; j >= nodes/2; j-- {
		sum.Sub(sum, logStep(int64(j), w))
		if j >= firstNode {
			c.ln[j] = float(sum)
		}
	}
	c.ln2 = float(sum.Neg(sum))

	one := new(big.Float).SetPrec(prec).SetInt64(1)
	for k := range int64(prec / seriesBits) {
		c.odd = append(c.odd, new(big.Float).Quo(one, new(big.Float).SetInt64(2*k+1)))
	}
	return c
}

// logStep returns ln((j+1)/j) = 2·atanh(1/n), n = 2j+1, in units of 2^-w, for
// j >= 64. The quotients are truncated: t is short by less than 1.01 units at
// every step and the term taken from it by less than 2.01, and there are fewer
// than w/14 + 2 steps, so the sum is short by less than w units.
func logStep(j int64, w uint) *big.Int {
	n := big.NewInt(2*j + 1)
	t := new(big.Int).Lsh(big.NewInt(2), w)
	t.Quo(t, n)
	n.Mul(n, n)
	sum, term, k := new(big.Int), new(big.Int), new(big.Int)
	for i := int64(1); t.Sign() > 0; i += 2 {
		sum.Add(sum, term.Quo(t, k.SetInt64(i)))
		t.Quo(t, n)
	}
	return sum
}

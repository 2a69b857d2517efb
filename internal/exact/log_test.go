package exact

import (
	"math/big"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
)

// assertNear fails unless |got - want| <= 2^exp·|want|.
func assertNear(t *testing.T, want, got *big.Float, exp int, args ...any) {
	t.Helper()
	assertWithin(t, want, got, relative(want, exp), args...)
}

// assertWithin fails unless |got - want| <= bound.
func assertWithin(t *testing.T, want, got, bound *big.Float, args ...any) {
	t.Helper()
	diff := new(big.Float).Sub(got, want)
	assert.LessOrEqual(t, diff.Abs(diff).Cmp(bound), 0,
		"want %.60g, got %.60g, off by %.3g, allowed %.3g: %v", want, got, diff, bound, args)
}

// random returns a number of prec bits, as i says: anywhere, close to 1, or close to the
// middle between two nodes of the reduction.
func random(rng *rand.Rand, i int, prec uint) *big.Float {
	x := new(big.Float).SetPrec(prec).SetFloat64(rng.Float64() + 0.5)
	switch i % 3 {
	case 0:
		x.SetMantExp(x, rng.IntN(2100)-1050)
	case 1:
		x.SetMantExp(x, -rng.IntN(int(prec)))
		x.Add(x, big.NewFloat(1))
	case 2:
		x.SetMantExp(x, -9-rng.IntN(40))
		x.Add(x, big.NewFloat(float64(2*(firstNode+rng.IntN(91))+1)/256))
	}
	return x
}

// The precisions use different tables, series lengths and roundings: one that
// is much wider tells the error of the others.
func TestLogMeetsItsBoundAtEveryPrecision(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, prec := range []uint{8, 24, 53, 96, 97, 160, 161, 192, 224, 500, 1200} {
		for i := range 200 {
			x := random(rng, i, prec)
			want := logTo(x, 0, 2*prec+64)
			got := Log(x)
			assert.Equal(t, prec, got.Prec())
			bound := relative(want, -int(prec))
			bound.Add(bound, relative(want, -int(prec)-26))
			assertWithin(t, want, got, bound, x, prec)
		}
	}
}

// ln(x·2^k) - ln x - k·ln 2 and ln(x²) - 2·ln x cross from one node to another.
func TestLogObeysItsIdentities(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	ln2 := Log(new(big.Float).SetPrec(600).SetInt64(2))
	for i := range 300 {
		x := random(rng, i, 200).SetPrec(600)
		ln := Log(x)
		twice := new(big.Float).SetMantExp(ln, 1)
		assertNear(t, twice, Log(new(big.Float).Mul(x, x)), -598, x)
		k := big.NewFloat(float64(i - 150)).SetPrec(600)
		sum := new(big.Float).Add(ln, k.Mul(k, ln2))
		assertWithin(t, sum, Log(new(big.Float).SetMantExp(x, i-150)), big.NewFloat(0x1p-587), x, i)
	}
}

// The guard bits of a logarithm hide much of an error in its constants.
func TestConstantsAreCorrectToTheirLastBit(t *testing.T) {
	narrow, wide := constantsFor(256), constantsFor(1024)
	assertNear(t, wide.ln2, narrow.ln2, -256)
	for j := firstNode; j <= lastNode; j++ {
		assertNear(t, wide.ln[j], narrow.ln[j], -256, j)
	}
}

func TestLog1pKeepsSmallArguments(t *testing.T) {
	one := new(big.Float).SetPrec(2000).SetInt64(1)
	third := new(big.Float).SetPrec(224).Quo(one, big.NewFloat(3))
	for exp := -1074; exp < 1000; exp++ {
		x := relative(third, exp)
		assertNear(t, logTo(new(big.Float).Add(one, x), 0, 300), log1p(x, 224), -223, x)
		if x.Neg(x).Cmp(big.NewFloat(-1)) > 0 {
			assertNear(t, logTo(new(big.Float).Add(one, x), 0, 300), log1p(x, 224), -223, x)
		}
	}
}

func TestLogBeside1e300Bits(t *testing.T) {
	e := parse(t, "1e-300", 200)
	x := new(big.Float).SetPrec(1400).Add(e, big.NewFloat(1))
	want := new(big.Float).SetPrec(1400).Mul(e, e)
	want.SetMantExp(want, -1).Sub(e, want) // e - e²/2; e³/3 is 2^-1995 of e
	assertNear(t, want, Log(x), -1399)
	assert.Zero(t, Log(big.NewFloat(1)).Sign())
}

func TestLogIsSafeForConcurrentUse(t *testing.T) {
	var wg sync.WaitGroup
	want := new(big.Float).SetPrec(3000).SetInt64(3)
	got := make([]*big.Float, 8)
	for i := range got {
		wg.Go(func() { got[i] = Log(want) })
	}
	wg.Wait()
	for _, g := range got {
		assert.Zero(t, got[0].Cmp(g))
	}
}

func TestLogPanicsOutsideItsDomain(t *testing.T) {
	for _, x := range []*big.Float{{}, big.NewFloat(-1), new(big.Float).SetInf(false), new(big.Float).SetInf(true)} {
		assert.Panics(t, func() { Log(x) }, "%g", x)
	}
}

func BenchmarkLog(b *testing.B) {
	x := new(big.Float).SetPrec(200).SetFloat64(1.2345)
	for b.Loop() {
		Log(x)
	}
}

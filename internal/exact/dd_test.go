package exact

import (
	"math"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func (x pair) big() *big.Float {
	f := new(big.Float).SetPrec(1200).SetFloat64(x.hi)
	return f.Add(f, big.NewFloat(x.lo))
}

// bits returns log2 of |got - want| / |want|.
func bits(got pair, want *big.Float) float64 {
	diff := got.big()
	diff.Sub(diff, want)
	if diff.Sign() == 0 {
		return math.Inf(-1)
	}
	f, _ := new(big.Float).SetPrec(64).Quo(diff, want).Float64()
	return math.Log2(math.Abs(f))
}

// short returns n, or a tenth of it in short runs.
func short(n int) int {
	if testing.Short() {
		return n / 10
	}
	return n
}

func TestPairsMeetTheirBounds(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	random := func() pair {
		hi := math.Ldexp(1+rng.Float64(), rng.IntN(20)-10)
		return twoSum(hi, hi*0x1p-53*(2*rng.Float64()-1)*math.Exp2(-float64(rng.IntN(20))))
	}
	u2 := math.Log2(0x1p-106)
	for range short(20_000) {
		x, y := random(), random()
		if rng.IntN(4) == 0 {
			y = pair{x.hi * (1 + float64(rng.IntN(9)-4)*0x1p-52), y.lo * x.hi * 0x1p-12} // cancels in the sum
			y = twoSum(y.hi, y.lo)
		}
		if rng.IntN(2) == 0 {
			y = pair{-y.hi, -y.lo}
		}
		z := new(big.Float).SetPrec(400)
		if z.Add(x.big(), y.big()).Sign() != 0 {
			require.LessOrEqual(t, bits(x.add(y), z), u2+2, "%x + %x", x, y)
		}
		require.LessOrEqual(t, bits(x.mul(y), z.Mul(x.big(), y.big())), u2+math.Log2(6), "%x · %x", x, y)
		require.LessOrEqual(t, bits(x.scale(y.hi), z.Mul(x.big(), pair{hi: y.hi}.big())), u2+1, "%x · %x", x, y.hi)
		require.LessOrEqual(t, bits(x.div(y), z.Quo(x.big(), y.big())), u2+4, "%x / %x", x, y)
		require.Zero(t, z.Sub(twoSum(x.hi, y.hi).big(), z.Add(pair{hi: x.hi}.big(), pair{hi: y.hi}.big())).Sign())
	}
}

// positives returns arguments of every binade, subnormal, and beside 1, the nodes and
// the middles between them.
func positives(n int) []float64 {
	rng := rand.New(rand.NewPCG(2, 2))
	x := []float64{math.SmallestNonzeroFloat64, 0x1p-1022, math.MaxFloat64, 2, 0.5, math.Nextafter(1, 0), math.Nextafter(1, 2)}
	for i := range n {
		switch i % 5 {
		case 0:
			x = append(x, math.Float64frombits(rng.Uint64N(math.Float64bits(math.Inf(1))-1)+1))
		case 1:
			x = append(x, math.Float64frombits(1+rng.Uint64()>>(12+rng.IntN(52))))
		case 2:
			x = append(x, besides(rng, 1))
		case 3:
			x = append(x, besides(rng, float64(2*firstNode+rng.IntN(2*nodes))/(2*nodes)))
		case 4:
			x = append(x, 0.5+rng.Float64())
		}
	}
	return x
}

// besides returns a number near x > 0: any distance from one unit to x/256.
func besides(rng *rand.Rand, x float64) float64 {
	d := int64(rng.Uint64() >> (20 + rng.IntN(44)))
	return math.Float64frombits(math.Float64bits(x) + uint64(d*int64(1-2*rng.IntN(2))))
}

func TestDDLogMeetsItsBound(t *testing.T) {
	worst := math.Inf(-1)
	for _, x := range positives(short(30_000)) {
		if x == 1 {
			continue
		}
		b := bits(LogDD(x).pair, Log(new(big.Float).SetPrec(160).SetFloat64(x)))
		require.LessOrEqual(t, b, -97.0, "%x", x)
		worst = max(worst, b)
	}
	t.Logf("worst 2^%.1f", worst)
	assert.Equal(t, pair{}, LogDD(1).pair)
	for _, x := range []float64{0, -1, math.NaN(), math.Inf(1)} {
		assert.Panics(t, func() { LogDD(x) }, "%g", x)
	}
}

// MPFR's logarithms and sums: a witness that shares nothing with Log.
func TestDDReference(t *testing.T) {
	var logs, sums int
	for line := range strings.Lines(reference) {
		fields := strings.Fields(line)
		last := len(fields) - 1
		want := parse(t, fields[last], 256)
		switch fields[0] {
		case "log":
			arg := parse(t, fields[1], 1100)
			x, accuracy := arg.Float64()
			if accuracy != big.Exact || x == 1 {
				continue
			}
			logs++
			require.LessOrEqual(t, bits(LogDD(x).pair, want), -97.0, "%x", x)
		case "accumulate", "direct":
			x, terms := float(t, fields[1]), count(t, fields[2])
			if terms == 0 || terms > 5000 {
				continue
			}
			sums++
			sums := LogAccumulateDD
			if fields[0] == "direct" {
				sums = LogAccumulateDirectDD
			}
			for n, v := range sums(x) {
				if int64(n) == terms {
					requireDD(t, want, v, x, n)
					break
				}
			}
		}
	}
	assert.Equal(t, 70, logs)
	assert.Equal(t, 192, sums)
}

// requireDD fails unless v is as near want as it says, or want too small to count.
func requireDD(t *testing.T, want *big.Float, v DD, x float64, terms int) {
	t.Helper()
	diff := v.big()
	if diff.Sub(diff, want).MantExp(nil) < -960 {
		return
	}
	require.LessOrEqual(t, diff.Abs(diff).Cmp(big.NewFloat(v.err)), 0, "x = %x, %d terms: off by %g, allowed %g", x, terms, diff, v.err)
}

func TestDDSumsMeetTheirBounds(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	inputs := []float64{
		math.Nextafter(-1, 0), -0.5, -1e-300, math.Copysign(0, -1), 0, 5e-324, 1e-290, 1e-200, 1e-20, 0.1, 15, 33,
		1e6, 0x1p53, 1e18, 1e300, math.MaxFloat64, -0.38196601125010515,
	}
	for range short(30) {
		inputs = append(inputs, rng.Float64()-1, 100*rng.Float64(), math.Pow(10, 600*rng.Float64()-300))
	}
	for _, x := range inputs {
		for n, v := range LogAccumulateDD(x) {
			if n < 40 || n%50 == 0 {
				requireDD(t, LogAccumulate(x, n), v, x, n)
			}
			if n == 1100 {
				break
			}
		}
		for n, v := range LogAccumulateDirectDD(x) {
			if n < 40 || n%50 == 0 {
				requireDD(t, LogAccumulateDirect(x, n), v, x, n)
			}
			if n == 1100 {
				break
			}
		}
	}
	for _, x := range []float64{-1, math.NaN(), math.Inf(1)} {
		assert.Panics(t, func() { LogAccumulateDD(x) }, "%g", x)
		assert.Panics(t, func() { LogAccumulateDirectDD(x) }, "%g", x)
	}
}

// DD.ULP is at least ULP, and hardly more.
func TestDDULPIsABound(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	for i := range short(30_000) {
		hi := math.Ldexp(1+rng.Float64(), rng.IntN(40)-20)
		if i%3 == 0 {
			hi = math.Ldexp(1, rng.IntN(40)-20)
			hi = math.Float64frombits(math.Float64bits(hi) + uint64(rng.IntN(5)-2))
		}
		if i%2 == 0 {
			hi = -hi
		}
		v := DD{pair: twoSum(hi, hi*0x1p-53*(2*rng.Float64()-1)), err: 0x1p-97 * math.Abs(hi)}
		got := v.hi
		switch rng.IntN(4) {
		case 0:
			got = math.Float64frombits(math.Float64bits(hi) + uint64(rng.IntN(9)-4))
		case 1:
			got *= 1 + 1e-9*rng.NormFloat64()
		case 2:
			got *= rng.NormFloat64()
		}
		for _, off := range []float64{-1, 0, 1} {
			want := new(big.Float).SetPrec(300).SetFloat64(off * v.err)
			want.Add(want, v.big())
			e, bound := ULP(got, want), v.ULP(got)
			require.GreaterOrEqual(t, bound, e, "%x for %x", got, v)
			require.LessOrEqual(t, bound, e*(1+0x1p-48)+0x1p-43, "%x for %x", got, v)
		}
	}
}

func TestDDULPOfWhatItCannotTell(t *testing.T) {
	inf := math.Inf(1)
	tie := DD{pair: pair{2, -0x1p-53}, err: 0x1p-100}
	below := math.Nextafter(2, 0)
	assert.InDelta(t, 1, tie.ULP(below)*2, 0x1p-40) // half a unit of those below 2
	assert.InDelta(t, 1, tie.ULP(2)*2, 0x1p-40)
	tie.lo += 0x1p-99 // 2, for certain
	assert.InDelta(t, 1, tie.ULP(2)*4, 0x1p-40)
	three := DD{pair: pair{hi: 3}}
	assert.Equal(t, 1+0x1p-50, three.ULP(math.Nextafter(3, 4)))
	for _, got := range []float64{math.NaN(), inf, -inf} {
		assert.Equal(t, inf, three.ULP(got), "%g", got)
	}
	assert.Equal(t, inf, LogDD(1).ULP(0))
	for _, v := range LogAccumulateDD(1e-300) {
		assert.Equal(t, inf, v.ULP(1e-300))
		break
	}
}

func BenchmarkDDLog(b *testing.B) {
	x := 1.2345
	for b.Loop() {
		LogDD(x)
	}
}

func BenchmarkDDULP(b *testing.B) {
	v := LogDD(1.2345)
	for b.Loop() {
		v.ULP(0.2106)
	}
}

func BenchmarkDDAccumulate(b *testing.B) {
	for b.Loop() {
		for n := range LogAccumulateDD(0.5) {
			if n == 100 {
				break
			}
		}
	}
}

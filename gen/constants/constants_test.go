package constants

import (
	"math"
	"math/big"
	"testing"

	"sumlog/internal/exact"
	"sumlog/internal/generic"
)

// prec is the precision of all numbers that the tests compute: no error below comes near 2^-200.
const prec = 256

func float(x float64) *big.Float { return new(big.Float).SetPrec(prec).SetFloat64(x) }

func add(a, b *big.Float) *big.Float { return new(big.Float).Add(a, b) }
func sub(a, b *big.Float) *big.Float { return new(big.Float).Sub(a, b) }
func mul(a, b *big.Float) *big.Float { return new(big.Float).Mul(a, b) }
func quo(a, b *big.Float) *big.Float { return new(big.Float).Quo(a, b) }

func ln(x float64) *big.Float { return exact.Log(float(x)) }

// nearest rounds to 53 bits.
func nearest(x *big.Float) float64 {
	f, _ := x.Float64()
	return f
}

// same fails unless got is the constant, bit for bit.
func same(t *testing.T, name string, constant, got float64) {
	t.Helper()
	if math.Float64bits(got) != math.Float64bits(constant) {
		t.Errorf("%s is %s, not %s", name, hex(got), hex(constant))
	}
}

func TestLn2(t *testing.T) {
	ln2 := ln(2)
	cut, _ := new(big.Float).SetMode(big.ToZero).SetPrec(32).Set(ln2).Float64()
	same(t, "ln 2 cut to 32 bits", generic.Ln2Hi, cut)
	same(t, "ln 2 - Ln2Hi", generic.Ln2Lo, nearest(sub(ln2, float(cut))))
	same(t, "ln 2", generic.Ln2, nearest(ln2))
	same(t, "ln 2 - Ln2", generic.Ln2Tail, nearest(sub(ln2, float(generic.Ln2))))
}

func TestLogTables(t *testing.T) {
	for i, c := range generic.LogC {
		minusLn := sub(float(0), ln(c))
		scaled := nearest(mul(minusLn, float(1<<22)))
		hi := math.RoundToEven(scaled) / (1 << 22)
		same(t, "-ln LogC, high", generic.LogHi[i], hi)
		same(t, "-ln LogC, low", generic.LogLo[i], nearest(sub(minusLn, float(hi))))
		if uint32(math.Float64bits(hi)) != 0 {
			t.Errorf("LogHi[%d] = %s does not end in 32 zeros", i, hex(hi))
		}
	}
}

func TestExpTables(t *testing.T) {
	eighth := quo(ln(2), float(8))
	same(t, "8/ln 2", generic.ExpInverse, nearest(quo(float(1), eighth)))
	hi := math.Floor(nearest(mul(eighth, float(1<<42)))) / (1 << 42)
	same(t, "ln 2/8, high", generic.ExpLn2Hi, hi)
	same(t, "ln 2/8, low", generic.ExpLn2Lo, nearest(sub(eighth, float(hi))))
	for i, c := range generic.ExpT {
		power := powerOf2Eighth(i)
		same(t, "2^(i/8)", c, nearest(power))
		lacking, _ := sub(quo(power, float(c)), float(1)).SetPrec(21).Float64()
		same(t, "what 2^(i/8) lacks", generic.ExpR[i], lacking)
	}
}

// cell returns the first and the last m that LogC[i] serves.
func cell(i int) (first, last float64) {
	at := func(i int) uint64 { return generic.LogSplit + uint64(i)<<49 }
	return math.Float64frombits(at(i)), math.Float64frombits(at(i+1) - 1)
}

// All m of a cell are multiples of the first one's ulp, and so all r are of that times
// the last bit of C. 53 bits hold r if it is below 2^53 of those; it grows with m.
func TestReductionIsExact(t *testing.T) {
	for i, c := range generic.LogC {
		if lastBit(c) < math.Ldexp(1, math.Ilogb(c)-4) {
			t.Errorf("LogC[%d] = %g has more than five bits", i, c)
		}
		first, last := cell(i)
		unit := lastBit(c) * (math.Nextafter(first, 2) - first)
		for _, m := range []float64{first, last} {
			r := math.FMA(m, c, -1)
			if math.Abs(r) > 0x1p53*unit {
				t.Errorf("cell %d: r = %g has more than 53 bits above %g", i, r, unit)
			}
			if sub(mul(float(m), float(c)), float(1)).Cmp(float(r)) != 0 {
				t.Errorf("cell %d: m·C - 1 is rounded at m = %s", i, hex(m))
			}
		}
	}
	if generic.LogC[5] != 1 {
		t.Error("LogC is not 1 about 1")
	}
}

func lastBit(c float64) float64 {
	bit := 1.0
	for c != math.Trunc(c/bit)*bit {
		bit /= 2
	}
	return bit
}

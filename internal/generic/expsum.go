package generic

import "math"

// ExpSum is Σ e^x on its way: S + E in units that depend on M, the largest x, alone. Where M is
// below WideExp in magnitude, the unit is 2^K with K the octave of e^M, so that sums of parts are
// brought to one unit without rounding; elsewhere it is e^M, and differences of the x that count
// are exact. M = -Inf is the sum of nothing. A NaN is noted, and nothing else then counts.
type ExpSum struct {
	M, S, E float64
	Invalid bool
}

const (
	// WideExp is where the last place of x is so large that x/ln 2 loses the fraction.
	WideExp = 0x1p40
	// ExpLaneStart is where the lanes of a block begin: above every term, so that the rounding
	// error of an addition takes three operations.
	ExpLaneStart = 4
	// MergeSafe is the difference of octaves below which a part is lost in a sum. The error of a
	// part that is not lost stays a normal number.
	MergeSafe = -900
)

// NoExp is the sum of nothing.
var NoExp = ExpSum{M: math.Inf(-1)}

// LogSumExp returns ln Σ e^x[j]: the sums of blocks, merged from left to right.
func LogSumExp(x []float64) float64 {
	all := ExpSumOf(x)
	return all.Log()
}

// ExpSumOf returns Σ e^x[j] for any number of elements.
func ExpSumOf(x []float64) ExpSum {
	all := NoExp
	for len(x) > 0 {
		n := min(len(x), Block)
		block := ExpOf(x[:n])
		all.Merge(&block)
		x = x[n:]
	}
	return all
}

// ExpOf returns the sum over at most Block elements.
func ExpOf(x []float64) ExpSum {
	m := Largest(x)
	if IsWideExp(m) {
		return WideExpOf(m, x)
	}
	unit, l := NewExpUnit(m), NewExpLanes()
	for j, v := range x {
		if v != v {
			return ExpSum{M: math.Inf(-1), Invalid: true}
		}
		l.addTerm(j%Width+j/Stripe%2*Width, &unit, v)
	}
	return l.Sum(m, len(x))
}

// Largest returns the largest element that is no NaN, +0 instead of -0, and -Inf where there is
// none.
func Largest(x []float64) float64 {
	m := math.Inf(-1)
	for _, v := range x {
		if m < v {
			m = v
		}
	}
	return m + 0
}

// IsWideExp reports whether sums with that largest element have the unit e^M.
func IsWideExp(m float64) bool { return !(math.Abs(m) < WideExp) }

// ExpUnit is what terms of one unit 2^K have in common. The generator reads the offsets.
type ExpUnit struct {
	Shift float64 // ExpShift, and 8·(1023-K): the exponent of a term is then its field
	Least float64 // at and below it the field is 0, and so is the term
}

// Octave returns K, the exponent of the power 2^(n/8) nearest to e^m, for an m that is not wide.
func Octave(m float64) int64 {
	n, _ := expReduce(m)
	return int64(n<<13) >> 16
}

// NewExpUnit returns the unit of sums with that largest element, which is not wide.
func NewExpUnit(m float64) ExpUnit {
	steps := float64(8 * (bias - Octave(m)))
	return ExpUnit{Shift: ExpShift + steps, Least: (3 - steps) * (Ln2 / 8)}
}

// term returns e^x in that unit as the sum of two numbers, for x that are not above the largest.
func (u *ExpUnit) term(x float64) (f, e float64) {
	if x < u.Least {
		x = u.Least
	}
	v := math.FMA(x, ExpInverse, u.Shift)
	n := v - u.Shift
	r := math.FMA(n, -ExpLn2Lo, math.FMA(n, -ExpLn2Hi, x))
	i := math.Float64bits(v)
	p := r + expTail(r, ExpR[i&7])
	t := float64(ExpT[i&7] * math.Float64frombits(i>>3<<52))
	f = math.FMA(t, p, t)
	return f, math.FMA(t, p, t-f)
}

// ExpLanes are the lanes of a block, which begin at ExpLaneStart.
type ExpLanes struct{ SumLanes }

// NewExpLanes returns lanes without elements.
func NewExpLanes() (l ExpLanes) {
	for i := range l.S {
		l.S[i] = ExpLaneStart
	}
	return l
}

// addTerm adds e^x to a lane.
func (l *ExpLanes) addTerm(lane int, u *ExpUnit, x float64) {
	f, e := u.term(x)
	s := l.S[lane] + f
	l.C[lane] += (f - (s - l.S[lane])) + e
	l.S[lane] = s
}

// Sum returns the sum of the lanes of n elements, of which m is the largest.
func (l *ExpLanes) Sum(m float64, n int) ExpSum {
	lanes := min(n, Width) // in use: the others are 0
	if n > Stripe {
		lanes = Width + min(n-Stripe, Width)
	}
	for i := range l.S[:lanes] {
		l.S[i] -= ExpLaneStart
	}
	s, e := l.reduceFirst(lanes)
	s, e = fastTwoSum(s, e)
	if s != s {
		return ExpSum{M: math.Inf(-1), Invalid: true}
	}
	return ExpSum{M: m, S: s, E: e}
}

// WideExpOf returns the sum over at most Block elements, of which m is the largest, in units of
// e^m. The result's last place is at least 2^-12, beside which its roundings are nothing.
func WideExpOf(m float64, x []float64) ExpSum {
	all := ExpSum{M: m}
	for _, v := range x {
		switch {
		case v != v:
			return ExpSum{M: math.Inf(-1), Invalid: true}
		case v == m && !math.IsInf(m, -1):
			all.S++
		case v != m:
			all.S += exp(v - m)
		}
	}
	return all
}

// Merge adds b to a. The order makes no difference.
func (a *ExpSum) Merge(b *ExpSum) {
	if a.Invalid || b.Invalid {
		*a = ExpSum{M: math.Inf(-1), Invalid: true}
		return
	}
	big, small := *a, *b
	if big.M < small.M {
		big, small = small, big
	}
	small.toUnitOf(big.M)
	a.M = big.M
	a.S, a.E = addPair(big.S, big.E, small.S, small.E)
}

// toUnitOf brings a to the unit of sums with that largest element, which is not below a's.
func (a *ExpSum) toUnitOf(m float64) {
	switch {
	case a.M == m || a.S == 0:
	case IsWideExp(a.M) || IsWideExp(m):
		a.S = a.S / Leading(a.M) * exp(a.M-m) * Leading(m)
		a.E = 0
	default:
		scale := 0.0
		if k := Octave(a.M) - Octave(m); k >= MergeSafe {
			scale = powerOf2(k)
		}
		a.S *= scale
		a.E *= scale
	}
}

// Leading returns e^m in the unit of sums with that largest element.
func Leading(m float64) float64 {
	if IsWideExp(m) {
		return 1
	}
	unit := NewExpUnit(m)
	f, _ := unit.term(m)
	return f
}

// Log returns the logarithm of the sum.
func (a *ExpSum) Log() float64 {
	s, low := a.logParts()
	return s + low
}

// logParts returns the logarithm of the sum as the sum of two numbers, the second one small.
func (a *ExpSum) logParts() (s, low float64) {
	switch {
	case a.Invalid:
		return math.NaN(), 0
	case IsWideExp(a.M):
		return a.M, log(a.S + a.E)
	case a.isLeading():
		return a.M, 0
	}
	p := Product{Exp: Octave(a.M)}
	p.P, p.E = fastTwoSum(a.S, a.E)
	p.Normalize()
	return p.logParts()
}

// isLeading reports whether a is the sum of e^M alone, to its last bit: its logarithm is M.
func (a *ExpSum) isLeading() bool {
	if a.S >= 2 {
		return false
	}
	unit := NewExpUnit(a.M)
	f, e := unit.term(a.M)
	s := ExpLaneStart + f
	e += f - (s - ExpLaneStart)
	s, e = fastTwoSum(s-ExpLaneStart, e)
	return a.S == s && a.E == e
}

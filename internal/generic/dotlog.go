package generic

import "math"

// DotSum is Σ w·ln x on its way: S + C, and A, the sum of |w·ln x|. What a term decides by itself
// is noted and left out.
type DotSum struct {
	S, C, A  float64
	Invalid  bool // a NaN, the logarithm of a negative number, Inf·ln 1
	Positive bool // a term is +Inf
	Negative bool // a term is -Inf
}

// DotLog returns Σ w[j]·ln x[j], the blocks from left to right.
func DotLog(w, x []float64) float64 {
	var all DotSum
	for i := 0; i < len(x); i += Block {
		end := min(len(x), i+Block)
		block := DotOf(w[i:end], x[i:end])
		all.Merge(&block)
	}
	if all.Cancels() {
		return CarefulDotLog(w, x, DotScale(all.A))
	}
	return all.Sum()
}

// DotLogRows sets dst[r] to DotLog of row r, cols elements long.
func DotLogRows(dst, w, x []float64, cols int) {
	for r := range dst {
		dst[r] = DotLog(w[r*cols:(r+1)*cols], x[r*cols:(r+1)*cols])
	}
}

// Entropy returns -Σ p[j]·ln p[j].
func Entropy(p []float64) float64 { return 0 - DotLog(p, p) }

// AddTerm adds w·ln x: what Merge makes of DotOf of w and x alone.
func (a *DotSum) AddTerm(w, x float64) {
	if h, t, ok := a.logOf(w, x); ok {
		g, low := weighted(w, h, t)
		a.S, a.C = addPair(a.S, a.C, g, low)
		a.A += math.Abs(g)
	}
}

// Merge adds b to a, which stands to the left.
func (a *DotSum) Merge(b *DotSum) {
	a.S, a.C = addPair(a.S, a.C, b.S, b.C)
	a.A += b.A
	a.Invalid = a.Invalid || b.Invalid
	a.Positive = a.Positive || b.Positive
	a.Negative = a.Negative || b.Negative
}

// Sum returns the sum, rounded.
func (a *DotSum) Sum() float64 {
	switch {
	case a.Invalid || a.Positive && a.Negative:
		return math.NaN()
	case a.Positive:
		return math.Inf(1)
	case a.Negative:
		return math.Inf(-1)
	}
	return a.S + a.C
}

// Cancels reports whether the terms cancel so far that the errors of their logarithms, 2^-56.6
// of A, may be more than 0.45 of a unit in the last place of the sum, or exceed the largest
// number on the way.
func (a *DotSum) Cancels() bool {
	switch {
	case a.Invalid || a.Positive || a.Negative:
		return false
	case a.A > math.MaxFloat64:
		return true
	}
	exp := math.Float64bits(math.Abs(a.S+a.C)) >> 52
	ulp := math.Float64frombits(1) // of a subnormal number
	if exp > 52 {
		ulp = math.Float64frombits((exp - 52) << 52)
	}
	return a.A*DotCancels > ulp
}

// DotScale is by what weights are multiplied in a second pass after a first one with that A, so
// that its terms do not exceed the largest number.
func DotScale(magnitude float64) float64 {
	if magnitude > math.MaxFloat64 {
		return 0x1p-64
	}
	return 1
}

// DotCancels is 2^-56.6/0.45, rounded up.
const DotCancels = 0x1.78p-56

// DotLanes are the lanes of a block, for vector code. Fallback is not 0 where an element is not an
// ordinary one: then the block is computed by [DotOf].
type DotLanes struct {
	SumLanes
	A        [Lanes]float64
	Fallback float64
}

// Reduce returns the sum of the lanes, which it uses up.
func (l *DotLanes) Reduce() (all DotSum) {
	all.S, all.C = l.SumLanes.Reduce()
	for half := Lanes / 2; half > 0; half /= 2 {
		for i := range half {
			l.A[i] += l.A[i+half]
		}
	}
	all.A = l.A[0]
	return all
}

// add adds w·(h + t), element j, to its lane.
func (l *DotLanes) add(j int, w, h, t float64) {
	g, low := weighted(w, h, t)
	lane := j%Width + j/Stripe%2*Width
	s, e := twoSum(l.S[lane], g)
	l.S[lane] = s
	l.C[lane] += e + low
	l.A[lane] += math.Abs(g)
}

// weighted returns w·(h + t) as the sum of two numbers.
func weighted(w, h, t float64) (g, low float64) {
	// h + t made whole: t, up to 4 % of h, would be added without its roundings.
	z := h + t
	zt := (h - z) + t
	g = float64(w * z)
	return g, math.FMA(w, zt, math.FMA(w, z, -g))
}

// DotOf returns the sum over at most Block elements.
func DotOf(w, x []float64) DotSum {
	var l DotLanes
	var noted DotSum
	for j, v := range x {
		h, t, ok := noted.logOf(w[j], v)
		if ok {
			l.add(j, w[j], h, t)
		}
	}
	all := l.Reduce()
	all.Invalid, all.Positive, all.Negative = noted.Invalid, noted.Positive, noted.Negative
	return all
}

// logOf returns ln x as the sum of two numbers, where w·ln x is a finite number other than 0. What
// it is otherwise is noted.
func (a *DotSum) logOf(w, x float64) (h, t float64, ok bool) {
	if x != x {
		a.Invalid = true
		return 0, 0, false
	}
	if w == 0 {
		return 0, 0, false
	}
	bits := math.Float64bits(x)
	special := bits<<1 == 0 || bits >= Infinity // zero, infinite or negative
	if special || !(math.Abs(w) <= math.MaxFloat64) {
		a.recordSpecial(w * log(x))
		return 0, 0, false
	}
	v, k := x, 0.0
	if bits <= MantissaMask {
		v, k = math.Float64frombits(bits|OneBits)-1, -(bias - 1)
	}
	r := reduce(v)
	r.k += k
	h, t = r.log()
	return h, t, true
}

// recordSpecial keeps a term that is infinite or NaN.
func (a *DotSum) recordSpecial(term float64) {
	switch {
	case term > 0:
		a.Positive = true
	case term < 0:
		a.Negative = true
	default:
		a.Invalid = true
	}
}

package generic

import "math"

// Product is (P + E)·2^Exp, a product of positive numbers that carries its
// rounding errors: 1 <= P < 2, and E some units of P's last place at most. What a
// factor decides by itself is noted and left out.
type Product struct {
	P, E     float64
	Exp      int64
	Negative bool // a negative factor, or a NaN
	Zero     bool
	Infinite bool
}

// One is the product of nothing.
var One = Product{P: 1}

// Merge returns a·b, a standing to the left: the order shows in the last bits of E.
func Merge(a, b Product) Product {
	a.Merge(&b)
	return a
}

// Merge makes a the product a·b. It works in place, field by field: a Product that is copied
// when it has just been written costs more than the multiplications.
func (a *Product) Merge(b *Product) {
	t, d := Multiply(a.P, a.E, b.P, b.E)
	a.P, a.E, a.Exp = t, d, a.Exp+b.Exp
	a.Normalize()
	a.Negative = a.Negative || b.Negative
	a.Zero = a.Zero || b.Zero
	a.Infinite = a.Infinite || b.Infinite
}

// Mul makes a the product Merge(a, ProductOf of x alone).
func (a *Product) Mul(x float64) {
	m, exp := a.Split(x)
	t := float64(a.P * m)
	a.E = math.FMA(a.E, m, math.FMA(a.P, m, -t))
	a.P = t
	a.Exp += exp
	a.Normalize()
}

// Div makes a the product a·(1/x): the remainder of the quotient is exact.
func (a *Product) Div(x float64) {
	var special Product
	m, exp := special.Split(x)
	q := a.P / m
	a.E = (a.E + math.FMA(-q, m, a.P)) / m
	a.P = q
	a.Exp -= exp
	a.Normalize()
	a.Negative = a.Negative || special.Negative
	a.Zero = a.Zero || special.Infinite
	a.Infinite = a.Infinite || special.Zero
}

// MulPair makes a the product a·(hi + lo), hi being normal and below 2^1023.
func (a *Product) MulPair(hi, lo float64) {
	q := Product{P: hi, E: lo}
	q.Normalize()
	a.Merge(&q)
}

// Frexp returns the product as frac·2^exp with 1/2 <= frac < 1, rounded once, or what its special
// factors make of it and 0.
func (a Product) Frexp() (frac float64, exp int64) {
	switch {
	case a.Negative || a.Zero && a.Infinite:
		return math.NaN(), 0
	case a.Zero:
		return 0, 0
	case a.Infinite:
		return math.Inf(1), 0
	}
	frac, k := math.Frexp(a.P + a.E)
	return frac, a.Exp + int64(k)
}

// Split returns x = m·2^exp with 1 <= m < 2, or 1 where it notes that x is not to be
// multiplied.
func (a *Product) Split(x float64) (m float64, exp int64) {
	bits := math.Float64bits(x)
	if bits>>52-1 >= 2*bias {
		before := a.Exp
		bits = math.Float64bits(a.recordSpecial(x))
		exp, a.Exp = a.Exp-before, before
	}
	return math.Float64frombits(bits&MantissaMask | OneBits), exp + int64(bits>>52) - bias
}

// Multiply returns (p+e)·(q+f) as t and its error, which is exact but for the
// rounding of the error itself.
func Multiply(p, e, q, f float64) (t, d float64) {
	t = float64(p * q)
	return t, math.FMA(e, q, math.FMA(p, f, math.FMA(e, f, math.FMA(p, q, -t))))
}

// Normalize moves the exponent of P to Exp. P and E are scaled by one power of two, which is
// exact, so that it makes no difference to the bits when it is done.
func (a *Product) Normalize() {
	bits := math.Float64bits(a.P)
	a.P = math.Float64frombits(bits&MantissaMask | OneBits)
	a.E *= math.Float64frombits(2*bias<<52 - bits&Infinity)
	a.Exp += int64(bits>>52) - bias
}

// ProductOf returns the product of at most Block elements.
func ProductOf(x []float64) Product {
	var p, e [Lanes]float64
	lanes := min(max(len(x), 1), Width) // in use: the others are 1
	if len(x) > Stripe {
		lanes = Width + min(len(x)-Stripe, Width)
	}
	for i := range lanes {
		p[i] = 1
	}
	var all Product // what is not in the lanes
	exp := int64(0) // of all, in a register
	for j, v := range x {
		bits := math.Float64bits(v)
		field := bits >> 52
		if field-1 >= 2*bias { // zero, subnormal, negative, infinite or NaN
			v = all.recordSpecial(v)
			bits = math.Float64bits(v)
			field = bits >> 52
		}
		exp += int64(field) - bias
		m := math.Float64frombits(bits&MantissaMask | OneBits)
		lane := uint(j)%Width + uint(j)/Stripe%2*Width
		t := float64(p[lane] * m)
		e[lane] = math.FMA(e[lane], m, math.FMA(p[lane], m, -t))
		p[lane] = t
	}
	// A lane has 128 factors at most, all below 2, and 512 of them can be merged as they are.
	if len(x) > 512 {
		for i := range lanes {
			lane := Product{P: p[i], E: e[i]}
			lane.Normalize()
			p[i], e[i] = lane.P, lane.E
			exp += lane.Exp
		}
	}
	all.Exp += exp
	all.P, all.E = reduceLanes(p[:lanes], e[:lanes])
	all.Normalize()
	return all
}

// recordSpecial keeps what x decides by itself, and returns the normal number that takes
// its place in the product.
func (a *Product) recordSpecial(x float64) float64 {
	switch bits := math.Float64bits(x); {
	case bits<<1 == 0:
		a.Zero = true
	case bits > Infinity: // a sign or a NaN
		a.Negative = true
	case bits == Infinity:
		a.Infinite = true
	default:
		// As an integer, and so right in a thread that flushes subnormals to zero.
		a.Exp -= bias - 1
		return math.Float64frombits(bits|OneBits) - 1
	}
	return 1
}

// reduceLanes merges in a tree: each lane of the lower half with the one as far into
// the upper half, until one is left. A lane that is not there is 1, which changes
// nothing.
func reduceLanes(p, e []float64) (float64, float64) {
	for half := Lanes / 2; half > 0; half /= 2 {
		for i := 0; i+half < len(p); i++ {
			p[i], e[i] = Multiply(p[i], e[i], p[i+half], e[i+half])
		}
		p, e = p[:min(half, len(p))], e[:min(half, len(e))]
	}
	return p[0], e[0]
}

// Log returns the logarithm of the product.
func (a Product) Log() float64 {
	switch {
	case a.Negative || a.Zero && a.Infinite:
		return math.NaN()
	case a.Zero:
		return math.Inf(-1)
	case a.Infinite:
		return math.Inf(1)
	}
	s, low := a.logParts()
	return s + low
}

// logParts returns the logarithm of a product without special factors as the sum of two numbers,
// the second one small. P may be any normal number, and P + E as exact.
func (a *Product) logParts() (s, low float64) {
	// P + E again, rounded once: how it was split depends on the order of the factors, and
	// the result must not.
	p, e := fastTwoSum(a.P, a.E)
	// The exponent of p, 0 or 1, joins Exp before ln 2 is multiplied: a product just under 1
	// has the logarithm of its mantissa, and nothing cancels.
	v := reduce(p)
	k := v.k + float64(a.Exp)
	h := float64(k * Ln2)
	l := math.FMA(k, Ln2Tail, math.FMA(k, Ln2, -h))
	s, e1 := twoSum(h, v.hi)
	s, e2 := twoSum(s, v.r)
	d := e / p
	d = math.FMA(-0.5*d, d, d) // ln(1+d)
	return s, (e1 + e2) + (tail(v.r, v.lo+l) + d)
}

// SumLog returns Σ ln x[j]: the products of blocks, merged from left to right.
func SumLog(x []float64) float64 {
	all := One
	for len(x) > Block {
		all = Merge(all, ProductOf(x[:Block]))
		x = x[Block:]
	}
	return Merge(all, ProductOf(x)).Log()
}

package exact

import (
	"math"
	"sync"
)

// ddShift is where Stirling's series takes over from the product in this file.
const ddShift = 32

// stirlingDD returns ln Γ(z) - ln(2π)/2 for z > 0: the formula of [stirlingLog].
func stirlingDD(z DD) DD {
	if z.hi < 0x1p-100 { // too small for a product
		return stirlingDD(z.plus(exactly(1))).minus(z.log(0))
	}
	y, product := z, exactly(1)
	for i := 1.0; y.hi < ddShift; i++ {
		product = product.times(y)
		y = z.plus(exactly(i))
	}
	v := y.minus(exactly(0.5)).times(y.log(0)).minus(y).plus(tailDD(y))
	if product.hi == 1 {
		return v
	}
	return v.minus(product.log(0))
}

// ddTail is how many terms of Stirling's series tailDD and tailRiseDD take, ddPairs of them
// in pairs. The others are below 2^-54 together, at ddShift.
const (
	ddTail  = 12
	ddPairs = 4
)

// stirlingPairs are B_2k/(2k(2k-1)), and halfLn2Pi is ln(2π)/2.
var stirlingPairs = sync.OnceValue(func() (c struct {
	term      [ddTail]DD
	omitted   float64
	halfLn2Pi DD
},
) {
	for k := range c.term {
		f := toPair(tailCoefficient(k, 256))
		c.term[k] = DD{f, pairUnit * math.Abs(f.hi)}
	}
	c.omitted, _ = tailCoefficient(ddTail, 256).Float64()
	v, _ := stirlingLog(sum(1), 256)
	c.halfLn2Pi = DD{toPair(v.Neg(v)), 2 * pairUnit}
	return c
})

// tailDD returns Σ_{k>=1} B_2k/(2k(2k-1)·y^(2k-1)) for y >= ddShift. What is left out is smaller
// than the first term left out. The terms in float64 are alternating and fall by more than 64
// times each: their sum is good to 2^-50 relative.
func tailDD(y DD) DD {
	if y.hi > 0x1p110 {
		return DD{err: 0.1 / y.hi}
	}
	c := stirlingPairs()
	i := exactly(1).over(y)
	w := i.times(i)
	f := c.term[ddTail-1].hi
	for k := ddTail - 2; k >= ddPairs; k-- {
		f = math.FMA(f, w.hi, c.term[k].hi)
	}
	p := DD{pair{hi: f}, 0x1p-48 * math.Abs(f)}
	for k := ddPairs - 1; k >= 0; k-- {
		p = p.times(w).plus(c.term[k])
	}
	p = p.times(i)
	p.err += math.Abs(c.omitted) * math.Pow(i.hi, 2*ddTail+1) * upwards
	return p
}

// tailRiseDD returns tail(x+n) - tail(x), y = x+n, for x >= ddShift and n > 0. With i = 1/x and
// j = 1/y, P the polynomial in w = i² and v = j², and D its divided difference,
// P(v) - P(w) = (v-w)·D,
//
//	j·P(v) - i·P(w) = (j-i)·(P(w) + j·(i+j)·D),   j - i = -n·i·j
//
// The terms that are left out change by less than n times the derivative's first omitted term.
func tailRiseDD(x, n, y DD) DD {
	if x.hi > 0x1p60 {
		return DD{err: 0.1 * n.hi / x.hi / x.hi * upwards} // the derivative is below 1/(12·x²)
	}
	c := stirlingPairs()
	i, j := exactly(1).over(x), exactly(1).over(y)
	if y.hi > 0x1p200 {
		j = DD{err: 0x1p-200}
	}
	w, v := i.times(i), j.times(j)
	f, g := c.term[ddTail-1].hi, 0.0
	for k := ddTail - 2; k >= ddPairs; k-- {
		g = math.FMA(g, v.hi, f)
		f = math.FMA(f, w.hi, c.term[k].hi)
	}
	p, d := DD{pair{hi: f}, 0x1p-46 * math.Abs(f)}, DD{pair{hi: g}, 0x1p-46 * math.Abs(g)}
	for k := ddPairs - 1; k >= 0; k-- {
		d = d.times(v).plus(p)
		p = p.times(w).plus(c.term[k])
	}
	e := n.times(i).times(j).neg()
	if j.hi == 0 {
		e = j.minus(i)
	}
	r := e.times(p.plus(j.times(i.plus(j)).times(d)))
	r.err += n.hi * (2*ddTail + 1) * math.Abs(c.omitted) * math.Pow(i.hi, 2*ddTail+2) * upwards
	return r
}

// riseDD returns ln Γ(x+n) - ln Γ(x) for x >= ddShift and n > 0, y = x+n:
//
//	n·ln y + ((x - 1/2)·ln(1 + n/x) - n) + tail(y) - tail(x)
//
// The bracket is between -n and 0, and stays above -n·(n+1)/(2x).
func riseDD(x, n, y DD) DD {
	r := n.times(y.log(0)).plus(tailRiseDD(x, n, y))
	if t := n.hi / x.hi; t < 0x1p-120 && x.hi > 0x1p120 {
		r.err += t * (n.hi + 1) * upwards
		return r
	}
	return r.plus(x.minus(exactly(0.5)).times(n.over(x).log1p()).minus(n))
}

// risingDD returns ln Γ(x+n) - ln Γ(x) for x > 0 and n >= 0.
//
// For small x and n nothing may cancel but what does in the result, which is of the size of n
// then: with D/P = Π(1 + n/(x+i)) - 1, in which all is positive,
//
//	ln Γ(x+n) - ln Γ(x) = riseDD(x+m, n) - ln(1 + D/P)
func risingDD(x, n DD) DD {
	y := x.plus(n)
	switch {
	case n.hi == 0 && n.err == 0:
		return DD{}
	case x.hi >= ddShift:
		return riseDD(x, n, y)
	case n.err == 0 && n.hi == math.Trunc(n.hi) && n.hi <= ddFactors:
		return productDD(x, int(n.hi), false)
	case n.hi >= 1:
		return stirlingDD(y).minus(stirlingDD(x))
	case x.hi < n.hi:
		return risingDD(x.plus(exactly(1)), n).minus(y.log(0).minus(x.log(0)))
	}
	p, d, z := exactly(1), DD{}, x
	for i := 1.0; z.hi < ddShift; i++ {
		d = d.times(z.plus(n)).plus(p.times(n))
		p = p.times(z)
		z = x.plus(exactly(i))
	}
	return riseDD(z, n, z.plus(n)).minus(d.over(p).log1p())
}

// ddFactors is the largest number of factors that are multiplied, which keeps the relative
// error where the product is near 1.
const ddFactors = 64

// productDD returns the logarithm of x·(x+1)···(x+count-1), divided by count! where choose is
// true.
func productDD(x DD, count int, choose bool) DD {
	p, exp := exactly(1), 0
	for i := range count {
		f := x.plus(exactly(float64(i)))
		_, k := math.Frexp(f.hi)
		p = p.times(f.ldexp(-k))
		exp += k
		if choose {
			p = p.over(exactly(float64(i + 1)))
		}
		_, k = math.Frexp(p.hi)
		p = p.ldexp(-k)
		exp += k
	}
	return p.log(exp)
}

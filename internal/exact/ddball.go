package exact

import "math"

// The arithmetic of DD: each operation returns what is certain, the error of the operands
// carried along and the error of the operation on pairs added. The bounds themselves are computed
// in float64, and the last factor of each covers their roundings. What overflows ends in a
// NaN or an error of +Inf, which [DD.ULP] makes +Inf.
const (
	pairUnit = 0x1p-106    // u² of pair
	upwards  = 1 + 0x1p-48 // more than a dozen roundings
	// underflow is more than what the halves of a product lose below the normal numbers.
	underflow = 0x1p-1060
)

// exactly returns x without an error.
func exactly(x float64) DD { return DD{pair: pair{hi: x}} }

func (x DD) magnitude() float64 { return math.Abs(x.hi) * (1 + 0x1p-52) }

func (x DD) neg() DD { return DD{pair{-x.hi, -x.lo}, x.err} }

func (x DD) plus(y DD) DD {
	s := DD{pair: x.add(y.pair)}
	s.err = (x.err + y.err + 4*pairUnit*s.magnitude()) * upwards
	return s
}

func (x DD) minus(y DD) DD { return x.plus(y.neg()) }

func (x DD) times(y DD) DD {
	p := DD{pair: x.mul(y.pair)}
	a, b := x.magnitude(), y.magnitude()
	p.err = (a*y.err + b*x.err + x.err*y.err + 6*pairUnit*p.magnitude() + underflow) * upwards
	return p
}

// over returns x/y. Where the remainder may underflow, or y may be 0, the error is +Inf.
func (x DD) over(y DD) DD {
	q := DD{pair: x.div(y.pair)}
	size, least := q.magnitude(), math.Abs(y.hi)*(1-0x1p-52)-y.err
	if !(math.Abs(x.hi) >= 0x1p-960 && size >= 0x1p-960 && size <= 0x1p1000 && least > 0) {
		return DD{q.pair, math.Inf(1)}
	}
	q.err = ((x.err+size*y.err)/least + 16*pairUnit*size) * upwards
	return q
}

// ldexp returns x·2^exp, which must be normal.
func (x DD) ldexp(exp int) DD { return DD{x.pair.ldexp(exp), math.Ldexp(x.err, exp)} }

// log returns ln(x·2^exp), x > 0.
func (x DD) log(exp int) DD {
	ln := DD{pair: logPair(x.pair, exp)}
	relative := x.err / x.hi
	if !(relative < 0.25) {
		return DD{ln.pair, math.Inf(1)}
	}
	ln.err = (logError*ln.magnitude() + 1.25*relative + 0x1p-1000) * upwards
	return ln
}

// log1p returns ln(1+x), x > -1/2. Where x is small, 1+x is not formed, as in [log1p].
func (x DD) log1p() DD {
	if math.Abs(x.hi) >= 0x1p-8 {
		return x.plus(exactly(1)).log(0)
	}
	s := x.over(x.plus(exactly(2)))
	ln := DD{pair: ddConstants().logRatio(s.pair)}
	ln.err = (2.01*s.err + 16*pairUnit*ln.magnitude() + underflow) * upwards
	return ln
}

package generic

import "math"

// LogPair is ln Σ e^x of a row as the sum of two numbers, for the elements of the row. The
// generator reads the offsets.
type LogPair struct{ H, L float64 }

// LogSumExpRows sets dst[r] to LogSumExp of row r, cols elements long.
func LogSumExpRows(dst, x []float64, cols int) {
	for r := range dst {
		dst[r] = LogSumExp(x[r*cols : (r+1)*cols])
	}
}

// LogSoftmax sets dst to x less the LogSumExp of its row, cols elements long.
func LogSoftmax(dst, x []float64, cols int) {
	for r := 0; r < len(x); r += cols {
		out := dst[r : r+cols]
		if p, row, ok := logOfRow(out, x[r:r+cols]); ok {
			p.LogSoftmax(out, row)
		}
	}
}

// Softmax sets dst to e^(x - LogSumExp) of its row, cols elements long.
func Softmax(dst, x []float64, cols int) {
	for r := 0; r < len(x); r += cols {
		out := dst[r : r+cols]
		if p, row, ok := logOfRow(out, x[r:r+cols]); ok {
			p.Softmax(out, row)
		} else {
			Exp(out, out)
		}
	}
}

// logOfRow returns the LogSumExp of a row, which is x or, less its largest element, dst. Where ok
// is false, dst has the logarithms of the results.
func logOfRow(dst, x []float64) (p LogPair, row []float64, ok bool) {
	all := ExpSumOf(x)
	if p, ok = all.LogPair(); ok {
		return p, x, true
	}
	if !all.LessLargest(dst, x) {
		return p, dst, false
	}
	all = ExpSumOf(dst)
	p, ok = all.LogPair()
	return p, dst, ok
}

// WideRow is where the error of n·ln 2/8, n·2^-96, begins to show beside those of an exponential.
// From there on the differences of elements that count are exact.
const WideRow = 0x1p30

// LogPair returns the logarithm of the sum. ok tells that the largest element is below WideRow in
// magnitude: then it is right to 2^-56, and no x - H overflows.
func (a *ExpSum) LogPair() (p LogPair, ok bool) {
	if a.Invalid || !(math.Abs(a.M) < WideRow) {
		return p, false
	}
	s, low := a.logParts()
	p.H, p.L = fastTwoSum(s, low)
	return p, true
}

// LessLargest sets dst to x less the largest element, where a has no LogPair: differences that
// count are exact there. ok tells that they are a row to go on with. Otherwise they are the
// results: what IEEE 754 makes of infinities, or NaN.
func (a *ExpSum) LessLargest(dst, x []float64) (ok bool) {
	m := a.M
	if a.Invalid {
		m = math.NaN()
	}
	for j, v := range x {
		dst[j] = v - m
	}
	return !math.IsNaN(m) && !math.IsInf(m, 0)
}

// LogSoftmax sets dst to x less the logarithm.
func (p *LogPair) LogSoftmax(dst, x []float64) {
	for j, v := range x {
		dst[j] = p.minus(v)
	}
}

// Softmax sets dst to e^(x less the logarithm).
func (p *LogPair) Softmax(dst, x []float64) {
	for j, v := range x {
		dst[j] = p.expMinus(v)
	}
}

// FarBelow is an x beside which a logarithm below 2·WideRow is nothing.
const FarBelow = -0x1p200

// difference returns x less the logarithm, as s + e, where x is not above the largest element
// of the row.
func (p *LogPair) difference(x float64) (s, e float64) {
	s, e = twoDiff(x, p.H)
	if x < FarBelow { // it may be -Inf
		e = 0
	}
	return s, e - p.L
}

// minus returns x less the logarithm, which is not above 0: rounding could make it so.
func (p *LogPair) minus(x float64) float64 {
	s, e := p.difference(x)
	return min(s+e, 0)
}

// expMinus returns e^(x less the logarithm).
func (p *LogPair) expMinus(x float64) float64 {
	s, e := p.difference(x)
	if s < ExpZero {
		return 0
	}
	n, r := expReduce(s)
	// e is up to 2^-42 where the logarithm is large, too much for the table's rest. It may exceed
	// r; what is lost then is below 2^-94.
	r, e = fastTwoSum(r, e)
	i := n & 7
	q := r + expTail(r, ExpR[i]+e)
	t := ExpT[i]
	if s > -ExpSafe {
		t = math.Float64frombits(math.Float64bits(t) + n>>3<<52)
		return math.FMA(t, q, t)
	}
	f := math.FMA(t, q, t)
	return scale(f, math.FMA(t, q, t-f), int64(n<<13)>>16)
}

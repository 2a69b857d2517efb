package generic

import "math"

// DotLogTerms sets hi[j] + lo[j] to w[j]·ln x[j], what it adds to a lane that is 0.
func DotLogTerms(hi, lo, w, x []float64) {
	for j, v := range x {
		hi[j], lo[j] = dotLogTerm(w[j], v)
	}
}

func dotLogTerm(w, x float64) (hi, lo float64) {
	var noted DotSum
	if h, t, ok := noted.logOf(w, x); ok {
		g, low := weighted(w, h, t)
		s, e := twoSum(0, g)
		return s, 0 + (e + low)
	}
	hi = noted.Sum()
	return hi, hi - hi
}

// ExpTermsMax bounds the magnitude of x for which ExpTerms returns pairs: there the last place of
// lo is a normal number, as is a sum of 2^150 terms.
const ExpTermsMax = 600

// ExpTerms sets hi[j] + lo[j] to e^x[j], and lo[j] to 0 where |x[j]| is above ExpTermsMax.
func ExpTerms(hi, lo, x []float64) {
	unit := NewExpUnit(0)
	for j, v := range x {
		if math.Abs(v) <= ExpTermsMax {
			hi[j], lo[j] = unit.term(v)
		} else {
			hi[j], lo[j] = exp(v), 0
		}
	}
}

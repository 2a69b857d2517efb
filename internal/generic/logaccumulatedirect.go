package generic

import "math"

// LogAccumulateDirect sets dst[j] to Σ_{i<terms} ln(1+i+x[j]) by one logarithm a
// term, each term being float64(1+i)+x rounded.
func LogAccumulateDirect(dst, x []float64, terms int) {
	for j, v := range x {
		var s DirectSum
		for first := 0; first < terms; first += DirectChunk {
			s.add(v, DirectTerms{float64(1 + first), int64(min(DirectChunk, terms-first))})
		}
		dst[j] = s.Result(v, terms)
	}
}

// DirectSum is the running sum of LogAccumulateDirect between two chunks of
// terms: Hi+Lo, |Lo| at most half a unit of Hi's last place. The zero value is
// the empty sum.
type DirectSum struct{ Hi, Lo float64 }

// DirectTerms is a chunk of terms: First+x, First+1+x, …, Count of them, at most
// DirectChunk.
type DirectTerms struct {
	First float64
	Count int64
}

// add adds the logarithms of a chunk of terms.
//
// Each logarithm is k·ln 2 + hi + r + small. The first two have 32 bits after
// the binary point, and r is cut to 34: adding those is exact over a chunk, so
// that only the small parts, which sum to less than 1, round at all.
func (s *DirectSum) add(x float64, terms DirectTerms) {
	var sum, low float64
	c := terms.First
	for range terms.Count {
		v := reduce(c + x)
		r := (v.r + DirectSplit) - DirectSplit
		sum += math.FMA(v.k, Ln2Hi, v.hi) + r
		low += tail(v.r, math.FMA(v.k, Ln2Lo, v.lo)+(v.r-r))
		c++
	}
	h, e := twoSum(s.Hi, sum)
	s.Hi, s.Lo = twoSum(h, s.Lo+(e+low))
}

// Result is the rounded sum of that many terms, or what x decides by itself: NaN
// below -1, -Inf at -1, +Inf at +Inf.
func (s *DirectSum) Result(x float64, terms int) float64 {
	if !(x > -1 && x <= math.MaxFloat64) || terms == 0 {
		return special(x, terms == 0)
	}
	return s.Hi
}

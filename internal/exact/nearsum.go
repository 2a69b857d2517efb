package exact

import (
	"iter"
	"math"
)

// NearAccumulate yields the sums of [LogAccumulate] for 1, 2, 3, … terms, each
// good to 2^-97 relative plus terms·2^-103 absolute: one product, which a further
// factor makes the next one. It panics for the x for which LogAccumulate does.
func NearAccumulate(x float64) iter.Seq2[int, Near] {
	checkAccumulate("NearAccumulate", x, 0)
	return nearSums(func(i int) pair { return twoSum(float64(1+i), x) })
}

// NearAccumulateDirect is [NearAccumulate] for the sums of [LogAccumulateDirect].
func NearAccumulateDirect(x float64) iter.Seq2[int, Near] {
	checkAccumulate("NearAccumulateDirect", x, 0)
	return nearSums(func(i int) pair { return pair{hi: float64(1+i) + x} })
}

// nearSums yields the logarithms of factor(0), factor(0)·factor(1), and so on: of
// p·2^exp with p in [1/2, 1).
func nearSums(factor func(i int) pair) iter.Seq2[int, Near] {
	return func(yield func(int, Near) bool) {
		p, exp := pair{hi: 1}, 0
		for i := 0; ; i++ {
			p = p.mul(factor(i))
			_, k := math.Frexp(p.hi)
			p = p.ldexp(-k)
			exp += k
			ln := logPair(p, exp)
			if !yield(i+1, Near{ln, logError*math.Abs(ln.hi) + float64(i+1)*stepError}) {
				return
			}
		}
	}
}

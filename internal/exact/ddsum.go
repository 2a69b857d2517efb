package exact

import (
	"iter"
	"math"
)

// LogAccumulateDD yields the sums of [LogAccumulate] for 1, 2, 3, … terms, each
// good to 2^-97 relative plus terms·2^-103 absolute: one product, which a further
// factor makes the next one. It panics for the x for which LogAccumulate does.
func LogAccumulateDD(x float64) iter.Seq2[int, DD] {
	checkAccumulate("LogAccumulateDD", x, 0)
	return ddSums(func(i int) pair { return twoSum(float64(1+i), x) })
}

// LogAccumulateDirectDD is [LogAccumulateDD] for the sums of [LogAccumulateDirect].
func LogAccumulateDirectDD(x float64) iter.Seq2[int, DD] {
	checkAccumulate("LogAccumulateDirectDD", x, 0)
	return ddSums(func(i int) pair { return pair{hi: float64(1+i) + x} })
}

// ddSums yields the logarithms of factor(0), factor(0)·factor(1), and so on: of
// p·2^exp with p in [1/2, 1).
func ddSums(factor func(i int) pair) iter.Seq2[int, DD] {
	return func(yield func(int, DD) bool) {
		p, exp := pair{hi: 1}, 0
		for i := 0; ; i++ {
			p = p.mul(factor(i))
			_, k := math.Frexp(p.hi)
			p = p.ldexp(-k)
			exp += k
			ln := logPair(p, exp)
			if !yield(i+1, DD{ln, logError*math.Abs(ln.hi) + float64(i+1)*stepError}) {
				return
			}
		}
	}
}

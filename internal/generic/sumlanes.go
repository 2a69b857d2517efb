package generic

// Third is 1/3, rounded.
const Third = 1. / 3

// SumLanes are the lanes of a block of a sum: S + C each, C small. Elements fill them as they
// fill those of a product, and a lane without elements is 0. The generator reads the offsets.
type SumLanes struct{ S, C [Lanes]float64 }

// Reduce returns the sum of the lanes, which it uses up.
func (l *SumLanes) Reduce() (s, c float64) { return l.reduceFirst(Lanes) }

// reduceFirst is Reduce where the lanes from n on are 0: adding those changes nothing.
func (l *SumLanes) reduceFirst(n int) (s, c float64) {
	for half := Lanes / 2; half > 0; half /= 2 {
		for i := 0; i+half < n; i++ {
			l.S[i], l.C[i] = addPair(l.S[i], l.C[i], l.S[i+half], l.C[i+half])
		}
		n = min(n, half)
	}
	return l.S[0], l.C[0]
}

// addPair is (s + c) + (t + d).
func addPair(s, c, t, d float64) (sum, low float64) {
	sum, e := twoSum(s, t)
	return sum, (c + d) + e
}

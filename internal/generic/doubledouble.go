package generic

// double is the unevaluated sum hi + lo, to some 104 bits.
type double struct{ hi, lo float64 }

// fastTwo is a + b exactly where |a| >= |b| or a is 0.
func fastTwo(a, b float64) double {
	s, e := fastTwoSum(a, b)
	return double{s, e}
}

// plus returns x + y, also where they cancel (AccurateDWPlusDW of Joldes, Muller and Popescu,
// ACM Transactions on Mathematical Software 44, 2017).
func (x double) plus(y double) double {
	s, e := twoSum(x.hi, y.hi)
	t, f := twoSum(x.lo, y.lo)
	v := fastTwo(s, e+t)
	return fastTwo(v.hi, v.lo+f)
}

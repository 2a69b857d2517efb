package exact

import (
	"fmt"
	"math"
	"math/big"
)

// Log1p returns ln(1+x), 1+x being a real number. x must be finite and above -1; it panics
// otherwise. The relative error is below 2^-190, for every x.
func Log1p(x float64) *big.Float {
	checkLog1p("Log1p", x)
	return log1p(big.NewFloat(x), Prec)
}

// Log1pDD is [Log1p] to 2^-97 relative: 1+x is a pair exactly.
func Log1pDD(x float64) DD {
	checkLog1p("Log1pDD", x)
	ln := logPair(twoSum(1, x), 0)
	return DD{ln, logError * math.Abs(ln.hi)}
}

func checkLog1p(name string, x float64) {
	if !(x > -1) || math.IsInf(x, 1) {
		panic(fmt.Sprintf("exact: %s of %g, which is not finite and above -1", name, x))
	}
}

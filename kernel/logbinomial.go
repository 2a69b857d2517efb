package kernel

import (
	"sumlog/internal/check"
	"sumlog/internal/generic"
)

// LogBinomial sets dst[j] to the logarithm of the binomial coefficient of n[j] over k[j] (lchoose),
// ln Γ(n+1) - ln Γ(k+1) - ln Γ(n-k+1), for counts and for real 0 <= k <= n. n-k is not rounded, and
// no digits cancel.
//
// Max error: 0.6 ULP for counts up to 2^53; 0.8 ULP + 2^-60 absolute for other n and k, which
// counts beside k = 0 and k = n. The result there is exactly 0, and ln 1 everywhere.
//
// Special values: NaN in either slice and n < 0 give NaN. Otherwise k < 0 and k > n give -Inf, as
// the coefficient is 0. k = 0 and k = n give +0, and an n of 0x1.8p+1022 or more gives +Inf.
//
// Slices of one element are not repeated: for one argument, fill a slice with it.
//
// dst may be n, k or both. Panics where the slices differ in length or overlap in part, or isa is
// not [Supported].
//
// Method: as [LogBeta], or a quotient of a product by a factorial; see
// docs/numerics-gamma.md.
func LogBinomial(isa ISA, dst, n, k []float64) {
	const op = "sumlog/kernel: LogBinomial"
	checkISA(op, isa)
	check.BinaryNamed(op, "n", "k", dst, n, k)
	raceAccess(dst, n, k)
	if !hasAssembly || isa == Generic {
		generic.LogBinomial(dst, n, k)
		return
	}
	opLogBinomial.run(isa, dst, n, k)
}

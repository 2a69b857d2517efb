package kernel

import (
	"sumlog/internal/check"
	"sumlog/internal/generic"
)

// KLDiv sets dst[j] = p[j]·ln(p[j]/q[j]) - p[j] + q[j], kl_div of SciPy: the Kullback-Leibler
// divergence element by element. No result is negative. Where p and q sum to the same, the sum
// of the results is the relative entropy.
//
// Max error: 1 ULP, for all positive finite p and q, however near they are to each other,
// subnormal ones and subnormal results included. p = q gives +0.
//
// Special values: p = 0 gives q for every q >= 0. Otherwise NaN in either gives NaN, a negative
// number in either and q = 0 give +Inf, and so does an infinite p or q, where SciPy has NaN; both
// infinite give NaN.
//
// dst may be p or q or both. Panics where the slices differ in length, dst overlaps p or q in
// part, or isa is not [Supported].
//
// Method: near p = q the result is (p-q)²/(p+q) and what a polynomial adds, of one sign, so that
// nothing cancels; elsewhere it is [RelEntr] and q - p as a sum of two numbers; see
// docs/numerics.md.
func KLDiv(isa ISA, dst, p, q []float64) {
	const op = "sumlog/kernel: KLDiv"
	checkISA(op, isa)
	check.BinaryNamed(op, "p", "q", dst, p, q)
	raceAccess(dst, p, q)
	if !hasAssembly || isa == Generic {
		generic.KLDiv(dst, p, q)
		return
	}
	// Assembly is not preempted: a block takes well under 100 µs.
	const block = 1 << 14
	group := klDivGroup * lanesOf(isa)
	whole := wholeGroups(isa, len(dst), group)
	for i := 0; i < whole; i += block {
		callKlDiv(isa, &dst[i], &p[i], &q[i], min(block, whole-i))
	}
	if whole < len(dst) {
		var a, b [klDivGroup * maxLanes]float64
		fillGroup(a[:group], p[whole:])
		fillGroup(b[:group], q[whole:])
		callKlDiv(isa, &a[0], &a[0], &b[0], group)
		copy(dst[whole:], a[:])
	}
}

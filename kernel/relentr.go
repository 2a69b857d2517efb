package kernel

import (
	"sumlog/internal/check"
	"sumlog/internal/generic"
)

// RelEntr sets dst[j] = p[j]·ln(p[j]/q[j]), rel_entr of SciPy: the terms of relative entropies, of
// which [RelativeEntropy] is the sum. The result is negative where p < q.
//
// Max error: 0.6 ULP, for all positive finite p and q, however near they are to each other,
// subnormal ones and subnormal results included. p = q gives +0.
//
// Special values: p = 0 gives +0 for every q >= 0. Otherwise NaN in either gives NaN, a negative
// number in either and q = 0 give +Inf, p = +Inf gives +Inf and q = +Inf gives -Inf, or NaN where
// both are infinite.
//
// dst may be p or q or both. Panics where the slices differ in length, dst overlaps p or q in
// part, or isa is not [Supported].
//
// Method: no quotient is formed; p - q is exact once p is scaled by a power of two, and
// ln(p/q) = 2·atanh((p-q)/(p+q)) is a sum of two numbers; see docs/numerics.md.
func RelEntr(isa ISA, dst, p, q []float64) {
	const op = "sumlog/kernel: RelEntr"
	checkISA(op, isa)
	check.BinaryNamed(op, "p", "q", dst, p, q)
	raceAccess(dst, p, q)
	if !hasAssembly || isa == Generic {
		generic.RelEntr(dst, p, q)
		return
	}
	// Assembly is not preempted: a block takes well under 100 µs.
	const block = 1 << 14
	group := relEntrGroup * lanesOf(isa)
	whole := wholeGroups(isa, len(dst), group)
	for i := 0; i < whole; i += block {
		callRelEntr(isa, &dst[i], &p[i], &q[i], min(block, whole-i))
	}
	if whole < len(dst) {
		var a, b [relEntrGroup * maxLanes]float64
		fillGroup(a[:group], p[whole:])
		fillGroup(b[:group], q[whole:])
		callRelEntr(isa, &a[0], &a[0], &b[0], group)
		copy(dst[whole:], a[:])
	}
}

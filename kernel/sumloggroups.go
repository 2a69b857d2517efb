package kernel

import (
	"math"
	"math/bits"

	"sumlog/internal/check"
	"sumlog/internal/generic"
)

// SumLogGroups sets dst[i] = Σ ln x[j], j from offsets[i] to offsets[i+1]-1: sums of groups of any
// lengths that lie one after the other, as in the CSR format and in NumPy's add.reduceat. Each has
// the bits that [SumLog] of it has, and its error bound and special values; an empty group gives
// +0. What lies before the first group or behind the last one is not read.
//
// Panics where len(offsets) is not len(dst)+1, offsets decrease, the first is negative or the
// last beyond len(x), dst overlaps x, or isa is not [Supported].
//
// Method: groups of at most 16 elements, and those of at most 32, are multiplied side by side, and
// have their logarithms taken together, one a lane. Elements that a group lacks are ones, which
// change no bit of a product.
func SumLogGroups(isa ISA, dst, x []float64, offsets []int) {
	const op = "sumlog/kernel: SumLogGroups"
	checkISA(op, isa)
	longest := check.Groups(op, dst, x, offsets)
	if len(dst) == 0 {
		return
	}
	x = x[:offsets[len(dst)]]
	raceAccess(dst, x[offsets[0]:], nil)
	if !hasAssembly || isa == Generic || len(dst) < fewGroups || len(x) == 0 {
		for i := range dst {
			dst[i] = sumLog(isa, x[offsets[i]:offsets[i+1]])
		}
		return
	}
	if longest <= shortGroup {
		const block = 1024
		for at := 0; at < len(dst); at += block {
			n := min(block, len(dst)-at)
			sumGroups(isa, shortGroup, dst[at:at+n], x, offsets[at:at+n], offsets[at+1:at+n+1])
		}
		return
	}
	var m mediumGroups
	for at := 0; at < len(dst); at += groupBlock {
		n := min(groupBlock, len(dst)-at)
		sumGroups(isa, shortGroup, dst[at:at+n], x, offsets[at:at+n], offsets[at+1:at+n+1])
		sumLongerGroups(isa, &m, dst, x, offsets, at, n)
	}
	m.sum(isa, dst, x)
}

const (
	shortGroup  = generic.Width     // the elements of a group that groupsOf16 takes
	mediumGroup = 2 * generic.Width // and groupsOf32; a longer group is worth a call
	groupBlock  = 64                // groups that are taken at a time
	fewGroups   = 4                 // fewer are summed one by one
)

// sumLongerGroups sums those of n groups that are longer than short ones, except that it may leave
// medium ones to m.
func sumLongerGroups(isa ISA, m *mediumGroups, dst, x []float64, offsets []int, from, n int) {
	// The lengths of groups are hard to predict, so that listing them does not branch on them.
	var longer [groupBlock]int
	count := uint(0)
	lo := offsets[from]
	for i, hi := range offsets[from+1 : from+n+1] {
		longer[count%groupBlock] = from + i
		count += uint(shortGroup-(hi-lo)) >> (bits.UintSize - 1) // 1 where it is longer
		lo = hi
	}
	for _, i := range longer[:count] {
		lo, hi := offsets[i], offsets[i+1]
		if hi-lo > mediumGroup {
			dst[i] = sumLog(isa, x[lo:hi])
			continue
		}
		m.which[m.n], m.from[m.n], m.to[m.n] = i, lo, hi
		m.n++
		if m.n == len(m.which) {
			m.sum(isa, dst, x)
		}
	}
}

// mediumGroups are groups that wait until there are enough of them.
type mediumGroups struct {
	which, from, to [groupBlock]int
	n               int
}

// sum sums the groups, and empties m.
func (m *mediumGroups) sum(isa ISA, dst, x []float64) {
	if m.n == 0 {
		return
	}
	var sums [groupBlock]float64
	sumGroups(isa, mediumGroup, sums[:m.n], x, m.from[:m.n], m.to[:m.n])
	for k, i := range m.which[:m.n] {
		dst[i] = sums[k]
	}
	m.n = 0
}

// sumGroups sets dst[i] to the sum of the elements of x from number from[i] to to[i]-1. Where they
// are more than most, dst[i] is left with a number that means nothing.
func sumGroups(isa ISA, most int, dst, x []float64, from, to []int) {
	n := len(dst)
	if readsBeyond {
		// The last groups, behind which x ends too early. Offsets increase.
		for n > 0 && from[n-1]+most > len(x) {
			n--
			dst[n] = sumLogSplit(isa, x[from[n]:min(to[n], from[n]+most)])
		}
	}
	whole := n &^ (lanesOf(isa) - 1)
	if whole > 0 {
		sumVectorsOfGroups(isa, most, dst[:whole], x, from, to)
	}
	if whole < n {
		var sums [maxLanes]float64
		var lo, hi [maxLanes]int
		copy(lo[:], from[whole:n])
		copy(hi[:], to[whole:n])
		sumVectorsOfGroups(isa, most, sums[:wholeVectors(isa, n-whole)], x, lo[:], hi[:])
		copy(dst[whole:n], sums[:])
	}
}

// sumVectorsOfGroups is sumGroups of a whole number of vectors. On targets that read beyond
// groups, there are most elements from each of from on.
func sumVectorsOfGroups(isa ISA, most int, dst, x []float64, from, to []int) {
	var fallback float64
	mask := float64s(&generic.GroupMask[mediumGroup])
	lo, hi := float64s(&from[0]), float64s(&to[0])
	if most == shortGroup {
		callGroupsOf16(isa, &dst[0], &x[0], lo, hi, mask, len(dst), &fallback)
	} else {
		callGroupsOf32(isa, &dst[0], &x[0], lo, hi, mask, len(dst), &fallback)
	}
	if fallback == 0 {
		return
	}
	for i, v := range dst {
		group := x[from[i]:to[i]]
		if len(group) <= most && (math.IsNaN(v) || leavesFastPath(group)) {
			dst[i] = sumLogSplit(isa, group)
		}
	}
}

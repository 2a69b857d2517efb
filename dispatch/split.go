package dispatch

import "fmt"

// Range is the half-open interval [Lo, Hi) of indices.
type Range struct{ Lo, Hi int }

// Len returns the number of indices in r.
func (r Range) Len() int { return r.Hi - r.Lo }

// Split divides [0, n) into parts consecutive ranges as NumPy's array_split does: the first
// n%parts ranges have one index more than the others. Where parts exceeds n the last ranges
// are empty.
//
// It panics where n < 0 or parts < 1.
func Split(n, parts int) []Range {
	if n < 0 || parts < 1 {
		panic(fmt.Sprintf("sumlog/dispatch: Split: n = %d, parts = %d, want n >= 0 and parts >= 1",
			n, parts))
	}
	ranges := make([]Range, parts)
	for i := range ranges {
		ranges[i] = splitAt(n, parts, i)
	}
	return ranges
}

// splitAt returns range i of Split(n, parts) without the others.
func splitAt(n, parts, i int) Range {
	size, longer := n/parts, n%parts
	lo := i*size + min(i, longer)
	if i < longer {
		size++
	}
	return Range{lo, lo + size}
}

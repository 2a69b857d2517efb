package check

import "fmt"

// Counts checks that no count is negative.
func Counts(op, name string, n []int64) {
	if AnyBits(n) < 0 {
		for j, v := range n {
			if v < 0 {
				panic(fmt.Sprintf("%s: %s[%d] = %d, want 0 or more", op, name, j, v))
			}
		}
	}
}

// AnyBits returns the bits that occur in counts: a negative number where one of them is negative.
func AnyBits(n []int64) (all int64) {
	for ; len(n) >= 8; n = n[8:] {
		v := (*[8]int64)(n)
		all |= (v[0] | v[1] | v[2] | v[3]) | (v[4] | v[5] | v[6] | v[7])
	}
	for _, v := range n {
		all |= v
	}
	return all
}

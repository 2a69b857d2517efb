package cpu

import "iter"

// maxCPUs is how many CPUs a [Mask] has room for.
const maxCPUs = 1024

// MaskOf returns the mask of one CPU.
func MaskOf(cpu int) (mask Mask) {
	mask.Set(cpu)
	return mask
}

// In lists the CPUs of a mask, in ascending order.
func In(mask Mask) iter.Seq[int] {
	return func(yield func(int) bool) {
		for cpu := range maxCPUs {
			if mask.IsSet(cpu) && !yield(cpu) {
				return
			}
		}
	}
}

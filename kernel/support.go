package kernel

import (
	"slices"

	"golang.org/x/sys/cpu"

	"sumlog/kernel/avx2"
	"sumlog/kernel/avx512"
	"sumlog/kernel/neon"
)

// supported lists the instruction sets that this binary has kernels for and this
// processor runs.
var supported = func() []ISA {
	list := []ISA{Generic}
	x := &cpu.X86
	hasAVX2 := x.HasAVX && x.HasAVX2 && x.HasFMA
	if avx2.Available && hasAVX2 {
		list = append(list, AVX2)
	}
	if avx512.Available && hasAVX2 && x.HasAVX512F && x.HasAVX512DQ && x.HasAVX512BW {
		list = append(list, AVX512)
	}
	if neon.Available && cpu.ARM64.HasASIMD {
		list = append(list, NEON)
	}
	return list
}()

// usable is supported as a set, bit n for ISA(n), which a call can test without a
// search.
var usable = func() (set uint) {
	for _, isa := range supported {
		set |= 1 << isa
	}
	return set
}()

// Supported returns the instruction sets that this binary has and this processor
// runs, [Generic] first and the best last. The slice is the caller's own.
//
// The processor's features are those of golang.org/x/sys/cpu, which asks the
// operating system too whether it saves the vector registers, and honours
// GODEBUG=cpu.avx2=off and its like.
func Supported() []ISA { return slices.Clone(supported) }

// Best returns the last of [Supported], without allocating.
func Best() ISA { return supported[len(supported)-1] }

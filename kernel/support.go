package kernel

import (
	"slices"

	"sumlog/internal/cpu"
)

// supported lists the instruction sets that this binary has kernels for and this
// processor runs.
var supported = func() []ISA {
	list := []ISA{Generic}
	if hasAssembly && cpu.HasAVX2() {
		list = append(list, AVX2)
	}
	if hasAssembly && cpu.HasAVX512() {
		list = append(list, AVX512)
	}
	if hasAssembly && cpu.HasNEON() {
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
// GODEBUG=cpu.F=off for F = avx, avx2, fma, avx512, avx512f, avx512cd, avx512bw, avx512dq
// and avx512vl.
func Supported() []ISA { return slices.Clone(supported) }

// Best returns the last of [Supported], without allocating.
func Best() ISA { return supported[len(supported)-1] }

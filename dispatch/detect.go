package dispatch

import (
	"golang.org/x/sys/cpu"

	"sumlog/kernel"
)

// detect returns the instruction sets that this processor and operating system
// run, whether or not this binary has kernels for them.
func detect() []kernel.ISA {
	list := []kernel.ISA{kernel.Generic}
	x := &cpu.X86
	avx2 := x.HasAVX && x.HasAVX2 && x.HasFMA
	if avx2 {
		list = append(list, kernel.AVX2)
	}
	if avx2 && x.HasAVX512F && x.HasAVX512DQ && x.HasAVX512BW {
		list = append(list, kernel.AVX512)
	}
	if cpu.ARM64.HasASIMD {
		list = append(list, kernel.NEON)
	}
	return list
}

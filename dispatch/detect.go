package dispatch

import (
	"sumlog/internal/cpu"
	"sumlog/kernel"
)

// detect returns the instruction sets that this processor and operating system run, whether or
// not this binary has kernels for them.
func detect() []kernel.ISA {
	list := []kernel.ISA{kernel.Generic}
	if cpu.HasAVX2() {
		list = append(list, kernel.AVX2)
	}
	if cpu.HasAVX512() {
		list = append(list, kernel.AVX512)
	}
	if cpu.HasNEON() {
		list = append(list, kernel.NEON)
	}
	return list
}

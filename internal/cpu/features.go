// Package cpu reads facts about the CPUs of the machine, each in one place: the vector
// instruction sets that run here, caches, topology and quota.
//
// The functions that take root, a file system, read Linux's /proc and /sys below it:
// os.DirFS("/") outside tests.
package cpu

import "golang.org/x/sys/cpu"

// HasAVX2 reports whether 256-bit vectors with fused multiply-add can be used, and bits be counted.
// Each of GODEBUG=cpu.avx=off, cpu.avx2=off, cpu.fma=off and cpu.popcnt=off denies them.
func HasAVX2() bool {
	x := &cpu.X86
	return x.HasAVX && x.HasAVX2 && x.HasFMA && x.HasPOPCNT
}

// HasAVX512 reports whether 512-bit vectors can be used: the five features that the Go runtime
// and GOAMD64=v4 require for AVX-512. They are denied by whatever denies [HasAVX2], and by
// GODEBUG=cpu.F=off for F = avx512, avx512f, avx512cd, avx512bw, avx512dq and avx512vl.
//
// Only golang.org/x/sys/cpu knows the name avx512, for a feature apart from the other five;
// the Go runtime warns of an unknown name.
func HasAVX512() bool {
	x := &cpu.X86
	return HasAVX2() && x.HasAVX512 &&
		x.HasAVX512F && x.HasAVX512CD && x.HasAVX512BW && x.HasAVX512DQ && x.HasAVX512VL
}

// HasNEON reports whether the 128-bit vectors of arm64 can be used.
func HasNEON() bool { return cpu.ARM64.HasASIMD }

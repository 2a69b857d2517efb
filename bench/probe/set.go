package probe

import (
	"slices"
	"unsafe"

	"sumlog/bench/probe/avx2"
	"sumlog/bench/probe/avx512"
	"sumlog/bench/probe/neon"
	"sumlog/kernel"
)

// Scalar names the probes in plain Go, one number at a time.
const Scalar = "scalar"

// The loops of a set; those with two are ordinary, and with non-temporal stores.
type (
	arithmetics [kinds]func(sums *float64, times int)
	copies      [2]func(dst, a *float64, n, times int)
	adds        [2]func(dst, a, b *float64, n, times int)
)

// set is the probes of one instruction set.
type set struct {
	name          string
	lanes, chains int
	arithmetic    arithmetics
	read          func(sums, a *float64, n, times int)
	copies        copies
	adds          adds
}

// step is what the probes of memory move at a time, in words.
const step = avx2.Step

// sets are those that this binary has and the processor runs, scalar first.
func sets() []set {
	list := []set{scalar}
	for _, of := range []struct {
		isa       kernel.ISA
		available bool
		set
	}{
		{kernel.AVX2, avx2.Available, set{
			"avx2", avx2.Lanes, avx2.Chains,
			arithmetics{avx2.Multiply, avx2.Sum, avx2.Fuse, avx2.Mix, avx2.Divide},
			avx2.Read,
			copies{avx2.Copy, avx2.CopyNonTemporal},
			adds{avx2.Add, avx2.AddNonTemporal},
		}},
		{kernel.AVX512, avx512.Available, set{
			"avx512", avx512.Lanes, avx512.Chains,
			arithmetics{avx512.Multiply, avx512.Sum, avx512.Fuse, avx512.Mix, avx512.Divide},
			avx512.Read,
			copies{avx512.Copy, avx512.CopyNonTemporal},
			adds{avx512.Add, avx512.AddNonTemporal},
		}},
		{kernel.NEON, neon.Available, set{
			"neon", neon.Lanes, neon.Chains,
			arithmetics{neon.Multiply, neon.Sum, neon.Fuse, neon.Mix, neon.Divide},
			neon.Read,
			copies{neon.Copy, neon.CopyNonTemporal},
			adds{neon.Add, neon.AddNonTemporal},
		}},
	} {
		if of.available && slices.Contains(kernel.Supported(), of.isa) {
			list = append(list, of.set)
		}
	}
	return list
}

// scalar does in Go what the others do in assembly. The compiler keeps the chains in registers
// and does not fuse.
var scalar = set{
	name: Scalar, lanes: 1, chains: 8,
	arithmetic: arithmetics{
		func(sums *float64, times int) {
			one := *sums
			a, b, c, d, e, f, g, h := one, one, one, one, one, one, one, one
			for range times {
				a, b, c, d, e, f, g, h = a*one, b*one, c*one, d*one, e*one, f*one, g*one, h*one
			}
			*sums = a * b * c * d * e * f * g * h
		},
		func(sums *float64, times int) {
			one := *sums
			a, b, c, d, e, f, g, h := one, one, one, one, one, one, one, one
			for range times {
				a, b, c, d, e, f, g, h = a+one, b+one, c+one, d+one, e+one, f+one, g+one, h+one
			}
			*sums = a + b + c + d + e + f + g + h
		},
		nil, // Go's math.FMA looks whether the processor has it, each time
		func(sums *float64, times int) {
			one := *sums
			a, b, c, d, e, f, g, h := one, one, one, one, one, one, one, one
			for range times {
				a, b, c, d, e, f, g, h = a*one, b+one, c*one, d+one, e*one, f+one, g*one, h+one
			}
			*sums = a * c * e * g * (b + d + f + h)
		},
		func(sums *float64, times int) {
			one := *sums
			a, b, c, d, e, f, g, h := one, one, one, one, one, one, one, one
			for range times {
				a, b, c, d, e, f, g, h = a/one, b/one, c/one, d/one, e/one, f/one, g/one, h/one
			}
			*sums = a * b * c * d * e * f * g * h
		},
	},
	read: func(sums, a *float64, n, times int) {
		var p, q, r, s uint64
		for range times {
			x := unsafe.Slice((*uint64)(unsafe.Pointer(a)), n)
			for ; len(x) >= 4; x = x[4:] {
				p, q, r, s = p|x[0], q|x[1], r|x[2], s|x[3]
			}
		}
		*sums = float64(p | q | r | s)
	},
	copies: copies{func(dst, a *float64, n, times int) {
		for range times {
			y, x := unsafe.Slice(dst, n), unsafe.Slice(a, n)
			//lint:ignore S1001 the loop is what is measured
			for i, v := range x {
				y[i] = v
			}
		}
	}, nil},
	adds: adds{func(dst, a, b *float64, n, times int) {
		for range times {
			s, x, y := unsafe.Slice(dst, n), unsafe.Slice(a, n), unsafe.Slice(b, n)
			for i := range s {
				s[i] = x[i] + y[i]
			}
		}
	}, nil},
}

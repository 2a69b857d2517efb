package kernel_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog/kernel"
)

// unary is an element-wise kernel with its parameter fixed.
type unary struct {
	name string
	run  func(isa kernel.ISA, dst, x []float64)
}

func logAccumulate(terms int) unary {
	return unary{fmt.Sprintf("LogAccumulate/terms=%d", terms), func(isa kernel.ISA, dst, x []float64) {
		kernel.LogAccumulate(isa, dst, x, terms)
	}}
}

func logAccumulateDirect(terms int) unary {
	return unary{fmt.Sprintf("LogAccumulateDirect/terms=%d", terms), func(isa kernel.ISA, dst, x []float64) {
		kernel.LogAccumulateDirect(isa, dst, x, terms)
	}}
}

var log = unary{"Log", kernel.Log}

// everyUnary runs through each number of leading factors, odd and even, through
// the edges of a chunk, and to the end of int.
func everyUnary() (list []unary) {
	list = append(list, log)
	for terms := range 41 {
		list = append(list, logAccumulate(terms))
	}
	for _, terms := range []int{47, 64, 100, 200, 1000, 1_000_000, 1 << 30, math.MaxInt} {
		list = append(list, logAccumulate(terms))
	}
	for _, terms := range []int{0, 1, 2, 3, 7, 100, 255, 256, 257, 513} {
		list = append(list, logAccumulateDirect(terms))
	}
	return list
}

// requireSameBits fails at the first element whose bits differ; NaNs are alike.
func requireSameBits(t *testing.T, want, got, x []float64) {
	t.Helper()
	require.Len(t, got, len(want))
	for i := range want {
		if math.Float64bits(want[i]) != math.Float64bits(got[i]) && !(math.IsNaN(want[i]) && math.IsNaN(got[i])) {
			require.Failf(t, "different bits", "element %d of %d, x = %g (%x): want %g (%x), got %g (%x)",
				i, len(want), x[i], x[i], want[i], want[i], got[i], got[i])
		}
	}
}

// eachVector runs f for every instruction set other than the specification.
func eachVector(t *testing.T, f func(t *testing.T, isa kernel.ISA)) {
	for _, isa := range kernel.Supported()[1:] {
		t.Run(isa.String(), func(t *testing.T) { f(t, isa) })
	}
}

// TestSameBits compares every implementation with the specification, over values
// of every kind, for every number of terms that changes the path.
func TestSameBits(t *testing.T) {
	x := append(inputs(3000, 7), special...)
	want, got := make([]float64, len(x)), make([]float64, len(x))
	eachVector(t, func(t *testing.T, isa kernel.ISA) {
		for _, k := range everyUnary() {
			k.run(kernel.Generic, want, x)
			k.run(isa, got, x)
			requireSameBits(t, want, got, x)
		}
	})
}

// TestSameBitsAlone gives each special value a call of its own, and one among
// neighbours that all take one path: a lane must not depend on another.
func TestSameBitsAlone(t *testing.T) {
	eachVector(t, func(t *testing.T, isa kernel.ISA) {
		var frame [2][9]float64
		for _, k := range everyUnary() {
			for _, company := range []float64{0.5, 100} {
				for _, v := range special {
					all := [9]float64{v, company, company, company, company, company, company, v, company}
					for _, x := range [][]float64{all[:], all[:1]} {
						want, got := frame[0][:len(x)], frame[1][:len(x)]
						k.run(kernel.Generic, want, x)
						k.run(isa, got, x)
						requireSameBits(t, want, got, x)
					}
				}
			}
		}
	})
}

// lengths are all up to 129, and those around the edges of the blocks that a call
// of the assembly takes.
func lengths() (list []int) {
	for n := range 130 {
		list = append(list, n)
	}
	for _, edge := range []int{4096, 8192, 1 << 16} {
		for d := -9; d <= 9; d++ {
			list = append(list, edge+d)
		}
	}
	return list
}

// TestSameBitsLengths sweeps length and alignment, in place and not.
func TestSameBitsLengths(t *testing.T) {
	for _, k := range []unary{log, logAccumulate(5), logAccumulate(1000), logAccumulateDirect(3)} {
		t.Run(k.name, func(t *testing.T) {
			all := inputs(1<<16+64, 3)
			for _, n := range lengths() {
				for offset := range min(8, 1+2000/(n+1)) {
					x := all[offset : offset+n]
					want := make([]float64, n)
					k.run(kernel.Generic, want, x)
					eachVector(t, func(t *testing.T, isa kernel.ISA) {
						frame := make([]float64, offset+n+8)
						got := frame[offset : offset+n]
						k.run(isa, got, x)
						requireSameBits(t, want, got, x)
						requireZero(t, frame[:offset], frame[offset+n:])
						copy(got, x)
						k.run(isa, got, got)
						requireSameBits(t, want, got, x)
					})
				}
			}
		})
	}
}

func requireZero(t *testing.T, parts ...[]float64) {
	t.Helper()
	for _, p := range parts {
		for i, v := range p {
			if v != 0 {
				require.Failf(t, "written outside the slice", "element %d: %g", i, v)
			}
		}
	}
}

// Package golden names the bits that the kernels return: a list of calls with their
// results, which is part of a release. The list is kernel/testdata/golden.txt; each
// line is a call and the bits of its result.
package golden

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"sumlog/kernel"
)

// Case is one call of a kernel and the bits of what it returned.
type Case struct {
	Kernel string // Log, LogAccumulate, LogAccumulateDirect, SumLog or Product
	N      int    // terms, or how many of Seed's numbers are added or multiplied
	X      uint64 // bits of the argument, or the seed
	Result uint64
}

// String is the line of the list.
func (c Case) String() string {
	return fmt.Sprintf("%s %d %016x %016x", c.Kernel, c.N, c.X, c.Result)
}

// Parse reads a line of the list.
func Parse(line string) (c Case, err error) {
	f := strings.Fields(line)
	if len(f) != 4 {
		return c, fmt.Errorf("golden: %q has %d fields, want 4", line, len(f))
	}
	c.Kernel = f[0]
	if c.N, err = strconv.Atoi(f[1]); err != nil {
		return c, fmt.Errorf("golden: %q: %w", line, err)
	}
	if c.X, err = strconv.ParseUint(f[2], 16, 64); err != nil {
		return c, fmt.Errorf("golden: %q: %w", line, err)
	}
	if c.Result, err = strconv.ParseUint(f[3], 16, 64); err != nil {
		return c, fmt.Errorf("golden: %q: %w", line, err)
	}
	return c, nil
}

// copies is how many elements a kernel gets that are all the same: whole vectors of any
// width, and a rest.
const copies = 2*16 + 1

// Differ is the result where those of the copies are not all the same: a NaN that no
// kernel's result becomes.
const Differ = 0x7ff8_0000_0000_0bad

// Run returns the bits that the kernel of an instruction set returns for the call. Where
// it is one for slices, it gets one of equal elements. A NaN is always the same one.
func (c Case) Run(isa kernel.ISA) uint64 {
	x := slices.Repeat([]float64{math.Float64frombits(c.X)}, copies)
	dst := make([]float64, copies)
	switch c.Kernel {
	case "Log":
		kernel.Log(isa, dst, x)
	case "LogAccumulate":
		kernel.LogAccumulate(isa, dst, x, c.N)
	case "LogAccumulateDirect":
		kernel.LogAccumulateDirect(isa, dst, x, c.N)
	case "SumLog":
		return bits(kernel.SumLog(isa, Numbers(c.X, c.N)))
	case "Product":
		return bits(productError(isa, Numbers(c.X, c.N)))
	default:
		panic("golden: no kernel " + c.Kernel)
	}
	first := bits(dst[0])
	if slices.ContainsFunc(dst, func(v float64) bool { return bits(v) != first }) {
		return Differ
	}
	return first
}

func bits(v float64) uint64 {
	if math.IsNaN(v) {
		v = math.NaN()
	}
	return math.Float64bits(v)
}

// productError returns what a product of x carries as its error: unlike the sum,
// which is almost always the correctly rounded one, its bits tell in which order the
// factors were multiplied.
func productError(isa kernel.ISA, x []float64) float64 {
	var p kernel.Product
	p.Add(isa, x)
	b, err := p.MarshalBinary()
	if err != nil {
		panic(err)
	}
	const at = 1 + 1 + 8 // behind version, flags and significand
	return math.Float64frombits(binary.BigEndian.Uint64(b[at:]))
}

// Numbers returns n positive numbers that depend on seed alone: uniform in [0.5, 1)
// for a seed divisible by 3, within 2^-20 of 1 or of any exponent for the others.
// They come from splitmix64 (Steele, Lea and Flood, 2014) and shifts, without any
// arithmetic on floats.
func Numbers(seed uint64, n int) []float64 {
	x := make([]float64, n)
	state := seed
	for i := range x {
		state += 0x9e3779b97f4a7c15
		z := state
		z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
		z = (z ^ z>>27) * 0x94d049bb133111eb
		z ^= z >> 31
		switch bits := z >> 12; seed % 3 {
		case 0:
			x[i] = math.Float64frombits(1022<<52 | bits)
		case 1:
			x[i] = math.Float64frombits(1023<<52 | bits>>20)
		default:
			x[i] = math.Float64frombits((1+z>>1%2046)<<52 | bits)
		}
	}
	return x
}

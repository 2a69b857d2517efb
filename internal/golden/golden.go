// Package golden names the bits that the operations return: a list of calls with their
// results, which is part of a release. The list is kernel/testdata/golden.txt; each
// line is a call and the bits of its result.
package golden

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"sumlog/internal/operations"
	"sumlog/kernel"
)

// Case is one call of an operation and the bits of what it returned.
type Case struct {
	Operation string // of the table in internal/operations
	N         int    // the parameter, or how many of the seed's numbers are added or multiplied
	X         uint64 // bits of the argument, or the seed
	Result    uint64
}

// String is the line of the list.
func (c Case) String() string {
	return fmt.Sprintf("%s %d %016x %016x", c.Operation, c.N, c.X, c.Result)
}

// Parse reads a line of the list.
func Parse(line string) (c Case, err error) {
	f := strings.Fields(line)
	if len(f) != 4 {
		return c, fmt.Errorf("golden: %q has %d fields, want 4", line, len(f))
	}
	c.Operation = f[0]
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

// Run returns the bits that the operation with an instruction set returns for the call. Where
// it has a result an element, it gets slices of equal ones, of which X is the first slice's and
// N, where it is not a parameter nor 0, the second's; where the results depend on a row, it gets
// one row of N numbers, and a checksum is returned. A NaN is always the same one.
func (c Case) Run(isa kernel.ISA) uint64 {
	o := operations.Find(c.Operation)
	a := new(operations.Args)
	if o.Returns() {
		results, _ := o.Lengths(c.N, 0)
		a.Dst = make([]float64, results)
		for i := range o.Inputs {
			a.In[i] = Numbers(c.X+uint64(i), c.N)
		}
		o.Kernel(isa, a)
		return bits(a.Dst[0])
	}
	if o.Shape == operations.RowResults {
		a.Param, a.Dst, a.In[0] = c.N, make([]float64, c.N), Numbers(c.X, c.N)
		o.Kernel(isa, a)
		return checksum(a.Dst)
	}
	a.Param, a.Dst = c.N, make([]float64, copies)
	a.In[0] = slices.Repeat([]float64{math.Float64frombits(c.X)}, copies)
	for i := 1; i < o.Inputs; i++ {
		a.In[i] = slices.Repeat(Numbers(c.X+uint64(i), 1), copies)
	}
	if o.Param == "" && c.N != 0 {
		a.In[1] = slices.Repeat([]float64{float64(c.N)}, copies)
	}
	o.Kernel(isa, a)
	first := bits(a.Dst[0])
	if slices.ContainsFunc(a.Dst, func(v float64) bool { return bits(v) != first }) {
		return Differ
	}
	return first
}

// checksum depends on the bits of all results and on their order.
func checksum(results []float64) (sum uint64) {
	for _, v := range results {
		sum = (sum<<7 | sum>>57) ^ bits(v)
	}
	return sum
}

func bits(v float64) uint64 {
	if math.IsNaN(v) {
		v = math.NaN()
	}
	return math.Float64bits(v)
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

package kernel_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog/internal/operations"
	"sumlog/kernel"
)

// comparison holds operations with instruction sets to the bits of the specification. It keeps
// its space, and calls nothing by reflection: an emulated processor takes 500 times as long.
type comparison struct {
	isas        []kernel.ISA
	want, frame []float64
}

// vectors compares every instruction set other than the specification. It skips the test where
// there is none, as the results of the specification alone take long too.
func vectors(t *testing.T) *comparison {
	t.Helper()
	isas := kernel.Supported()[1:]
	if len(isas) == 0 {
		t.Skip("no instruction set beside the specification")
	}
	return &comparison{isas: isas}
}

// specified returns the results of the specification, until the next call.
func (c *comparison) specified(o *operations.Operation, a *operations.Args) []float64 {
	c.want = slices.Grow(c.want[:0], len(a.Dst))[:len(a.Dst)]
	o.Spec(a.With(c.want))
	return c.want
}

// check compares the results for those arguments, in a slice of their own that begins after
// offset elements, and in place of each input that is as long.
func (c *comparison) check(t *testing.T, o *operations.Operation, a *operations.Args, offset int) {
	t.Helper()
	const guard = 8
	want := c.specified(o, a)
	size := offset + len(want) + guard
	c.frame = slices.Grow(c.frame[:0], size)[:size]
	got := c.frame[offset : size-guard : size-guard]
	for _, isa := range c.isas {
		clear(c.frame)
		o.Kernel(isa, a.With(got))
		requireBits(t, o, isa, a, want, got)
		requireZero(t, o, isa, c.frame[:offset], c.frame[size-guard:])
		for i := range o.Inputs {
			if o.InPlaceOf(a, i) {
				o.Kernel(isa, a.InPlace(i, got))
				requireBits(t, o, isa, a, want, got)
			}
		}
	}
}

// requireBits fails at the first result whose bits differ; NaNs are alike.
func requireBits(t *testing.T, o *operations.Operation, isa kernel.ISA, a *operations.Args, want, got []float64) {
	t.Helper()
	j := operations.Differing(want, got)
	if j < 0 {
		return
	}
	var in []float64
	for i := range o.Inputs {
		if j < len(a.In[i]) {
			in = append(in, a.In[i][j])
		}
	}
	require.Failf(t, "different bits", "%s, %v: result %d of %d, inputs there %g (%x): want %g (%x), got %g (%x)",
		o.Title(a.Param), isa, j, len(want), in, in, want[j], want[j], got[j], got[j])
}

func requireZero(t *testing.T, o *operations.Operation, isa kernel.ISA, parts ...[]float64) {
	t.Helper()
	for _, p := range parts {
		for i, v := range p {
			if v != 0 {
				require.Failf(t, "written outside the slice", "%s, %v: element %d: %g", o.Name, isa, i, v)
			}
		}
	}
}

// eachOperation runs f for every operation of the table.
func eachOperation(t *testing.T, f func(t *testing.T, o *operations.Operation)) {
	for _, o := range operations.All() {
		t.Run(o.Name, func(t *testing.T) { f(t, o) })
	}
}

// TestSameBits compares every implementation with the specification, over inputs of every kind
// and every value of the parameter that changes the path.
func TestSameBits(t *testing.T) {
	eachOperation(t, func(t *testing.T, o *operations.Operation) {
		c := vectors(t)
		const most = 21_000
		for _, k := range o.Kinds {
			all := o.Draw(k, most+10, 7)
			for _, param := range o.Params {
				n := 3005 // no whole number of vectors
				if o.InRows() {
					n = min(75, most/param) // more than a block of rows
				}
				c.check(t, o, o.Take(all, 0, n, param), 0)
				if k.Name != operations.Found {
					continue
				}
				for at := 0; at < n; at += 8 { // masks have code of their own for a rest
					c.check(t, o, o.Take(all, at, 7, param), 0)
				}
			}
		}
	})
}

// TestGenericIsTheSpecification sees what package kernel calls where it has no assembly.
func TestGenericIsTheSpecification(t *testing.T) {
	eachOperation(t, func(t *testing.T, o *operations.Operation) {
		c := comparison{isas: []kernel.ISA{kernel.Generic}}
		for _, param := range o.Few {
			_, input := o.Lengths(40, param)
			c.check(t, o, o.Take(o.Draw(o.Kinds[0], input+3*o.Inputs, 1), 0, 40, param), 1)
		}
	})
}

// TestSameBitsAlone gives each special value a call of its own, and one among neighbours that
// all take one path: a lane must not depend on another.
func TestSameBitsAlone(t *testing.T) {
	eachOperation(t, func(t *testing.T, o *operations.Operation) {
		c := vectors(t)
		params := o.Params
		if o.InRows() {
			params = o.Few
		}
		for _, param := range params {
			for _, company := range []float64{0.5, 100} {
				_, n := o.Lengths(9, param)
				var in [][]float64
				for range o.Inputs {
					in = append(in, slices.Repeat([]float64{company}, n+3*o.Inputs))
				}
				for s := range special {
					for i, x := range in { // two inputs meet in other pairs
						v := special[(s*(1+6*i)+i)%len(special)]
						// The last place is in a rest's second vector, where vectors have 8 lanes.
						x[3*i], x[3*i+n*7/9], x[3*i+n*8/9] = v, v, v
					}
					for _, n := range []int{1, 9} {
						c.check(t, o, o.Take(in, 0, n, param), 0)
					}
				}
			}
		}
	})
}

// lengths are all up to 129, and those around the edges of the blocks that a call of the
// assembly takes.
func lengths() (list []int) {
	for n := range 130 {
		list = append(list, n)
	}
	for _, edge := range []int{512, 1024, 4096, 8192, 1 << 16} {
		if testing.Short() {
			list = append(list, edge-1, edge, edge+3)
			continue
		}
		for d := -9; d <= 9; d++ {
			list = append(list, edge+d)
		}
	}
	return list
}

// TestSameBitsLengths sweeps length and alignment, in place and not.
func TestSameBitsLengths(t *testing.T) {
	const most = 1<<16 + 100 // elements of an input
	eachOperation(t, func(t *testing.T, o *operations.Operation) {
		c := vectors(t)
		for i, k := range o.Kinds {
			step := 1
			if i > 0 || o.InRows() { // of which TestSameBits does more
				step = 5
				if testing.Short() {
					step = 17
				}
			}
			all := o.Draw(k, most, 3)
			for _, param := range o.Few {
				for at := 0; at < len(lengths()); at += step {
					n := lengths()[at]
					_, input := o.Lengths(n, param)
					if input > most-100 && input != n {
						break // rows
					}
					offsets := min(8, 1+2000/(input+1))
					if testing.Short() {
						offsets = min(offsets, 2)
					}
					for offset := range offsets {
						c.check(t, o, o.Take(all, offset, n, param), offset)
					}
				}
			}
		}
	})
}

package operations

import (
	"encoding/binary"
	"math"

	"sumlog"
	"sumlog/internal/exact"
	"sumlog/internal/generic"
	"sumlog/kernel"
)

// SumBound is the bound of a sum of logarithms; the absolute part is for each element.
var SumBound = Bound{ULP: 0.6, Absolute: 0x1p-90}

var sumLog = Operation{
	Name: "SumLog", Inputs: 1, Shape: Sum,
	Params: []int{0}, Few: []int{0}, Bench: []int{0}, Golden: []int{0},
	Kernel: func(isa kernel.ISA, a *Args) { a.Dst[0] = kernel.SumLog(isa, a.In[0]) },
	Spec:   func(a *Args) { a.Dst[0] = generic.SumLog(a.In[0]) },
	Root:   func(a *Args) { a.Dst[0] = sumlog.SumLog(a.In[0]) },
	On: func(r sumlog.Run, a *Args) (err error) {
		a.Dst[0], err = r.SumLog(a.In[0])
		return err
	},
	Bounds: []Bound{SumBound},
	Want:   func(a *Args, _ int) Want { return wantSum(a.In[0]) },
	Kinds:  factors,
}

// sumLogRows goes through the plans for rows, and beyond the longest that has one.
var sumLogRows = Operation{
	Name: "SumLogRows", Inputs: 1, Shape: Rows,
	Param: "cols", Params: rowLengths(),
	Few: []int{1, 3, 7, 8, 17, 33, 100, 257, 511}, Bench: []int{8, 32, 100, 1000},
	AnyParam: func(v uint64) int { return max(1, int(v%(2*generic.Block))) },
	Cost:     func(cols int) int { return cols },
	Kernel:   func(isa kernel.ISA, a *Args) { kernel.SumLogRows(isa, a.Dst, a.In[0], a.Param) },
	Spec: func(a *Args) {
		for r := range a.Dst {
			a.Dst[r] = generic.SumLog(row(a, r))
		}
	},
	Root:  func(a *Args) { sumlog.SumLogRows(a.Dst, a.In[0], a.Param) },
	On:    func(r sumlog.Run, a *Args) error { return r.SumLogRows(a.Dst, a.In[0], a.Param) },
	Poll:  func(cols int) int { return max(1, 1<<16/cols) },
	Want:  func(a *Args, r int) Want { return wantSum(row(a, r)) },
	Kinds: factors,
}

// sumLogRowsStrided has a third of each row, or less, between it and the next.
var sumLogRowsStrided = Operation{
	Name: "SumLogRowsStrided", Inputs: 1, Shape: Rows,
	Param: "stride", Params: []int{1, 2, 3, 5, 8, 11, 12, 13, 24, 33, 50, 150, 400, 780},
	Few: []int{1, 3, 11, 24, 50, 700, 144}, Bench: []int{12, 48},
	AnyParam: sumLogRows.AnyParam, Cost: sumLogRows.Cost,
	Kernel: func(isa kernel.ISA, a *Args) {
		kernel.SumLogRowsStrided(isa, a.Dst, a.In[0], shortened(a.Param), a.Param)
	},
	Spec: func(a *Args) {
		for r := range a.Dst {
			a.Dst[r] = generic.SumLog(shortRow(a, r))
		}
	},
	Root: func(a *Args) { sumlog.SumLogRowsStrided(a.Dst, a.In[0], shortened(a.Param), a.Param) },
	On: func(r sumlog.Run, a *Args) error {
		return r.SumLogRowsStrided(a.Dst, a.In[0], shortened(a.Param), a.Param)
	},
	Poll:  sumLogRows.Poll,
	Want:  func(a *Args, r int) Want { return wantSum(shortRow(a, r)) },
	Kinds: factors,
}

// shortened is the length of rows that are so far apart.
func shortened(stride int) int { return stride - stride/3 }

func shortRow(a *Args, r int) []float64 { return row(a, r)[:shortened(a.Param)] }

func row(a *Args, r int) []float64 { return a.In[0][r*a.Param : (r+1)*a.Param] }

func rowLengths() (list []int) {
	for cols := 1; cols <= 530; cols += 1 + cols/40 {
		list = append(list, cols)
	}
	return append(list, 5000)
}

func wantSum(x []float64) Want {
	var zero, infinite bool
	for _, v := range x {
		if math.IsNaN(v) || v < 0 {
			return special(math.NaN())
		}
		zero = zero || v == 0
		infinite = infinite || math.IsInf(v, 1)
	}
	switch {
	case zero && infinite:
		return special(math.NaN())
	case zero:
		return special(math.Inf(-1))
	case infinite:
		return special(math.Inf(1))
	case len(x) == 0:
		return special(0)
	}
	bound := Bound{SumBound.ULP, float64(len(x)) * SumBound.Absolute}
	return Want{Exact: exact.SumLog(x), Bound: bound}
}

// product is compared by its whole state. The error that it carries comes first: unlike the
// sum, which is almost always the correctly rounded one, its bits tell in which order the
// factors were multiplied.
var product = Operation{
	Name: "Product", Inputs: 1, Shape: Accumulator,
	Params: []int{0}, Few: []int{0}, Bench: []int{0}, Golden: []int{0},
	Kernel: func(isa kernel.ISA, a *Args) {
		var p kernel.Product
		p.Add(isa, a.In[0])
		var space [64]byte
		b, err := p.AppendBinary(space[:0])
		if err != nil {
			panic(err)
		}
		number := func(at int) uint64 { return binary.BigEndian.Uint64(b[at:]) }
		e, significand := math.Float64frombits(number(10)), math.Float64frombits(number(2))
		setState(a.Dst, e, significand, int64(number(18)), b[1])
	},
	Spec: func(a *Args) {
		all := generic.One
		for x := a.In[0]; len(x) > 0; x = x[min(len(x), generic.Block):] {
			all = generic.Merge(all, generic.ProductOf(x[:min(len(x), generic.Block)]))
		}
		var flags byte
		for i, set := range []bool{all.Negative, all.Zero, all.Infinite} {
			if set {
				flags |= 1 << i
			}
		}
		setState(a.Dst, all.E, all.P, all.Exp, flags)
	},
	Kinds: factors,
}

const stateSize = 4

func setState(dst []float64, e, p float64, exp int64, flags byte) {
	dst[0], dst[1], dst[2], dst[3] = e, p, float64(exp), float64(flags)
}

package operations

import (
	"math"
	"math/big"

	"sumlog"
	"sumlog/internal/exact"
	"sumlog/internal/generic"
	"sumlog/kernel"
)

var log = Operation{
	Name: "Log", Inputs: 1, Shape: Elementwise,
	Params: []int{0}, Few: []int{0}, Bench: []int{0}, Golden: []int{0},
	Kernel: func(isa kernel.ISA, a *Args) { kernel.Log(isa, a.Dst, a.In[0]) },
	Spec:   func(a *Args) { generic.Log(a.Dst, a.In[0]) },
	Root:   func(a *Args) { sumlog.Log(a.Dst, a.In[0]) },
	On:     func(r sumlog.Run, a *Args) error { return r.Log(a.Dst, a.In[0]) },
	Poll:   func(int) int { return 1 << 14 },
	Bounds: []Bound{LogBound},
	Want:   func(a *Args, j int) Want { return wantLog(a.In[0][j]) },
	Kinds:  []Kind{Mixed},
}

// LogBound is the bound of a logarithm.
var LogBound = Bound{ULP: 0.6}

func wantLog(x float64) Want {
	if ln, ok := specialLog(x); ok {
		return special(ln)
	}
	return Want{Exact: exact.Log(new(big.Float).SetPrec(128).SetFloat64(x)), Bound: LogBound}
}

// specialLog returns ln x where it is an exact float64 or no number.
func specialLog(x float64) (ln float64, ok bool) {
	switch {
	case math.IsNaN(x) || x < 0:
		return math.NaN(), true
	case x == 0:
		return math.Inf(-1), true
	case math.IsInf(x, 1):
		return x, true
	}
	return 0, x == 1
}

// The bounds of the accumulated sums.
var (
	PositiveBound = Bound{ULP: 1}                    // x >= 0
	NegativeBound = Bound{ULP: 1, Absolute: 0x1p-53} // -1 < x < 0
	RoundedBound  = Bound{ULP: 2}                    // the number of terms rounded
)

// logAccumulate goes through each number of leading factors, odd and even, and to the end of
// int.
var logAccumulate = Operation{
	Name: "LogAccumulate", Inputs: 1, Shape: Elementwise,
	Param: "terms", Params: append(upTo(40), 47, 64, 100, 200, 1000, 1_000_000, 1<<30, math.MaxInt),
	Few: []int{3, 1000}, Bench: []int{1000, 1, 8, 1_000_000},
	AnyParam: func(v uint64) int { return int(v & math.MaxInt) },
	Cost:     func(int) int { return 4 },
	Kernel:   func(isa kernel.ISA, a *Args) { kernel.LogAccumulate(isa, a.Dst, a.In[0], a.Param) },
	Spec:     func(a *Args) { generic.LogAccumulate(a.Dst, a.In[0], a.Param) },
	Root:     func(a *Args) { sumlog.LogAccumulate(a.Dst, a.In[0], a.Param) },
	On:       func(r sumlog.Run, a *Args) error { return r.LogAccumulate(a.Dst, a.In[0], a.Param) },
	Poll:     func(int) int { return 4096 },
	Bounds:   []Bound{PositiveBound, NegativeBound, RoundedBound},
	Want: func(a *Args, j int) Want {
		w := wantAccumulated(exact.LogAccumulate, a.In[0][j], a.Param)
		if uint64(a.Param) > 1<<53 {
			w.Bound.ULP = RoundedBound.ULP
		}
		return w
	},
	Kinds:  []Kind{Mixed},
	Golden: []int{0, 1, 2, 3, 5, 16, 17, 40, 1000, 1_000_000, math.MaxInt32},
}

// logAccumulateDirect goes through the edges of a chunk of terms.
var logAccumulateDirect = Operation{
	Name: "LogAccumulateDirect", Inputs: 1, Shape: Elementwise,
	Param: "terms", Params: []int{0, 1, 2, 3, 7, 100, 255, 256, 257, 513},
	Few: []int{3}, Bench: []int{1000},
	AnyParam: func(v uint64) int { return int(v % 1100) },
	Cost:     func(terms int) int { return terms },
	Kernel: func(isa kernel.ISA, a *Args) {
		kernel.LogAccumulateDirect(isa, a.Dst, a.In[0], a.Param)
	},
	Spec: func(a *Args) { generic.LogAccumulateDirect(a.Dst, a.In[0], a.Param) },
	Root: func(a *Args) { sumlog.LogAccumulateDirect(a.Dst, a.In[0], a.Param) },
	On: func(r sumlog.Run, a *Args) error {
		return r.LogAccumulateDirect(a.Dst, a.In[0], a.Param)
	},
	Poll:   func(terms int) int { return 1 << 17 / max(1, terms) },
	Bounds: []Bound{PositiveBound, NegativeBound},
	Want: func(a *Args, j int) Want {
		return wantAccumulated(exact.LogAccumulateDirect, a.In[0][j], a.Param)
	},
	Kinds:  []Kind{Mixed},
	Golden: []int{0, 1, 7, 300},
}

func wantAccumulated(sum func(x float64, terms int) *big.Float, x float64, terms int) Want {
	switch {
	case math.IsNaN(x) || terms > 0 && x < -1:
		return special(math.NaN())
	case terms == 0 || terms == 1 && x == 0:
		return special(0)
	case x == -1:
		return special(math.Inf(-1))
	case math.IsInf(x, 1):
		return special(x)
	case x < 0:
		return Want{Exact: sum(x, terms), Bound: NegativeBound}
	}
	return Want{Exact: sum(x, terms), Bound: PositiveBound}
}

func upTo(n int) (list []int) {
	for i := range n + 1 {
		list = append(list, i)
	}
	return list
}

var add = Operation{
	Name: "Add", Inputs: 2, Shape: Elementwise,
	Params: []int{0}, Few: []int{0}, Bench: []int{0},
	Kernel: func(isa kernel.ISA, a *Args) { kernel.Add(isa, a.Dst, a.In[0], a.In[1]) },
	Spec:   addLoop,
	Root:   func(a *Args) { sumlog.Add(a.Dst, a.In[0], a.In[1]) },
	On:     func(r sumlog.Run, a *Args) error { return sumlog.AddOn(r, a.Dst, a.In[0], a.In[1]) },
	Poll:   func(int) int { return 1 << 16 },
	Want:   wantAdd,
	Kinds:  []Kind{Mixed},
}

var addStreaming = Operation{
	Name: "AddStreaming", Inputs: 2, Shape: Elementwise,
	Params: []int{0}, Few: []int{0}, Bench: []int{0},
	Kernel: func(isa kernel.ISA, a *Args) { kernel.AddStreaming(isa, a.Dst, a.In[0], a.In[1]) },
	Spec:   addLoop,
	Want:   wantAdd,
	Kinds:  []Kind{Mixed},
}

func addLoop(a *Args) {
	for i := range a.Dst {
		a.Dst[i] = a.In[0][i] + a.In[1][i]
	}
}

// wantAdd is the exact sum, correctly rounded.
func wantAdd(a *Args, j int) Want {
	x, y := a.In[0][j], a.In[1][j]
	if s := x + y; s == 0 || math.IsInf(s, 0) || math.IsNaN(s) {
		return special(s)
	}
	sum := new(big.Float).SetPrec(2200) // holds the sum of any two float64
	return Want{Exact: sum.Add(big.NewFloat(x), big.NewFloat(y)), Bound: Bound{ULP: 0.5}}
}

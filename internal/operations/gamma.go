package operations

import (
	"math"
	"math/rand/v2"

	"sumlog"
	"sumlog/internal/exact"
	"sumlog/internal/generic"
	"sumlog/kernel"
)

// GammaBound is the bound of ln Γ and of the logarithm of a factorial.
var GammaBound = Bound{ULP: 0.7}

var logGamma = Operation{
	Name: "LogGamma", Inputs: 1, Shape: Elementwise,
	Params: []int{0}, Few: []int{0}, Bench: []int{0}, Golden: []int{0},
	Cost:   func(int) int { return 4 },
	Kernel: func(isa kernel.ISA, a *Args) { kernel.LogGamma(isa, a.Dst, a.In[0]) },
	Spec:   func(a *Args) { generic.LogGamma(a.Dst, a.In[0]) },
	Root:   func(a *Args) { sumlog.LogGamma(a.Dst, a.In[0]) },
	On:     func(r sumlog.Run, a *Args) error { return r.LogGamma(a.Dst, a.In[0]) },
	Poll:   func(int) int { return 4096 },
	Bounds: []Bound{GammaBound},
	Want:   func(a *Args, j int) Want { return wantGamma(a.In[0][j]) },
	Kinds:  gammaKinds,
}

func wantGamma(x float64) Want {
	switch {
	case math.IsNaN(x) || x < 0:
		return special(math.NaN())
	case x == 0 || math.IsInf(x, 1):
		return special(math.Inf(1))
	case x == 1 || x == 2:
		return special(0)
	}
	return Want{Exact: exact.LogGamma(x), Bound: GammaBound}
}

var logFactorial = Operation{
	Name: "LogFactorial", Inputs: 1, Shape: Elementwise,
	Params: []int{0}, Few: []int{0}, Bench: []int{0}, Golden: []int{0},
	Cost:   func(int) int { return 4 },
	Kernel: func(isa kernel.ISA, a *Args) { kernel.LogFactorial(isa, a.Dst, a.In[0]) },
	Spec:   func(a *Args) { generic.LogFactorial(a.Dst, a.In[0]) },
	Root:   func(a *Args) { sumlog.LogFactorial(a.Dst, a.In[0]) },
	On:     func(r sumlog.Run, a *Args) error { return r.LogFactorial(a.Dst, a.In[0]) },
	Poll:   func(int) int { return 4096 },
	Bounds: []Bound{GammaBound},
	Want:   func(a *Args, j int) Want { return wantFactorial(a.In[0][j]) },
	Kinds:  gammaKinds,
}

func wantFactorial(x float64) Want {
	switch {
	case math.IsNaN(x) || x < -1:
		return special(math.NaN())
	case x == -1 || math.IsInf(x, 1):
		return special(math.Inf(1))
	case x == 0 || x == 1:
		return special(0)
	}
	return Want{Exact: exact.LogFactorial(x), Bound: GammaBound}
}

// gammaKinds take every path of ln Γ and its kin, alone and side by side.
var gammaKinds = []Kind{
	Mixed,
	each("below 10", simple(func(r *rand.Rand) float64 { return 10 * r.Float64() })),
	each("counts below 12", simple(func(r *rand.Rand) float64 { return float64(r.IntN(12)) })),
	each("about 8 and 9", simple(func(r *rand.Rand) float64 { return 6 + 4*r.Float64() })),
	each("next to the zeros", simple(func(r *rand.Rand) float64 {
		return float64(r.IntN(3)) + math.Exp(-40*r.Float64())
	})),
	each("where the error is largest", simple(func(r *rand.Rand) float64 {
		return 0.56 + float64(r.IntN(2)) + 0.065*r.Float64()
	})),
	each("next to the bounds of the parts", simple(func(r *rand.Rand) float64 {
		bound := math.Float64frombits(generic.GammaFirst - 1 + uint64(r.IntN(9))<<51)
		return math.Float64frombits(math.Float64bits(bound-float64(r.IntN(2))) + uint64(r.IntN(7)) - 3)
	})),
	each("from 10", simple(func(r *rand.Rand) float64 { return 10 + 1000*r.Float64() })),
	each("any", simple(func(r *rand.Rand) float64 {
		return math.Float64frombits(r.Uint64() >> 1 % generic.Infinity)
	})),
	each("subnormal, or about the overflow", simple(func(r *rand.Rand) float64 {
		if r.IntN(2) == 0 {
			return math.Ldexp(1+r.Float64(), -1021-r.IntN(52))
		}
		return math.Ldexp(1+r.Float64(), 1012+r.IntN(4))
	})),
	each("next to the poles", simple(func(r *rand.Rand) float64 {
		if r.IntN(2) == 0 {
			return 0.6 * r.Float64()
		}
		return -0.4 - 0.6*r.Float64() // some have a digit that 1+x rounds away
	})),
	found(
		0x1.12a7e10b8108p-1026, 0x1.aea3ebc4a9ap-1031, // subnormal
		0x1.407e42313af18p+1014, 0x1.0fdaed9300789p+1014, // huge
		// Last digits of the rest of AVX-512's vectors; all of a vector outside the domain.
		0x1.173c3e271d4dap+03, 0x1.9fffffffffffcp+02, 0x1.b2a67a4669b07p+02,
		-0x1.e147ae147ae15p-2, // 1+x loses a digit
		-1, -2,
	),
}

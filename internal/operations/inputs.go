package operations

import (
	"math"
	"math/rand/v2"
)

// Kind is a kind of inputs, named for what it is dense in.
type Kind struct {
	Name string
	Fill func(r *rand.Rand, inputs [][]float64)
}

// drawing returns the element at an index, given the one before it, which is 1 at first.
type drawing = func(r *rand.Rand, i int, before float64) float64

// each is a kind of inputs whose elements are drawn one by one.
func each(name string, draw drawing) Kind {
	return Kind{name, func(r *rand.Rand, inputs [][]float64) {
		for _, x := range inputs {
			before := 1.0
			for i := range x {
				x[i] = draw(r, i, before)
				before = x[i]
			}
		}
	}}
}

// Draw returns inputs of the operation with that many elements each.
func (o *Operation) Draw(k Kind, n int, seed uint64) [][]float64 {
	inputs := make([][]float64, o.Inputs)
	for i := range inputs {
		inputs[i] = make([]float64, n)
	}
	k.Fill(rand.New(rand.NewPCG(seed, uint64(n))), inputs)
	return inputs
}

// Special holds the values at which an implementation changes its path, and those that have no
// ordinary result.
var Special = []float64{
	0, math.Copysign(0, -1), 1, -1, math.Inf(1), math.Inf(-1), math.NaN(), math.MaxFloat64,
	-math.MaxFloat64, math.SmallestNonzeroFloat64, -math.SmallestNonzeroFloat64, 0x1p-1022,
	-0x1p-1022, 0x1.8p-1030, 0x1p-54, 0x1p-53, 0x1p-52, math.Nextafter(-1, 0),
	math.Nextafter(-1, -2), -0.5, -0x1p-53, -1e-20, 1e-300, 1e-20, 14, math.Nextafter(15, 0),
	15, math.Nextafter(15, 16), 16, 31, 1e15, 0x1p52, 0x1p53, 0x1.0000000000001p53, 1e16, 1e18,
	1e154, 1.5e154, 1e200, 1e300, 1.797e308, 0x1p-12, math.Nextafter(0x1p-12, 0), 0.5, 1.5, 2, 2.5,
	math.Nextafter(8, 0), 8, 8.5, math.Nextafter(0x1p1014, 0), 0x1p1014,
	0x1.754d9278b51a7p1014, 0x1.754d9278b51a8p1014, 0x1p1015,
}

// Mixed has special values among random ones of several kinds, so that neighbouring lanes take
// different paths.
var Mixed = each("mixed", simple(func(r *rand.Rand) float64 {
	switch r.IntN(9) {
	case 8:
		return math.Float64frombits(r.Uint64())
	case 0:
		return Special[r.IntN(len(Special))]
	case 1:
		return -r.Float64()
	case 2:
		return math.Exp(80*r.Float64() - 40)
	case 3:
		return float64(r.IntN(100))
	case 4:
		return 14 + 4*r.Float64()
	case 5:
		return 1e5 * r.Float64()
	default:
		return 15 * r.Float64()
	}
}))

// Ordinary has numbers with which every operation stays on its fast path.
var Ordinary = each("ordinary", simple(func(r *rand.Rand) float64 { return 0.5 + 1.5*r.Float64() }))

// specials has every special value beside every other one.
var specials = Kind{"special beside special", func(_ *rand.Rand, inputs [][]float64) {
	n := len(Special)
	for j := range inputs[0] {
		inputs[0][j], inputs[1][j] = Special[j%n], Special[j/n%n]
	}
}}

// Found is the name of inputs that searches found.
const Found = "found"

// found are inputs each of which shows that one operation of a kernel is wrong, by its last digit
// or by a path, where random inputs seldom do. The arguments of one call follow each other. They
// fill a vector: what all lanes skip, one of them would take.
func found(arguments ...float64) Kind {
	const widest = 8
	return Kind{Found, func(_ *rand.Rand, inputs [][]float64) {
		for i, x := range inputs {
			for j := range x {
				x[j] = arguments[(j/widest*len(inputs)+i)%len(arguments)]
			}
		}
	}}
}

// simple is a drawing that depends on neither.
func simple(draw func(r *rand.Rand) float64) drawing {
	return func(r *rand.Rand, _ int, _ float64) float64 { return draw(r) }
}

// factors are kinds of inputs of products. Most leave the fast path somewhere; the logarithms
// of the last ones cancel, so that the error that a product carries is most of the result.
var factors = []Kind{
	Mixed,
	each("uniform", simple(func(r *rand.Rand) float64 { return r.Float64() })),
	each("near 1", simple(func(r *rand.Rand) float64 { return 1 + 1e-6*r.Float64() })),
	each("likelihoods", simple(func(r *rand.Rand) float64 { return math.Exp(-200 * r.Float64()) })),
	each("any", simple(func(r *rand.Rand) float64 {
		return math.Float64frombits(r.Uint64() >> 1 % 0x7FF0000000000000)
	})),
	each("large", simple(func(r *rand.Rand) float64 { return math.Exp(400 * r.Float64()) })),
	each("at the bounds", simple(func(r *rand.Rand) float64 {
		return []float64{0.5, 2, 0x1p-48, 0x1p-49, 3, 1e-300, 1e300}[r.IntN(7)]
	})),
	each("zeros", simple(func(r *rand.Rand) float64 {
		if r.IntN(100) == 0 {
			return math.Copysign(0, r.Float64()-0.5)
		}
		return 0.5 + 1.5*r.Float64()
	})),
	each("around 1", simple(func(r *rand.Rand) float64 { return 1 + 1e-9*(r.Float64()-0.5) })),
	each("reciprocals", func(r *rand.Rand, i int, before float64) float64 {
		if i%2 == 1 {
			return 1 / before
		}
		return math.Exp(r.Float64())
	}),
}

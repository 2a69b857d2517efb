package workload

import (
	"math"

	"sumlog/internal/exact"
	"sumlog/kernel"
)

// newJudge compares with the closed form in plain Go, which the exact sums check
// in turn, and asks that all ways of sumlog's closed form have its bits.
func (a *Accumulate) newJudge(sample int) judge {
	reference := make([]float64, len(a.X))
	kernel.LogAccumulate(kernel.Generic, reference, a.X, a.Terms)
	// Exact sums of literal terms take time in proportion to them.
	const mostTerms = 4_000_000
	slack := 1.01 * 0x1p-53 * float64(a.Terms) // what rounding the terms can do to the sum
	return judge{
		sample: max(1, min(sample, mostTerms/max(1, a.Terms))),
		exact: func(i int) truth {
			t := truth{real: exact.LogAccumulate(a.X[i], a.Terms)}
			t.rounded = t.real
			if a.Terms <= tooManyTerms {
				t.rounded = exact.LogAccumulateDirect(a.X[i], a.Terms)
			}
			return t
		},
		plausible: func(i int, got, ulp float64) bool {
			unit := math.Nextafter(reference[i], math.Inf(1)) - reference[i]
			return math.Abs(got-reference[i]) <= (ulp+2)*unit+slack
		},
		ulp:      exact.ULP,
		known:    map[int]truth{},
		families: map[string]*family{constantBits: {"kernel.LogAccumulate on generic", reference}},
	}
}

// The families of ways that must have the same bits.
const (
	pythonBits   = "python"
	numpyBits    = "numpy"
	goBits       = "go"
	literalBits  = "literal"
	constantBits = "constant"
)

// judged adds to a way that its results are judged.
func (a *Accumulate) judged(way *Way, relatives string, limit bound) {
	way.Check = func(n int) { a.judge.hear(way.Name, relatives, limit, a.sums[:n], &way.Verdict) }
}

// loose bounds a plain loop: half a unit an addition and one a logarithm, in the
// units of a sum that may be half of what the bound is relative to.
func (a *Accumulate) loose() bound { return bound{rounded, float64(a.Terms) + 3} }

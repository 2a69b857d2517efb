package cases

import (
	"fmt"
	"math"
	"slices"

	"sumlog/bench/measure"
	"sumlog/internal/operations"
)

// bound is the error that a variant may have: against the exact result or, if rounded is set,
// against the sum of the terms as float64 rounds them, which is what a loop adds up.
type bound struct {
	ulp     float64
	rounded bool
}

// checker compares the results of one workload's variants.
type checker struct {
	sample int // items to compare with exact arithmetic
	// want is the exact result of an item and, where terms are rounded, the one of the rounded ones.
	want func(i int) [2]operations.Want
	// reference is of all items, from which results may differ by slack besides their own error.
	reference []float64
	slack     float64

	known map[int][2]operations.Want
	bits  map[string]*bitGroup
}

// bitGroup is the variants that must have the same bits.
type bitGroup struct {
	first string // that set the bits
	bits  []float64
}

// verify checks got, the results of a variant for the first items, and adds to its problems.
func (c *checker) verify(v *measure.Variant, group string, limit bound, got []float64) {
	if c.bits[group] == nil {
		c.bits[group] = &bitGroup{first: v.Name}
	}
	known := c.bits[group]
	differ, wrong, at := 0, 0, 0
	for i, y := range got {
		if i < len(known.bits) && math.Float64bits(y) != math.Float64bits(known.bits[i]) {
			differ, at = differ+1, i
		}
		unit := math.Nextafter(c.reference[i], math.Inf(1)) - c.reference[i]
		if !(math.Abs(y-c.reference[i]) <= (limit.ulp+2)*unit+c.slack) {
			wrong, at = wrong+1, i
		}
	}
	if differ > 0 {
		report(v, "%d of %d results have other bits than those of %s: item %d is %v, not %v",
			differ, len(got), known.first, at, got[at], known.bits[at])
	}
	if wrong > 0 {
		report(v, "%d of %d results are wrong: item %d is %v", wrong, len(got), at, got[at])
	}
	if len(got) > len(known.bits) {
		known.bits = append(known.bits, got[len(known.bits):]...)
	}
	if len(got) > 0 && (v.Error == nil || len(got) > v.Error.Compared) {
		c.compare(v, limit, got)
	}
}

// compare compares items at equal distances, from the first to the last, with exact arithmetic.
func (c *checker) compare(v *measure.Variant, limit bound, got []float64) {
	var ulps []float64
	rounded := 0.0
	samples := min(c.sample, len(got))
	for k := range samples {
		i := int(int64(k) * int64(len(got)-1) / int64(max(1, samples-1)))
		want, ok := c.known[i]
		if !ok {
			want = c.want(i)
			c.known[i] = want
		}
		ulps = append(ulps, want[0].ULP(got[i]))
		if u := want[1].ULP(got[i]); !math.IsInf(u, 0) {
			rounded = max(rounded, u)
		}
	}
	v.Error = errorOf(ulps)
	v.Error.Compared, v.Error.Rounded = len(got), &rounded
	worst := v.Error.Worst
	if limit.rounded {
		worst = rounded
	}
	if !(worst <= limit.ulp) {
		report(v, "an error of %.3g ULP, where %.3g are allowed", worst, limit.ulp)
	}
}

// errorOf summarises errors, of which those that are no finite numbers are of wrong results.
func errorOf(ulps []float64) *measure.Error {
	e := &measure.Error{Count: len(ulps)}
	for _, ulp := range ulps {
		if math.IsInf(ulp, 0) || math.IsNaN(ulp) {
			e.Wrong++
			continue
		}
		e.Worst = max(e.Worst, ulp)
		e.Mean += ulp
	}
	e.Mean /= float64(max(1, e.Count-e.Wrong))
	return e
}

// report notes a problem, once.
func report(v *measure.Variant, format string, arguments ...any) {
	if problem := fmt.Sprintf(format, arguments...); !slices.Contains(v.Problems, problem) {
		v.Problems = append(v.Problems, problem)
	}
}

package workload

import (
	"fmt"
	"math"
	"math/big"
)

// Verdict is what was found about the results of a way.
type Verdict struct {
	Compared int     // items whose results were compared with those of the other ways
	Sampled  int     // of those, how many with exact arithmetic
	ULP      float64 // worst error of the sample, in units of the exact result's last place
	Mean     float64 // of the errors of the sample
	// RoundedULP is the worst error against the exact sum of the logarithms of the
	// terms as float64 rounds them, which is what a loop over float64 adds up.
	RoundedULP float64
	Problems   []string // what must not be: wrong results, or bits that differ
}

// against says which exact sum a bound speaks of.
type against uint8

const (
	real    against = iota // of the terms as real numbers
	rounded                // of the terms as float64 rounds them
)

// bound is the error that a way may have.
type bound struct {
	against against
	ulp     float64
}

// truth is the exact result of one item. The two are the same where no term is
// rounded.
type truth struct{ real, rounded *big.Float }

// judge compares the results of one workload's ways.
type judge struct {
	sample int // items to compare with exact arithmetic
	exact  func(i int) truth
	// plausible reports whether got, which may err by so many units, agrees with a
	// reference that is cheap enough to be asked about every item.
	plausible func(i int, got, ulp float64) bool
	ulp       func(got float64, want *big.Float) float64

	known    map[int]truth
	families map[string]*family
}

// family is the ways that must have the same bits.
type family struct {
	first string // who set the bits
	bits  []float64
}

func (j *judge) family(name string) *family {
	if j.families[name] == nil {
		j.families[name] = &family{}
	}
	return j.families[name]
}

// hear judges got, the results of the way for the first items, and adds to its
// verdict.
func (j *judge) hear(way, relatives string, limit bound, got []float64, v *Verdict) {
	if len(got) == 0 {
		return
	}
	known := j.family(relatives)
	if known.first == "" {
		known.first = way
	}
	same := min(len(got), len(known.bits))
	differ, wrong, at := 0, 0, 0
	for i, y := range got {
		if i < same && math.Float64bits(y) != math.Float64bits(known.bits[i]) {
			differ++
			at = i
		}
		if !j.plausible(i, y, limit.ulp) {
			wrong++
			at = i
		}
	}
	if differ > 0 {
		v.object("%d of %d results have other bits than those of %s: item %d is %v, not %v",
			differ, same, known.first, at, got[at], known.bits[at])
	}
	if wrong > 0 {
		v.object("%d of %d results are wrong: item %d is %v", wrong, len(got), at, got[at])
	}
	if len(got) > len(known.bits) {
		known.bits = append(known.bits, got[len(known.bits):]...)
	}
	if len(got) > v.Compared {
		v.Compared = len(got)
		j.measure(limit, got, v)
	}
}

// measure compares a sample with exact arithmetic: items at equal distances, the
// first and the last among them.
func (j *judge) measure(limit bound, got []float64, v *Verdict) {
	v.Sampled, v.ULP, v.RoundedULP = min(j.sample, len(got)), 0, 0
	sum := 0.0
	for k := range v.Sampled {
		i := 0
		if k > 0 {
			i = int(int64(k) * int64(len(got)-1) / int64(v.Sampled-1))
		}
		want, ok := j.known[i]
		if !ok {
			want = j.exact(i)
			j.known[i] = want
		}
		ulp := j.ulp(got[i], want.real)
		v.ULP = max(v.ULP, ulp)
		sum += ulp
		v.RoundedULP = max(v.RoundedULP, j.ulp(got[i], want.rounded))
	}
	v.Mean = sum / float64(max(1, v.Sampled))
	worst := v.ULP
	if limit.against == rounded {
		worst = v.RoundedULP
	}
	if !(worst <= limit.ulp) {
		v.object("an error of %.3g ULP, where %.3g are allowed", worst, limit.ulp)
	}
}

// object notes a problem, once.
func (v *Verdict) object(format string, arguments ...any) {
	problem := fmt.Sprintf(format, arguments...)
	for _, known := range v.Problems {
		if known == problem {
			return
		}
	}
	v.Problems = append(v.Problems, problem)
}

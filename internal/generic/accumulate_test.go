package generic_test

import (
	"fmt"
	"iter"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog/internal/exact"
	"sumlog/internal/generic"
	"sumlog/internal/operations"
)

type (
	function  = func(dst, x []float64, terms int)
	reference = func(x float64, terms int) *big.Float
)

// at returns the value of f at one argument.
func at(f function, x float64, terms int) float64 {
	v := []float64{x}
	f(v, v, terms)
	return v[0]
}

// worst is the largest error met so far.
type worst struct {
	ulp   float64
	x     float64
	terms int // 0 for a logarithm
	tried int
}

func (w *worst) add(ulp, x float64, terms int) {
	w.merge(worst{ulp, x, terms, 1})
}

func (w *worst) merge(v worst) {
	v.tried += w.tried
	if v.ulp <= w.ulp {
		v.ulp, v.x, v.terms = w.ulp, w.x, w.terms
	}
	*w = v
}

func (w *worst) String() string {
	s := fmt.Sprintf("worst of %d: %.4f ULP at x = %g (%x)", w.tried, w.ulp, w.x, w.x)
	if w.terms > 0 {
		s += fmt.Sprintf(", terms = %d", w.terms)
	}
	return s
}

// beyond are numbers of terms around the chunks of LogAccumulateDirect, and some
// more.
var beyond = []int{254, 255, 256, 257, 258, 300, 511, 512, 513, 767, 768, 769, 1000, 1023, 1024, 1025}

// TestFewTerms tries every number of terms from 1 on.
func TestFewTerms(t *testing.T) {
	for _, kernel := range []struct {
		name  string
		f     function
		dd    func(x float64) iter.Seq2[int, exact.DD]
		want  reference
		every int // up to how many terms; some of those beyond
	}{
		{"LogAccumulate", generic.LogAccumulate, exact.LogAccumulateDD, exact.LogAccumulate, 1025},
		{"LogAccumulateDirect", generic.LogAccumulateDirect, exact.LogAccumulateDirectDD, exact.LogAccumulateDirect, 200},
	} {
		for i, in := range bothSigns() {
			t.Run(kernel.name+"/"+in.name, func(t *testing.T) {
				t.Parallel()
				var w worst
				for _, x := range in.draw(3000, rand.New(rand.NewPCG(1, uint64(i))), 100) {
					for terms, dd := range kernel.dd(x) {
						if terms > beyond[len(beyond)-1] {
							break
						}
						if terms <= kernel.every || slices.Contains(beyond, terms) {
							e := in.bound.OfDD(at(kernel.f, x, terms), dd, func() *big.Float { return kernel.want(x, terms) })
							w.add(e, x, terms)
						}
					}
				}
				t.Log(&w)
				require.LessOrEqual(t, w.ulp, in.bound.ULP)
			})
		}
	}
}

// manyTerms returns powers of 2 up to 2^53, the number before each, and odd numbers
// between them, and beyond 2^53 some that are rounded.
func manyTerms(r *rand.Rand) (terms []int) {
	for e := 7; e <= 53; e++ {
		power := int64(1) << e
		for _, n := range []int64{power - 1, power, power + (r.Int64N(power) | 1)} {
			if n > 200 && n <= math.MaxInt && n <= 1<<53 {
				terms = append(terms, int(n))
			}
		}
	}
	for _, n := range []int64{1<<53 + 1, 1<<60 - 1, 1<<60 + 12345, math.MaxInt64} {
		if n <= math.MaxInt {
			terms = append(terms, int(n))
		}
	}
	return terms
}

// TestManyTerms goes up to as many terms as there may be.
func TestManyTerms(t *testing.T) {
	for i, in := range bothSigns() {
		t.Run(in.name, func(t *testing.T) {
			t.Parallel()
			var counted, rounded worst
			r := rand.New(rand.NewPCG(2, uint64(i)))
			for _, terms := range manyTerms(r) {
				for _, x := range in.draw(160, r, terms) {
					e := in.bound.Of(at(generic.LogAccumulate, x, terms), exact.LogAccumulate(x, terms))
					if int64(terms) <= 1<<53 {
						counted.add(e, x, terms)
					} else {
						rounded.add(e, x, terms)
					}
				}
			}
			t.Log(&counted)
			t.Log("above 2^53:", &rounded)
			require.LessOrEqual(t, counted.ulp, in.bound.ULP)
			require.LessOrEqual(t, rounded.ulp, operations.RoundedBound.ULP)
		})
	}
}

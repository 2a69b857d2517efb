package generic_test

import (
	"cmp"
	"flag"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

var gammaClimb = flag.Int("gammaclimb", 0, "steps of each climb of TestGammaClimb, which else is skipped")

// climber is a pair of arguments and how much of its bound the error takes up.
type climber struct{ x, y, score float64 }

// scoreAt is the error as a part of the bound's ULP part, or above 1, where there is an absolute
// part, as a part of that.
func (f *gammaFunction) scoreAt(x, y float64) climber {
	b := f.bound(x, y)
	got := of2(f.spec, x, y)
	e := f.errorOf(x, y, got)
	if b.Absolute > 0 && e.beyond > 0 {
		return climber{x, y, 1 + e.beyond/b.Absolute}
	}
	return climber{x, y, e.ulp / b.ULP}
}

func whole(x float64) bool { return x == math.Trunc(x) }

// nudge returns a positive number near x: some units or an eighth of x away. An integer stays
// one.
func nudge(r *rand.Rand, x float64) float64 {
	if whole(x) && x < 0x1p53 {
		return max(0, x+float64(r.IntN(7)-3))
	}
	return near(r, x)
}

// climb takes the best of the kind's arguments at random and moves them while that raises the
// error.
func (f *gammaFunction) climb(kind gammaKind, seed uint64, steps int) (best climber) {
	r := rand.New(rand.NewPCG(17, seed))
	starts := make([]climber, steps)
	for i := range starts {
		starts[i] = f.scoreAt(kind.draw(r))
	}
	slices.SortFunc(starts, func(a, b climber) int { return cmp.Compare(b.score, a.score) })
	for _, c := range starts[:8] {
		for range steps / 4 {
			x, y := c.x, c.y
			if r.IntN(2) == 0 || y == 0 {
				x = nudge(r, x)
			} else {
				y = nudge(r, y)
			}
			if x == 0 || !f.inDomain(x, y) || f.bound(x, y) != f.bound(c.x, c.y) {
				continue
			}
			if v := f.scoreAt(x, y); v.score > c.score {
				c = v
			}
		}
		if c.score > best.score {
			best = c
		}
	}
	return best
}

func (f *gammaFunction) inDomain(x, y float64) bool {
	switch f.name {
	case "LogFactorial":
		return x > -1
	case "LogBeta":
		return x > 0 && y > 0
	case "LogBinomial":
		return 0 <= y && y <= x
	}
	return x > 0 && y >= 0
}

// TestGammaClimb prints the worst arguments of each kind as lines for the tables of
// gammaworst_test.go:
//
//	go test ./internal/generic -run TestGammaClimb -v -gammaclimb 100000 -timeout 0
func TestGammaClimb(t *testing.T) {
	if *gammaClimb == 0 {
		t.Skip("a search, run with -gammaclimb")
	}
	for _, f := range gammaFunctions {
		for i, kind := range f.kinds {
			t.Run(f.name+"/"+kind.name, func(t *testing.T) {
				t.Parallel()
				c := f.climb(kind, uint64(i), *gammaClimb)
				e := f.exactErrorOf(c.x, c.y, of2(f.spec, c.x, c.y))
				beyond := 0.0
				if e.beyond > 0 {
					beyond = math.Log2(e.beyond)
				}
				t.Logf("{%q, %x, %x, %.4g, %.2f}, // %.6g, %.6g", f.name, c.x, c.y, e.ulp, beyond, c.x, c.y)
			})
		}
	}
}

package cases

import (
	"fmt"
	"math"

	"sumlog/bench/measure"
)

// gammas are LogGamma and LogRising of arguments on one side of 8, where their methods change:
// below it a product comes first, of as many factors as a small count has.
func (s *Suite) gammas() []*measure.Case {
	return []*measure.Case{
		s.gamma("LogGamma, x from 0", 0, 8, 0),
		s.gamma("LogGamma, x from 8", 8, 1000, 0),
		s.gamma("LogRising, x from 8, n to 1000", 8, 1000, 1000),
		s.gamma("LogRising, x from 0, n to 8", 0, 8, 8),
		s.gamma("LogRising, x from 0, n to 30", 0, 8, 30),
		s.gamma("LogRising, x from 0, n to 1000", 0, 8, 1000),
	}
}

// gamma is LogGamma of x from lo to hi, or LogRising with n a count up to most.
func (s *Suite) gamma(name string, lo, hi, most float64) *measure.Case {
	operation, inputs := "LogGamma", fmt.Sprintf("x uniform from %g to %g", lo, hi)
	if most > 0 {
		operation, inputs = "LogRising", inputs+fmt.Sprintf(", n a count from 0 to %g", most)
	}
	sp := specOf(operation)
	sp.lo, sp.hi, sp.does, sp.kind, sp.fit = lo, hi, name, "", nil
	sp.exact.draw, sp.exact.on = between(lo, hi), inputs
	if most > 0 {
		sp.kind = fmt.Sprintf(", n a count from 0 to %g", most)
		sp.fit = func(x, y float64) (float64, float64) {
			return x, math.Floor((y - lo) / (hi - lo) * (most + 1))
		}
	}
	c := s.single(name, sp, cached)
	s.addPeers(c, sp)
	return c
}

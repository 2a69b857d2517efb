package page

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"sumlog/bench/measure"
	"sumlog/bench/peer"
	"sumlog/bench/report"
)

// Reading is a variant on one size; methods are cells of tables: a figure, or why there is none.
type Reading struct {
	Report           *report.Report
	Case             *measure.Case
	*measure.Variant                // nil: skipped by -isa
	P                *measure.Point // nil: not measured
}

// Cached is the reading of a variant in the first caches.
func (s *showing) Cached(c *measure.Case, v *measure.Variant) Reading {
	r := Reading{Report: s.Report, Case: c, Variant: v}
	if v != nil {
		r.P = report.Cached(v)
	}
	return r
}

// By returns the reading of one instruction set.
func (s *showing) By(c *measure.Case, isa string) Reading {
	return s.Cached(c, c.Find(func(v *measure.Variant) bool { return v.ISA == isa }))
}

// Rows are the variants that a table shows, on the largest arrays: those not skipped as asked.
func (s *showing) Rows(c *measure.Case) (list []Reading) {
	return slices.DeleteFunc(s.Everything(c), func(r Reading) bool {
		return strings.HasPrefix(r.Skipped, peer.Skipped)
	})
}

// Everything are all variants, on the largest arrays.
func (s *showing) Everything(c *measure.Case) (list []Reading) {
	for _, v := range c.Variants {
		list = append(list, Reading{s.Report, c, v, v.Last()})
	}
	return list
}

// Picked are the readings in the first caches and, where that is another, on the largest arrays.
func (r Reading) Picked() []Reading {
	small, large := report.Pick(r.Variant)
	return []Reading{r.at(small), r.at(large)}
}

func (r Reading) All() (list []Reading) {
	for _, p := range r.Points {
		if p.Stats == nil {
			list = append(list, Reading{Variant: &measure.Variant{Skipped: p.Skipped}})
		} else {
			list = append(list, r.at(p))
		}
	}
	return list
}

func (r Reading) at(p *measure.Point) Reading {
	r.P = p
	return r
}

// Why is why there are no figures.
func (r Reading) Why() string {
	if r.Variant == nil {
		return "skipped by -isa"
	}
	return cmp.Or(r.Variant.Why(), "only one size was measured")
}

// Took is a median in nanoseconds, 0 where there is none.
func (r Reading) Took() float64 {
	if r.P == nil {
		return 0
	}
	return r.Case.NS(r.P, r.P.Stats.Median)
}

// Per is a median in units of that many nanoseconds.
func (r Reading) Per(ns float64) string {
	if r.P == nil {
		return none(r.Why())
	}
	return report.Figure(r.Took() / ns)
}

// NS is a median with its spread.
func (r Reading) NS() string {
	if r.P == nil {
		return none(r.Why())
	}
	return spread(report.Figure(r.Took()), r.P.Stats)
}

// Scaled is the part that was measured, if it was one.
func (r Reading) Scaled() string {
	if r.P.Part == 0 {
		return ""
	}
	return fmt.Sprintf(" (1/%d, scaled)", (r.P.N+r.P.Part/2)/r.P.Part)
}

// Times is how many times as fast as the base it is, nil where that is not known.
func (r Reading) Times() *measure.Stats { return r.Case.Ratio(r.Variant, r.P) }

// Ratio is Times with its spread.
func (r Reading) Ratio() string {
	times := r.Times()
	switch {
	case r.P == nil:
		return none(r.Why())
	case times == nil:
		return none("the base was skipped, or is too slow there")
	}
	return spread(report.Figure(times.Median), times)
}

func (r Reading) Bound() report.Bound { return r.Report.BindAt(r.Case, r.P) }

// Limit is what of the machine's limit is reached.
func (r Reading) Limit() string {
	switch {
	case r.P == nil:
		return none(r.Why())
	case r.ISA == "":
		return none("only the arithmetic of sumlog's own kernels is counted")
	}
	return or(report.WholePercent(r.Bound().NS/r.Took()), "the limits were skipped by -run, or the "+
		"arithmetic of this operation is not counted")
}

func (r Reading) Worst() string {
	switch e := r.Error; {
	case r.Skipped != "":
		return none(r.Skipped)
	case r.Floor:
		return none("computes no logarithms: it moves the same bytes")
	case e == nil:
		return none("not compared")
	case e.Wrong > 0:
		return fmt.Sprintf("%d of %d wrong", e.Wrong, e.Count)
	default:
		return report.Figure(e.Worst)
	}
}

func (r Reading) Mean() string {
	if r.Error == nil || r.Error.Wrong > 0 {
		return r.Worst()
	}
	return report.Figure(r.Error.Mean)
}

// Right is the worst error or, of what is compared by its bits alone, that it is exact.
func (r Reading) Right() string {
	switch {
	case len(r.Problems) > 0:
		return "WRONG"
	case r.Error == nil && r.Case.Against == "":
		return "exact"
	}
	return r.Worst()
}

// or is a figure, or the reason where it is zero or does not exist.
func or(figure, why string) string {
	if figure == report.None || figure == "0" {
		return none(why)
	}
	return figure
}

// spread adds half the width of a median's interval.
func spread(figure string, s *measure.Stats) string {
	return figure + " ± " + report.Percent(s.Spread())
}

// Others are the readings in the first caches of what is neither sumlog's nor the base.
func (s *showing) Others(c *measure.Case) (list []Reading) {
	for _, v := range c.Variants {
		known := v.Base || slices.Contains(s.Settings.ISAs, v.ISA)
		if r := s.Cached(c, v); !known && r.P != nil {
			list = append(list, r)
		}
	}
	return list
}

package report

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"sumlog/bench/measure"
)

// Aim is a target: how a figure compares with a limit, or with another figure.
type Aim struct {
	Figure string // as bench.txt names it; n=largest is the largest size
	Kind   string
	Bound  float64
	Other  string // "" where Kind is at-most; of several that match, the fastest
}

// kinds are how times are compared, in nanoseconds a unit, and how the bound is read.
var kinds = map[string]struct {
	other bool // compares with another figure
	value func(ours, other float64) float64
	least bool // the bound is the least
	says  string
}{
	"at-most": {false, func(ours, _ float64) float64 { return ours }, false, "%s ns, at most %g"},
	"faster":  {true, func(ours, other float64) float64 { return other / ours }, true, "%s times as fast, at least %g"},
	"longer":  {true, func(ours, other float64) float64 { return ours / other }, false, "%s times as long, at most %g"},
	"more":    {true, func(ours, other float64) float64 { return ours - other }, false, "%s ns more, at most %g"},
}

// ParseAims reads a file of aims: a line each, FIGURE KIND BOUND [OTHER]. Empty lines and those
// that begin with # say nothing.
func ParseAims(text string) (list []Aim, err error) {
	for i, line := range strings.Split(text, "\n") {
		fields := strings.Fields(line)
		if len(fields) == 0 || fields[0][0] == '#' {
			continue
		}
		wrong := func(format string, arguments ...any) error {
			return fmt.Errorf("line %d: %s", i+1, fmt.Sprintf(format, arguments...))
		}
		if len(fields) < 3 {
			return nil, wrong("want FIGURE KIND BOUND [OTHER]")
		}
		a := Aim{Figure: fields[0], Kind: fields[1]}
		k, ok := kinds[a.Kind]
		if !ok {
			return nil, wrong("%s: want at-most, faster, longer or more", a.Kind)
		}
		if a.Bound, err = strconv.ParseFloat(fields[2], 64); err != nil {
			return nil, wrong("%s is no number", fields[2])
		}
		if k.other != (len(fields) == 4) {
			return nil, wrong("%s compares with %s", a.Kind, map[bool]string{true: "another figure", false: "the bound alone"}[k.other])
		}
		if k.other {
			a.Other = fields[3]
		}
		list = append(list, a)
	}
	return list, nil
}

// Outcome says how an aim fares.
type Outcome struct {
	Aim
	Holds   bool
	Skipped string // why it could not be checked: the other program is unavailable
	Says    string
}

// String is a line.
func (o Outcome) String() string {
	verdict := "FAIL"
	if o.Holds {
		verdict = "pass"
	}
	if o.Skipped != "" {
		verdict = "skip"
	}
	return fmt.Sprintf("%s  %s: %s", verdict, o.Figure, o.Says)
}

// Check compares the report with an aim, round by round: the median of the comparisons counts.
func (d *Report) Check(a Aim) Outcome {
	o := Outcome{Aim: a}
	ours, why, known := d.samples(a.Figure)
	if ours == nil {
		o.Says = "not measured"
		if known {
			o.Says += ": " + why
		}
		return o
	}
	values := make([]float64, len(ours))
	k := kinds[a.Kind]
	if k.other {
		other, why, known := d.samples(a.Other)
		switch {
		case other == nil && known:
			o.Skipped, o.Says = why, a.Other+" was not measured: "+why
			return o
		case other == nil:
			o.Says = a.Other + " is no figure of this report"
			return o
		case len(other) != len(ours):
			median := measure.Summarise(other).Median
			other = slices.Repeat([]float64{median}, len(ours))
		}
		for i := range ours {
			values[i] = k.value(ours[i], other[i])
		}
	} else {
		values = ours
	}
	s := measure.Summarise(values)
	o.Holds = s.Median <= a.Bound
	if k.least {
		o.Holds = s.Median >= a.Bound
	}
	o.Says = fmt.Sprintf(k.says, Figure(s.Median)+" ± "+Figure((s.High-s.Low)/2), a.Bound)
	if a.Other != "" {
		o.Says += " (versus " + a.Other + ")"
	}
	return o
}

// samples returns the samples of the fastest figure that matches, in nanoseconds a unit; where none was
// measured, known tells whether one was skipped, and why.
func (d *Report) samples(pattern string) (best []float64, why string, known bool) {
	median := 0.0
	for _, c := range d.Cases {
		for _, v := range c.Variants {
			if v.Skipped != "" && matches(pattern, v.Name+"/n=*") {
				why, known = v.Skipped, true
			}
			for i, p := range v.Points {
				last := i == len(v.Points)-1
				if !matches(pattern, fmt.Sprintf("%s/n=%d", v.Name, p.N)) && !(last && matches(pattern, v.Name+"/n=largest")) {
					continue
				}
				if p.Stats == nil {
					why, known = p.Skipped, true
					continue
				}
				if ns := c.NS(p, p.Stats.Median); best == nil || ns < median {
					best, median = nil, ns
					for _, s := range p.Samples {
						best = append(best, c.NS(p, s))
					}
				}
			}
		}
	}
	return best, why, known
}

// matches is path.Match; a name may end in n=* for any size.
func matches(pattern, name string) bool {
	if head, ok := strings.CutSuffix(name, "/n=*"); ok {
		pattern, name = path.Dir(pattern), head
	}
	ok, _ := path.Match(pattern, name)
	return ok
}

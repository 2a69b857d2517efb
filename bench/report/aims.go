package report

import (
	"errors"
	"fmt"
	"path"
	"regexp"
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
	value func(ours, other float64) float64
	least bool // the bound is the least
	says  string
}{
	"at-most": {func(ours, _ float64) float64 { return ours }, false, "%s ns, at most %g"},
	"faster": {
		func(ours, other float64) float64 { return other / ours }, true,
		"%s times as fast, at least %g",
	},
	"longer": {
		func(ours, other float64) float64 { return ours / other }, false,
		"%s times as long, at most %g",
	},
	"more": {
		func(ours, other float64) float64 { return ours - other }, false,
		"%s ns more, at most %g",
	},
}

// ParseAims reads a file of aims: a line each, FIGURE KIND BOUND [OTHER]. Empty lines and those
// that begin with # say nothing.
func ParseAims(text string) (list []Aim, err error) {
	for i, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		a, err := parseAim(strings.Fields(line))
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
		list = append(list, a)
	}
	return list, nil
}

func parseAim(fields []string) (a Aim, err error) {
	if len(fields) < 3 {
		return a, errors.New("want FIGURE KIND BOUND [OTHER]")
	}
	a = Aim{Figure: fields[0], Kind: fields[1], Other: strings.Join(fields[3:], " ")}
	if _, ok := kinds[a.Kind]; !ok {
		return a, fmt.Errorf("%s: want at-most, faster, longer or more", a.Kind)
	}
	if a.Bound, err = strconv.ParseFloat(fields[2], 64); err != nil {
		return a, fmt.Errorf("%s is no number", fields[2])
	}
	switch alone := a.Kind == "at-most"; {
	case alone && a.Other != "":
		return a, fmt.Errorf("%s compares with the bound alone", a.Kind)
	case !alone && len(fields) != 4:
		return a, fmt.Errorf("%s compares with another figure", a.Kind)
	}
	return a, nil
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
	switch {
	case o.Skipped != "":
		verdict = "skip"
	case o.Holds:
		verdict = "pass"
	}
	return fmt.Sprintf("%s  %s: %s", verdict, o.Figure, o.Says)
}

// Check compares the report with an aim, round by round: the median of the comparisons counts.
func (d *Report) Check(a Aim) Outcome {
	o := Outcome{Aim: a}
	ours, why := d.samples(a.Figure)
	if ours == nil {
		o.Says = strings.TrimSuffix("not measured: "+why, ": ")
		if m := ofISA.FindStringSubmatch(a.Figure); m != nil && !slices.Contains(d.Settings.ISAs, m[1]) {
			o.Skipped = "no " + m[1]
		}
		if strings.Contains(a.Figure, "/variant=") { // another program, which may be missing
			o.Skipped = why
		}
		return o
	}
	other := ours
	if a.Other != "" {
		if other, o.Skipped = d.samples(a.Other); other == nil {
			o.Says = a.Other + " was not measured: " + o.Skipped
			if o.Skipped == "" {
				o.Says = a.Other + " is no figure of this report"
			}
			return o
		}
	}
	if len(other) != len(ours) {
		other = slices.Repeat([]float64{measure.Summarise(other).Median}, len(ours))
	}
	k := kinds[a.Kind]
	values := make([]float64, len(ours))
	for i := range ours {
		values[i] = k.value(ours[i], other[i])
	}
	s := measure.Summarise(values)
	o.Holds = s.Median == a.Bound || s.Median > a.Bound == k.least
	o.Says = fmt.Sprintf(k.says, Figure(s.Median)+" ± "+Figure((s.High-s.Low)/2), a.Bound)
	if a.Other != "" {
		o.Says += " (versus " + a.Other + ")"
	}
	return o
}

// ofISA finds the instruction set of a figure, where that is no pattern.
var ofISA = regexp.MustCompile(`/isa=([a-z0-9]+)/`)

// samples returns the samples of the fastest figure that matches, in nanoseconds a unit, or why
// none was measured, if any figure matches.
func (d *Report) samples(pattern string) (best []float64, why string) {
	median := 0.0
	for _, c := range d.Cases {
		for _, v := range c.Variants {
			if v.Skipped != "" && matches(path.Dir(pattern), v.Name) {
				why = v.Skipped
			}
			for i, p := range v.Points {
				last := i == len(v.Points)-1
				sized := matches(pattern, fmt.Sprintf("%s/n=%d", v.Name, p.N))
				if !sized && !(last && matches(pattern, v.Name+"/n=largest")) {
					continue
				}
				if p.Stats == nil {
					why = p.Skipped
				} else if ns := c.NS(p, p.Stats.Median); best == nil || ns < median {
					best, median = nil, ns
					for _, s := range p.Samples {
						best = append(best, c.NS(p, s))
					}
				}
			}
		}
	}
	if best != nil {
		why = ""
	}
	return best, why
}

func matches(pattern, name string) bool {
	ok, _ := path.Match(pattern, name)
	return ok
}

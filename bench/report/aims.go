package report

import (
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

// kinds are how our time x is compared with another one, y, in nanoseconds a unit.
var kinds = map[string]struct {
	least bool // the bound is the least
	says  string
	value func(x, y float64) float64
}{
	"at-most": {false, "%s ns, at most %g", func(x, _ float64) float64 { return x }},
	"faster":  {true, "%s times as fast, at least %g", func(x, y float64) float64 { return y / x }},
	"longer":  {false, "%s times as long, at most %g", func(x, y float64) float64 { return x / y }},
	"more":    {false, "%s ns more, at most %g", func(x, y float64) float64 { return x - y }},
}

// ParseAims reads lines of FIGURE KIND BOUND [OTHER]. Empty ones and comments say nothing.
func ParseAims(text string) (list []Aim, err error) {
	for i, line := range strings.Split(text, "\n") {
		fields := strings.Fields(line)
		if len(fields) == 0 || fields[0][0] == '#' {
			continue
		}
		if len(fields) < 3 {
			return nil, fmt.Errorf("line %d: want FIGURE KIND BOUND [OTHER]", i+1)
		}
		a := Aim{Figure: fields[0], Kind: fields[1], Other: strings.Join(fields[3:], " ")}
		a.Bound, err = strconv.ParseFloat(fields[2], 64)
		_, known := kinds[a.Kind]
		switch alone := a.Kind == "at-most"; {
		case !known:
			return nil, fmt.Errorf("line %d: %s: want at-most, faster, longer or more", i+1, a.Kind)
		case err != nil:
			return nil, fmt.Errorf("line %d: %s is no number", i+1, fields[2])
		case alone && a.Other != "":
			return nil, fmt.Errorf("line %d: %s compares with the bound alone", i+1, a.Kind)
		case !alone && len(fields) != 4:
			return nil, fmt.Errorf("line %d: %s compares with another figure", i+1, a.Kind)
		}
		list = append(list, a)
	}
	return list, nil
}

// The verdicts on an aim. One whose program or instruction set is missing is skipped.
const Pass, Fail, Skip = "pass", "FAIL", "skip"

// Check compares the report with an aim, round by round: the median of the comparisons counts.
// What follows the verdict says how the aim fares.
func (d *Report) Check(a Aim) (verdict, says string) {
	ours, why := d.samples(a.Figure)
	if ours == nil {
		m := ofISA.FindStringSubmatch(a.Figure)
		otherISA := m != nil && !slices.Contains(d.Settings.ISAs, m[1])
		otherProgram := why != "" && strings.Contains(a.Figure, "/variant=")
		if verdict = Fail; otherISA || otherProgram {
			verdict = Skip
		}
		return verdict, strings.TrimSuffix("not measured: "+why, ": ")
	}
	other := ours
	if a.Other != "" {
		if other, why = d.samples(a.Other); other == nil && why == "" {
			return Fail, a.Other + " is no figure of this report"
		} else if other == nil {
			return Skip, a.Other + " was not measured: " + why
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
	if verdict = Fail; s.Median == a.Bound || s.Median > a.Bound == k.least {
		verdict = Pass
	}
	says = fmt.Sprintf(k.says, Figure(s.Median)+" ± "+Figure((s.High-s.Low)/2), a.Bound)
	if a.Other != "" {
		says += " (versus " + a.Other + ")"
	}
	return verdict, says
}

// ofISA finds the instruction set of a figure, where that is no pattern.
var ofISA = regexp.MustCompile(`/isa=([a-z0-9]+)/`)

// samples returns those of the fastest figure that matches, in ns a unit, or why there are none.
func (d *Report) samples(pattern string) (best []float64, why string) {
	median := 0.0
	for _, c := range d.Cases {
		for _, v := range c.Variants {
			if v.Skipped != "" && matches(path.Dir(pattern), v.Name) {
				why = v.Skipped
			}
			for i, p := range v.Points {
				last := i == len(v.Points)-1 && matches(pattern, v.Name+"/n=largest")
				switch sized := matches(pattern, fmt.Sprintf("%s/n=%d", v.Name, p.N)); {
				case !sized && !last:
				case p.Stats == nil:
					why = p.Skipped
				case best == nil || c.NS(p, p.Stats.Median) < median:
					best, median = nil, c.NS(p, p.Stats.Median)
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

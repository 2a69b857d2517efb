package report

import (
	"fmt"
	"math"
	"strings"
	"time"

	"sumlog/bench/sweep"
	"sumlog/internal/cost"
	"sumlog/kernel"
)

// Cost is what package sumlog takes an element to cost, beside what was measured.
type Cost struct {
	Operation, ISA string
	Assumed        float64 // ns an element
	Measured       *sweep.Point
}

// Ratio is the time that was measured over the one that is assumed.
func (c Cost) Ratio() float64 { return c.Measured.NS.Median / c.Assumed }

// Holds reports whether the estimate is within a factor of 1.5: sharing pays or does not
// within that anyway, as the state of the caches and of the workers has it.
func (c Cost) Holds() bool { return c.Ratio() < 1.5 && c.Ratio() > 1/1.5 }

// SharedWork is the amount of work at which costs are compared: between what is shared with
// workers that spin and what parked ones are woken for.
const SharedWork = 28 * time.Microsecond

// Costs are those of all kernels that were measured.
func (d *Document) Costs() (list []Cost) {
	for i := range d.Sweeps {
		r := &d.Sweeps[i]
		for _, l := range Own(r) {
			c := Cost{Operation: r.Name, ISA: l.ISA, Assumed: assumed(r, l.ISA)}
			distance := math.Inf(1)
			for k := range l.Points {
				p := &l.Points[k]
				if p.NS == nil {
					continue
				}
				if far := math.Abs(math.Log(float64(p.N) * p.NS.Median / float64(SharedWork))); far < distance {
					c.Measured, distance = p, far
				}
			}
			if c.Measured != nil && c.Assumed > 0 {
				list = append(list, c)
			}
		}
	}
	return list
}

// assumed is the cost of an element in nanoseconds, and 0 for what package cost does not know.
func assumed(r *sweep.Result, name string) float64 {
	isa, err := kernel.ParseISA(name)
	if err != nil {
		return 0
	}
	switch r.Name {
	case "Log":
		return cost.Log.Of(isa)
	case "LogAccumulate":
		return cost.LogAccumulate.Of(isa)
	case "LogAccumulateDirect":
		return cost.Direct(isa, r.Terms)
	case "SumLog":
		return cost.SumLog.Of(isa)
	case "SumLogRows":
		return cost.Row(isa, r.Cols) / float64(r.Cols)
	case "Add":
		return cost.Add.Of(isa)
	}
	return 0
}

// costsSummary names the estimates that are off, with what they should be.
func costsSummary(d *Document) string {
	costs := d.Costs()
	if len(costs) == 0 {
		return ""
	}
	var off []string
	for _, c := range costs {
		if !c.Holds() {
			off = append(off, fmt.Sprintf("%s by %s %s (not %s)", c.Operation, c.ISA, figure(c.Measured.NS.Median), figure(c.Assumed)))
		}
	}
	line := fmt.Sprintf("Of %d costs that sharing assumes, %d are off by more than half", len(costs), len(off))
	if len(off) == 0 {
		return line + "."
	}
	return line + "; would set, in ns an element: " + strings.Join(off, ", ") + "."
}

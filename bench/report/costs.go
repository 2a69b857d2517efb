package report

import (
	"math"
	"time"

	"sumlog/bench/measure"
	"sumlog/internal/cost"
	"sumlog/kernel"
)

// Cost is what package sumlog takes an element to cost, versus what was measured.
type Cost struct {
	Operation, ISA string
	Assumed        float64 // ns an element
	Measured       float64
	Point          *measure.Point
}

// Ratio is the time that was measured over the one that is assumed.
func (c Cost) Ratio() float64 { return c.Measured / c.Assumed }

// Holds reports whether the estimate is within a factor of 1.5: sharing pays or does not within
// that anyway, as the state of the caches and of the workers has it.
func (c Cost) Holds() bool { return c.Ratio() < 1.5 && c.Ratio() > 1/1.5 }

// SharedWork is the amount of work at which costs are compared: between what is shared with
// workers that spin and what parked ones are woken for.
const SharedWork = 28 * time.Microsecond

// Costs are those of all kernels that were measured.
func (d *Report) Costs() (list []Cost) {
	for _, c := range d.Of(measure.Sweep) {
		for _, v := range c.Own() {
			found := Cost{Operation: c.Name, ISA: v.ISA, Assumed: assumed(c, v.ISA)}
			distance := math.Inf(1)
			for _, p := range v.Points {
				if p.Stats == nil {
					continue
				}
				if far := math.Abs(math.Log(p.Stats.Median / SharedWork.Seconds())); far < distance {
					found.Point, found.Measured, distance = p, c.NS(p, p.Stats.Median), far
				}
			}
			if found.Point != nil && found.Assumed > 0 {
				list = append(list, found)
			}
		}
	}
	return list
}

// assumed is the cost of an element in nanoseconds, and 0 for what package cost does not know.
func assumed(c *measure.Case, name string) float64 {
	isa, err := kernel.ParseISA(name)
	if err != nil {
		return 0
	}
	switch c.Name {
	case "LogAccumulateDirect":
		return cost.Direct(isa, c.Terms)
	case "SumLogRows", "SumLogRowsStrided":
		return cost.Row(isa, c.Cols) / float64(c.Cols)
	case "SumLogGroups":
		return cost.Group.Of(isa) * float64(16+c.Cols) / float64(c.Cols)
	}
	if known := costs[c.Name]; known != nil {
		return known.Of(isa)
	}
	return 0
}

// costs are those of an element, by the names of operations.
var costs = map[string]*cost.ByISA{
	"Log": &cost.Log, "Log1p": &cost.Log1p, "Exp": &cost.Exp, "XLogY": &cost.XLogY,
	"SumLog": &cost.SumLog, "SumLogAbs": &cost.SumLogAbs, "SumLogColumns": &cost.SumLogColumns, "SumLog1p": &cost.SumLog1p,
	"DotLog": &cost.DotLog, "Entropy": &cost.DotLog,
	"DotLogRatio": &cost.DotLogRatio, "RelativeEntropy": &cost.DotLogRatio,
	"LogAccumulate": &cost.LogAccumulate, "LogGamma": &cost.LogGamma,
	"LogFactorial": &cost.LogGamma, "LogRising": &cost.LogRising, "LogBeta": &cost.LogBeta,
	"LogBinomial": &cost.LogBinomial, "LogMultichoose": &cost.LogMultichoose, "Add": &cost.Add,
}

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
	Operation, ISA    string
	Assumed, Measured float64 // ns an element
	Point             *measure.Point
	// Machine is how many times as long as assumed this machine takes, in the median of all
	// operations by the instruction set: the estimates are those of one processor.
	Machine float64
}

// Ratio is the time that was measured over the one that is assumed.
func (c Cost) Ratio() float64 { return c.Measured / c.Assumed }

// Expected is the estimate that fits the measurement, on the processor of the estimates.
func (c Cost) Expected() float64 { return c.Measured / c.Machine }

// Holds reports whether the estimate is within a factor of 1.5 of that: whether sharing pays
// depends as much on the state of the caches and of the workers.
func (c Cost) Holds() bool {
	off := c.Expected() / c.Assumed
	return off < 1.5 && off > 1/1.5
}

// SharedWork is the amount of work at which costs are compared: between what is shared with
// workers that spin and what parked ones are woken for.
const SharedWork = 28 * time.Microsecond

// Costs are those of all kernels that were measured.
func (d *Report) Costs() (list []Cost) {
	ratios := map[string][]float64{}
	for _, c := range d.Of(measure.Sweep) {
		operation := c.Name
		if costly := d.Find(measure.Single, costlyInputs[operation]); costly.Measured() {
			c = costly
		}
		for _, v := range c.Own() {
			found := Cost{Operation: operation, ISA: v.ISA, Assumed: assumed(operation, c, v.ISA)}
			distance := math.Inf(1)
			for _, p := range v.Measured() {
				if far := math.Abs(math.Log(p.Stats.Median / SharedWork.Seconds())); far < distance {
					found.Point, found.Measured, distance = p, c.NS(p, p.Stats.Median), far
				}
			}
			if found.Point != nil && found.Assumed > 0 {
				list = append(list, found)
				ratios[v.ISA] = append(ratios[v.ISA], found.Ratio())
			}
		}
	}
	for i, c := range list {
		list[i].Machine = measure.Summarise(ratios[c.ISA]).Median
	}
	return list
}

// costlyInputs are cases of the arguments that an estimate is for, where the sweep's cost less.
var costlyInputs = map[string]string{
	"LogGamma":     "LogGamma, x from 0",
	"LogFactorial": "LogGamma, x from 0",
}

// assumed is the cost of an element in nanoseconds, and 0 for what package cost does not know.
func assumed(operation string, c *measure.Case, name string) float64 {
	isa, err := kernel.ParseISA(name)
	ofRow, ofElement := rowCosts[operation], costs[operation]
	switch {
	case err != nil:
	case ofRow != nil:
		return ofRow(isa, c.Cols) / float64(c.Cols)
	case ofElement != nil:
		return ofElement.Of(isa)
	case operation == "LogAccumulateDirect":
		return cost.Direct(isa, c.Terms)
	}
	return 0
}

// rowCosts are those of a row.
var rowCosts = map[string]func(isa kernel.ISA, cols int) float64{
	"SumLogRows": cost.Row, "SumLogRowsStrided": cost.Row, "DotLogRows": cost.DotRow,
	"LogSumExpRows": cost.ExpRow, "Softmax": cost.SoftmaxRow, "LogSoftmax": cost.SoftmaxRow,
	"SumLogGroups": func(isa kernel.ISA, cols int) float64 {
		return cost.Group.Of(isa) * float64(16+cols)
	},
}

// costs are those of an element.
var costs = map[string]*cost.ByISA{
	"Log": &cost.Log, "Log1p": &cost.Log1p, "Exp": &cost.Exp, "XLogY": &cost.XLogY,
	"SumLog": &cost.SumLog, "SumLogAbs": &cost.SumLogAbs, "SumLogColumns": &cost.SumLogColumns,
	"SumLog1p": &cost.SumLog1p,
	"DotLog":   &cost.DotLog, "Entropy": &cost.DotLog,
	"LogSumExp": &cost.LogSumExp, "DotLogRatio": &cost.DotLogRatio,
	"RelativeEntropy": &cost.DotLogRatio, "RelEntr": &cost.RelEntr, "KLDiv": &cost.KLDiv,
	"LogAccumulate": &cost.LogAccumulate, "LogGamma": &cost.LogGamma,
	"LogFactorial": &cost.LogGamma, "LogRising": &cost.LogRising, "LogBeta": &cost.LogBeta,
	"LogBinomial": &cost.LogBinomial, "LogMultichoose": &cost.LogMultichoose, "Add": &cost.Add,
}

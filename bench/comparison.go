package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"golang.org/x/term"

	"sumlog/bench/measure"
	"sumlog/bench/probe/operations"
	"sumlog/bench/progress"
	"sumlog/bench/report"
	"sumlog/bench/sweep"
	"sumlog/bench/workload"
	"sumlog/kernel"
)

// compare measures everything, and reports whether all results were right.
func (c *comparison) compare(ctx context.Context) (bool, error) {
	report.Machine(c.stdout, c.machine, c.ISAs, c.workers(), c.interpreter, c.noPython)
	pace := c.pace()
	sums := report.Results{
		Name: "accumulate", Items: "objects", Unit: "term", Units: float64(c.Objects) * float64(c.Terms),
		Title: fmt.Sprintf("1. Sums of logarithms: f(x) = Σ ln(1+i+x) over i < %s, for %s objects x",
			report.Count(c.Terms), report.Count(c.Objects)),
	}
	if err := c.measure(ctx, "1 of 4: sums of logarithms", &sums, c.sums.Ways(c.setting), c.Objects, pace.sums); err != nil {
		return false, err
	}
	table := report.Results{
		Name: "table", Items: "rows", Unit: "row", Units: float64(c.Rows),
		Title: fmt.Sprintf("2. Shared table: column 2 = column 0 + column 1 of %s rows of %d float64",
			report.Count(c.Rows), workload.Columns),
	}
	if err := c.measure(ctx, "2 of 4: shared table", &table, c.table.Ways(c.setting), c.Rows, pace.table); err != nil {
		return false, err
	}
	d := c.document(sums, table)
	if err := c.sweep(ctx, &d); err != nil {
		return false, err
	}
	if err := c.scale(ctx, &d); err != nil {
		return false, err
	}
	d.Summary = append(report.Summary(sums, table), report.SweepSummary(&d)...)
	d.Took = time.Since(c.begun).Seconds()
	d.OK = c.finish(sums, table)
	for _, line := range d.Summary {
		fmt.Fprintln(c.stdout, report.Wrap(line))
	}
	return d.OK, c.write(d)
}

// sweep measures the limits of the machine and the kernels over all sizes.
func (c *comparison) sweep(ctx context.Context, d *report.Document) error {
	bar := progress.New(c.stderr, isTerminal(c.stderr), "3 of 4: limits and kernels")
	limits := c.pace().sweep
	limits.Bytes = c.sweepBytes()
	results, found, err := sweep.Measure(ctx, c.arrays, c.operations, c.probes, c.matches, limits, bar)
	bar.Done()
	if err != nil {
		return err
	}
	if c.matches(sweep.KneeName) {
		if d.Knee, err = sweep.MeasureKnee(ctx, c.reads, max(3, limits.Rounds), limits.Batch); err != nil {
			return err
		}
	}
	d.Sweeps, d.Limits, d.Levels, d.Operations = results, found, c.levels, operations.Of
	d.Peers = c.peers.Versions()
	report.LimitTable(c.stdout, d, colour(c.stdout))
	report.KernelTable(c.stdout, d, colour(c.stdout))
	return nil
}

// scale measures what more workers are worth.
func (c *comparison) scale(ctx context.Context, d *report.Document) error {
	bar := progress.New(c.stderr, isTerminal(c.stderr), "4 of 4: workers")
	scaled, err := sweep.Scale(ctx, c.arrays, c.best(), c.Workers, c.pace().scaling, c.Quick, c.matches, bar)
	bar.Done()
	if err != nil {
		return err
	}
	d.Scaling = scaled
	report.ScalingTable(c.stdout, d, colour(c.stdout))
	return nil
}

// best is the best instruction set that is measured.
func (c *comparison) best() kernel.ISA { return slices.Max(c.ISAs) }

// finish says on standard error what was wrong, and reports whether nothing was.
func (c *comparison) finish(workloads ...report.Results) bool {
	ok := true
	for _, r := range workloads {
		for _, problem := range r.Problems() {
			fmt.Fprintf(c.stderr, "bench: WRONG: %s\n", problem)
			ok = false
		}
	}
	return ok
}

// measure does one workload and prints its table.
func (c *comparison) measure(ctx context.Context, stage string, r *report.Results, ways []*workload.Way, items int, limits measure.Limits) error {
	var chosen, present []*workload.Way
	var subjects []measure.Subject
	for _, way := range ways {
		if !c.matches(way.Name) {
			continue
		}
		chosen = append(chosen, way)
		if way.Absent == "" {
			present = append(present, way)
			subjects = append(subjects, way.Subject)
		}
	}
	if len(chosen) == 0 {
		return nil
	}
	bar := progress.New(c.stderr, isTerminal(c.stderr), stage)
	measured, err := measure.Run(ctx, subjects, items, limits, bar)
	bar.Done()
	if err != nil {
		return err
	}
	results := map[*workload.Way]measure.Result{}
	for i, way := range present {
		results[way] = measured[i]
	}
	r.Fill(chosen, results)
	r.Table(c.stdout, colour(c.stdout))
	return nil
}

// workers says how many there are and whether each has its core.
func (c *comparison) workers() string {
	pool := c.setting.Pools[kernel.Generic].All.Report()
	where := "not pinned"
	if pool.Pinned {
		where = "pinned"
	}
	return fmt.Sprintf("%d, %s: %s", pool.Workers, where, pool.Pinning)
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// colour reports whether w shows colours and nobody asked for none
// (https://no-color.org).
func colour(w io.Writer) bool {
	return isTerminal(w) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

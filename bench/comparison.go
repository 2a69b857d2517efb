package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/term"

	"sumlog/bench/machine"
	"sumlog/bench/measure"
	"sumlog/bench/progress"
	"sumlog/bench/python"
	"sumlog/bench/report"
	"sumlog/bench/workload"
	"sumlog/kernel"
)

// comparison is one run of the program.
type comparison struct {
	*options
	stdout, stderr io.Writer
	begun          time.Time
	machine        machine.Info
	setting        workload.Setting
	sums           *workload.Accumulate
	table          *workload.Table
}

// pace is how long measuring may take, in full and in a hurry.
type pace struct {
	sums, table      measure.Limits
	goCap, pythonCap time.Duration // longest repetitions wanted
	sample           int           // items compared with exact arithmetic
}

// The whole program has 90 s in full and 5 s in a hurry, the start of Python and
// the exact arithmetic included.
var (
	inFull = pace{
		sums:      measure.Limits{Rounds: 3, Quick: 80 * time.Millisecond, Total: 70 * time.Second},
		table:     measure.Limits{Rounds: 5, Quick: 40 * time.Millisecond, Total: 10 * time.Second},
		goCap:     5 * time.Second,
		pythonCap: 20 * time.Second / 3, // so that the rounds of one way take 20 s at most
		sample:    1000,
	}
	inAHurry = pace{
		sums:      measure.Limits{Rounds: 3, Quick: 4 * time.Millisecond, Total: 1100 * time.Millisecond},
		table:     measure.Limits{Rounds: 3, Quick: 2 * time.Millisecond, Total: 500 * time.Millisecond},
		goCap:     30 * time.Millisecond,
		pythonCap: 60 * time.Millisecond,
		sample:    200,
	}
)

func (o *options) pace() pace {
	if o.Quick {
		return inAHurry
	}
	return inFull
}

// prepare checks what can be checked before anything is measured, and starts
// workers and Python. What it fails for is a matter of the flags or the machine.
func prepare(ctx context.Context, o *options, stdout, stderr io.Writer) (*comparison, error) {
	c := &comparison{options: o, stdout: stdout, stderr: stderr, begun: time.Now(), machine: machine.Detect()}
	if err := o.checkMemory(c.machine); err != nil {
		return nil, err
	}
	if o.JSON != "" {
		path, err := report.Writable(o.JSON)
		if err != nil {
			return nil, fmt.Errorf("-json %s: %w", o.JSON, err)
		}
		o.JSON = path
	}
	pace := o.pace()
	c.sums = workload.NewAccumulate(o.Objects, o.Terms, pace.sample)
	c.table = workload.NewTable(o.Rows, pace.sample)
	c.setting = workload.Setting{Workers: o.Workers, ISAs: o.ISAs, GoCap: pace.goCap, PythonCap: pace.pythonCap}

	// Python is started first: its processes inherit this thread's cores, and
	// threads that compute are bound to one.
	if err := c.startPython(ctx); err != nil {
		return nil, errors.Join(err, c.close())
	}
	pools, err := workload.NewPools(o.Workers, o.ISAs)
	if err != nil {
		return nil, errors.Join(err, c.close())
	}
	c.setting.Pools = pools
	return c, nil
}

// startPython fails only when ctx ends: a machine without Python says so in the
// tables.
func (c *comparison) startPython(ctx context.Context) error {
	if c.NoPython {
		return nil
	}
	found, err := python.Find(ctx)
	if err == nil {
		c.setting.Python, err = python.Start(ctx, found, c.sums.X, c.table.Cells)
	}
	if err != nil {
		c.setting.NoPython = err.Error()
	}
	return ctx.Err()
}

// compare measures both workloads and reports whether all results were right.
func (c *comparison) compare(ctx context.Context) (bool, error) {
	report.Machine(c.stdout, c.machine, c.ISAs, c.workers(), c.interpreter(), c.noPython())
	pace := c.pace()

	sums := report.Results{
		Name: "accumulate", Items: "objects", Unit: "term", Units: float64(c.Objects) * float64(c.Terms),
		Title: fmt.Sprintf("1. Sums of logarithms: f(x) = Σ ln(1+i+x) over i < %s, for %s objects x",
			report.Count(c.Terms), report.Count(c.Objects)),
	}
	err := c.measure(ctx, &sums, c.sums.Ways(c.setting), c.Objects, pace.sums)
	if err != nil {
		return false, err
	}
	table := report.Results{
		Name: "table", Items: "rows", Unit: "row", Units: float64(c.Rows),
		Title: fmt.Sprintf("2. Shared table: column 2 = column 0 + column 1 of %s rows of %d float64",
			report.Count(c.Rows), workload.Columns),
	}
	if err := c.measure(ctx, &table, c.table.Ways(c.setting), c.Rows, pace.table); err != nil {
		return false, err
	}

	summary := report.Summary(sums, table)
	for _, line := range summary {
		fmt.Fprintln(c.stdout, report.Wrap(line))
	}
	ok := c.finish(sums, table)
	if c.JSON != "" {
		return ok, c.document(ok, sums, table, summary).Write(c.JSON)
	}
	return ok, nil
}

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
func (c *comparison) measure(ctx context.Context, r *report.Results, ways []*workload.Way, items int, limits measure.Limits) error {
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
	title, _, _ := strings.Cut(r.Title, ":")
	bar := progress.New(c.stderr, isTerminal(c.stderr), title)
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

func (c *comparison) document(ok bool, sums, table report.Results, summary []string) report.Document {
	settings := report.Settings{
		Objects: c.Objects, Terms: c.Terms, Rows: c.Rows, Workers: c.Workers,
		Pinned: c.setting.Pools[c.ISAs[0]].All.Report().Pinned, Quick: c.Quick, Run: c.Run,
	}
	for _, isa := range c.ISAs {
		settings.ISAs = append(settings.ISAs, isa.String())
	}
	return report.Document{
		Program: "sumlog bench", Begun: c.begun, Took: time.Since(c.begun).Seconds(),
		OK:       ok,
		Settings: settings, Machine: c.machine, Python: c.interpreter(), NoPython: c.noPython(),
		Workloads: []report.Workload{report.NewWorkload(sums), report.NewWorkload(table)},
		Summary:   summary,
	}
}

func (c *comparison) close() error {
	err := c.table.Close()
	if c.setting.Python != nil {
		err = errors.Join(err, c.setting.Python.Close())
	}
	for _, pool := range c.setting.Pools {
		err = errors.Join(err, pool.One.Close(), pool.All.Close())
	}
	return err
}

func (c *comparison) interpreter() *python.Interpreter {
	if c.setting.Python == nil {
		return nil
	}
	return &c.setting.Python.Interpreter
}

func (c *comparison) noPython() string {
	if c.NoPython {
		return "-no-python"
	}
	return c.setting.NoPython
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

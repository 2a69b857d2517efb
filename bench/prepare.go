package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"sumlog/bench/machine"
	"sumlog/bench/measure"
	"sumlog/bench/peer"
	"sumlog/bench/probe"
	"sumlog/bench/python"
	"sumlog/bench/report"
	"sumlog/bench/sweep"
	"sumlog/bench/workload"
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

	interpreter *python.Interpreter // nil where noPython says why
	noPython    string
	memory      *peer.Memory
	arrays      sweep.Arrays
	levels      []probe.Level
	probes      []*probe.Probe
	reads       []*probe.Probe // by size
	peers       *sweep.Peers
	operations  []*sweep.Operation
}

// pace is how long measuring may take, in full and in a hurry.
type pace struct {
	sums, table      measure.Limits
	sweep            sweep.Limits
	scaling          int           // rounds
	goCap, pythonCap time.Duration // longest repetitions wanted
	sample           int           // items compared with exact arithmetic
}

// The whole program has two minutes in full and some seconds in a hurry, the start of
// Python, the compilation of C and the exact arithmetic included.
var (
	inFull = pace{
		sums:      measure.Limits{Rounds: 5, Quick: 80 * time.Millisecond, Total: 45 * time.Second},
		table:     measure.Limits{Rounds: 5, Quick: 40 * time.Millisecond, Total: 10 * time.Second},
		sweep:     sweep.Limits{Batch: 400 * time.Microsecond, Call: 400 * time.Millisecond, Group: time.Second, Share: 1},
		scaling:   15,
		goCap:     3 * time.Second,
		pythonCap: 3 * time.Second,
		sample:    1000,
	}
	inAHurry = pace{
		sums:      measure.Limits{Rounds: 3, Quick: 4 * time.Millisecond, Total: 1100 * time.Millisecond},
		table:     measure.Limits{Rounds: 3, Quick: 2 * time.Millisecond, Total: 500 * time.Millisecond},
		sweep:     sweep.Limits{Batch: 50 * time.Microsecond, Call: 10 * time.Millisecond, Group: 10 * time.Millisecond, Bytes: 16 << 20, Share: 10, Quick: true},
		scaling:   3,
		goCap:     30 * time.Millisecond,
		pythonCap: 60 * time.Millisecond,
		sample:    200,
	}
)

func (o *options) pace() pace {
	p := inFull
	if o.Quick {
		p = inAHurry
	}
	if o.Reps > 0 {
		p.sums.Rounds, p.table.Rounds, p.sweep.Rounds, p.scaling = o.Reps, o.Reps, o.Reps, o.Reps
		// As many as were asked for, however long that takes, each as long as before.
		p.sums.Total = p.sums.Total * time.Duration(max(o.Reps, 3)) / 3
		p.table.Total = p.table.Total * time.Duration(max(o.Reps, 3)) / 3
	}
	return p
}

// prepare checks what can be checked before anything is measured, and starts workers,
// Python and the peers. What it fails for is a matter of the flags or the machine.
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
	if err := errors.Join(c.startPython(ctx), c.startPeers(ctx)); err != nil {
		return nil, errors.Join(err, c.close())
	}
	pools, err := workload.NewPools(o.Workers, o.ISAs)
	if err != nil {
		return nil, errors.Join(err, c.close())
	}
	c.setting.Pools = pools
	if err := c.checkNames(); err != nil {
		return nil, errors.Join(err, c.close())
	}
	if err := os.MkdirAll(o.Out, 0o755); err != nil {
		return nil, errors.Join(fmt.Errorf("-out: %w", err), c.close())
	}
	for _, name := range outputs {
		if _, err := report.Writable(c.output(name)); err != nil {
			return nil, errors.Join(fmt.Errorf("-out %s: %w", c.output(name), err), c.close())
		}
	}
	return c, nil
}

// startPython fails only when ctx ends: a machine without Python says so in the
// tables.
func (c *comparison) startPython(ctx context.Context) error {
	if !c.wants("python", "numpy", "numexpr", "scipy") {
		c.noPython = "left out by -peers"
		return nil
	}
	found, err := python.Find(ctx)
	if err == nil {
		c.interpreter = &found
		if c.wants("python") {
			c.setting.Python, err = python.Start(ctx, found, c.sums.X, c.table.Cells)
		}
	}
	if err != nil {
		c.noPython = err.Error()
	}
	c.setting.NoPython = c.noPython
	return ctx.Err()
}

// startPeers makes room for the sweeps, and starts who takes part in them.
func (c *comparison) startPeers(ctx context.Context) (err error) {
	c.levels = probe.Levels(c.machine.Caches, c.machine.LastLevel, c.mostBytes())
	space := probe.Space(c.levels)
	const some = 64 << 20 // for what is compared with exact results
	if c.memory, err = peer.NewMemory(3*c.sweepBytes() + 8*space + some); err != nil {
		return fmt.Errorf("memory for the sweeps: %w", err)
	}
	c.arrays = sweep.NewArrays(c.memory, c.sweepBytes(), c.machine.LastLevel)
	room := c.memory.Floats(space)
	for i := range room {
		room[i] = 1
	}
	c.probes = probe.New(c.levels, room)
	c.reads = probe.Reads(sweep.KneeSizes(c.machine.Caches, c.machine.LastLevel, c.levels[len(c.levels)-1].Bytes), room)
	c.peers = sweep.StartPeers(ctx, c.memory, c.Peers, c.interpreter, c.noPython)
	c.operations = sweep.Operations(c.ISAs, c.peers)
	return ctx.Err()
}

// mostBytes is how much the sweeps may take, four times over.
func (c *comparison) mostBytes() int {
	const least = 64 << 20
	if c.machine.Available == 0 {
		return 1 << 30
	}
	return max(least, int(min(c.machine.Available/8, 1<<40)))
}

// sweepBytes is how much the arrays of an operation take at most, all together.
func (c *comparison) sweepBytes() int {
	bytes := c.levels[len(c.levels)-1].Bytes
	if most := c.pace().sweep.Bytes; most > 0 {
		bytes = min(bytes, most)
	}
	return bytes &^ 511
}

// checkNames refuses a -run that leaves nothing.
func (c *comparison) checkNames() error {
	var names []string
	for _, way := range append(c.sums.Ways(c.setting), c.table.Ways(c.setting)...) {
		names = append(names, way.Name)
	}
	for _, p := range c.probes {
		names = append(names, p.Name())
	}
	names = append(names, sweep.KneeName)
	for _, o := range c.operations {
		for _, w := range o.Ways {
			names = append(names, o.NameOf(w))
		}
	}
	names = append(names, sweep.ScalingNames(c.best())...)
	for _, name := range names {
		if c.matches(name) {
			return nil
		}
	}
	return fmt.Errorf("-run %s: nothing has such a name; %s is one", c.Run, names[0])
}

func (c *comparison) close() error {
	err := c.table.Close()
	if c.setting.Python != nil {
		err = errors.Join(err, c.setting.Python.Close())
	}
	for _, pool := range c.setting.Pools {
		err = errors.Join(err, pool.One.Close(), pool.All.Close())
	}
	if c.peers != nil {
		c.peers.Close()
	}
	if c.memory != nil {
		err = errors.Join(err, c.memory.Close())
	}
	return err
}

package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"time"

	"sumlog/bench/cases"
	"sumlog/bench/machine"
	"sumlog/bench/measure"
	"sumlog/bench/peer"
	"sumlog/bench/probe"
	"sumlog/bench/probe/arithmetic"
	"sumlog/bench/report"
	"sumlog/dispatch"
	"sumlog/kernel"
)

// comparison is one run of the program.
type comparison struct {
	*options
	begun   time.Time
	machine machine.Info
	levels  []probe.Level
	peers   *peer.Peers
	pinning string
	suite   *cases.Suite
	cases   []*measure.Case
	closers []func() error // the last is called first
}

// pace is how long measuring may take.
type pace struct {
	workload, kernels, scaling measure.Limits
	sample, share              int // results compared with exact ones: their number, and its divisor
	bytes                      int // of the arrays of kernels together, at most; 0: as many as it takes
}

// The whole program takes a few minutes in full and less than one if quick.
var (
	full = pace{
		workload: measure.Limits{Batch: 2 * time.Millisecond, Call: time.Second, Group: 60 * time.Second},
		kernels:  measure.Limits{Batch: 400 * time.Microsecond, Call: 400 * time.Millisecond, Group: time.Second},
		scaling:  measure.Limits{Batch: 20 * time.Millisecond, Call: time.Minute, Group: time.Minute, Rounds: 15},
		sample:   1000, share: 1,
	}
	quick = pace{
		workload: measure.Limits{Batch: 500 * time.Microsecond, Call: 20 * time.Millisecond, Group: time.Second},
		kernels:  measure.Limits{Batch: 50 * time.Microsecond, Call: 10 * time.Millisecond, Group: 10 * time.Millisecond},
		scaling:  measure.Limits{Batch: 2 * time.Millisecond, Call: time.Minute, Group: time.Minute, Rounds: 3},
		sample:   200, share: 10, bytes: 16 << 20,
	}
)

func (o *options) pace() pace {
	p := full
	if o.quick {
		p = quick
	}
	if o.reps > 0 {
		for _, l := range []*measure.Limits{&p.workload, &p.kernels, &p.scaling} {
			l.Rounds = o.reps
		}
	}
	return p
}

// prepare checks what can be checked before anything is measured, starts workers and peers, and
// makes the cases. What it fails for is a matter of the flags or the machine.
func prepare(ctx context.Context, o *options) (_ *comparison, err error) {
	c := &comparison{options: o, begun: time.Now(), machine: machine.Detect()}
	if err := o.checkMemory(c.machine); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, c.close())
		}
	}()
	if err := dispatch.Use(c.best()); err != nil {
		return nil, err
	}
	p := o.pace()
	c.levels = probe.Levels(c.machine.Caches, c.machine.LastLevel, c.mostBytes())
	largest := c.levels[len(c.levels)-1].Bytes
	bytes := largest
	if p.bytes > 0 {
		bytes = min(bytes, p.bytes)
	}
	bytes &^= 511
	const other = 512 << 20 // tables, and what is compared with exact results; untouched pages are free
	memory, err := peer.NewMemory(3*bytes + 8*probe.Space(c.levels) + 8*(2*o.objects+4*o.rows) + other)
	if err != nil {
		return nil, fmt.Errorf("memory for the arrays: %w", err)
	}
	c.closers = append(c.closers, memory.Close)
	// Before the workers: a thread that computes is bound to one core, and processes inherit that.
	if c.peers, err = peer.Start(ctx, memory, o.peers, o.workers); err != nil {
		return nil, err
	}
	c.closers = append(c.closers, c.peers.Close)
	c.suite = &cases.Suite{
		ISAs: o.isas, Best: c.best(), Workers: o.workers, Peers: c.peers, Bytes: bytes, Last: c.machine.LastLevel,
		Quick: o.quick, Sample: p.sample, Share: p.share, Workload: p.workload, Kernels: p.kernels, Scaled: p.scaling,
	}
	c.closers = append(c.closers, c.suite.Close)
	if err := c.suite.Start(); err != nil {
		return nil, err
	}
	r := c.suite.Pools[cases.PoolKey{ISA: kernel.Generic, Workers: o.workers}].Report()
	c.pinning = fmt.Sprintf("%d, %s: %s", r.Workers, map[bool]string{true: "pinned", false: "not pinned"}[r.Pinned], r.Pinning)
	space := memory.Floats(probe.Space(c.levels))
	for i := range space {
		space[i] = 1
	}
	columns, err := c.suite.ColumnCases()
	if err != nil {
		return nil, err
	}
	c.cases = slices.Concat(
		probe.Cases(c.levels, space, p.kernels),
		[]*measure.Case{
			probe.KneeCase(c.machine.Caches, c.machine.LastLevel, largest, space, p.kernels),
			c.suite.Accumulate(o.objects, o.terms), c.suite.Table(o.rows),
		},
		c.suite.Sweeps(), c.suite.Singles(), columns, c.suite.Scaling())
	return c, c.choose()
}

// choose skips what -run leaves out, and refuses to skip everything.
func (c *comparison) choose() error {
	any := false
	for _, k := range c.cases {
		for _, v := range k.Variants {
			if c.pattern.MatchString(v.Name) {
				any = true
			} else if v.Skipped == "" {
				v.Skipped = peer.Skipped + "-run"
			}
		}
	}
	if !any {
		return fmt.Errorf("-run %v: nothing has such a name; %s is one", c.pattern, c.cases[0].Variants[0].Name)
	}
	return nil
}

// best is the best instruction set that is measured.
func (o *options) best() kernel.ISA { return slices.Max(o.isas) }

// mostBytes is how much the arrays of a probe may take.
func (c *comparison) mostBytes() int {
	const least = 64 << 20
	if c.machine.Available == 0 {
		return 1 << 30
	}
	return max(least, int(min(c.machine.Available/8, 1<<40)))
}

// onCoreOfPeers calls f on a thread of its own, bound to the core of the peers, which ends
// with it.
func onCoreOfPeers(f func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		if cores := peer.Cores(); len(cores) > 0 {
			runtime.LockOSThread()
			_ = peer.Pin(0, cores[0]) // without, the figures are worse
		}
		f()
	}()
	<-done
}

// report is the whole of the run.
func (c *comparison) report() *report.Report {
	d := &report.Report{
		Program: "sumlog bench", Begun: c.begun, Took: time.Since(c.begun).Seconds(),
		Settings: report.Settings{
			Objects: c.objects, Terms: c.terms, Rows: c.rows, Workers: c.workers, Pinning: c.pinning,
			ISAs: names(c.isas), Best: c.best().String(), Quick: c.quick, Run: c.pattern.String(), Reps: c.reps, Peers: c.options.peers,
			Batch: c.pace().kernels.Batch.Seconds(), Bytes: c.suite.Bytes,
		},
		Machine: c.machine, Python: c.peers.Interpreter, NoPython: c.peers.NoPython,
		Peers: c.peers.Versions(cases.Unavailable), Levels: c.levels, Arithmetic: arithmetic.Of, Cases: c.cases,
	}
	d.OK = len(d.Problems()) == 0
	d.Summary = d.Summarise()
	return d
}

func (c *comparison) close() (err error) {
	for i := len(c.closers) - 1; i >= 0; i-- {
		err = errors.Join(err, c.closers[i]())
	}
	c.closers = nil
	return err
}

package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
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
	"sumlog/internal/cpu"
	"sumlog/kernel"
)

const us, ms, minute = time.Microsecond, time.Millisecond, time.Minute

// How long measuring may take, and how much is compared: some minutes, or less than one if quick.
var (
	full = cases.Suite{
		Workload: measure.Limits{Batch: 2 * ms, Call: time.Second, Group: minute},
		Kernels:  measure.Limits{Batch: 400 * us, Call: 400 * ms, Group: time.Second},
		Scaled:   measure.Limits{Batch: 20 * ms, Call: minute, Group: minute, Rounds: 15},
		Sample:   1000, Share: 1, Bytes: 1 << 40,
	}
	quick = cases.Suite{
		Workload: measure.Limits{Batch: 500 * us, Call: 20 * ms, Group: time.Second},
		Kernels:  measure.Limits{Batch: 50 * us, Call: 10 * ms, Group: 10 * ms},
		Scaled:   measure.Limits{Batch: 2 * ms, Call: minute, Group: minute, Rounds: 3},
		Sample:   200, Share: 10, Bytes: 16 << 20, Quick: true,
	}
)

// suite is what is measured, but for peers, pools and arrays.
func (o *options) suite() *cases.Suite {
	s := full
	if o.Quick {
		s = quick
	}
	if o.Reps > 0 {
		s.Workload.Rounds, s.Kernels.Rounds, s.Scaled.Rounds = o.Reps, o.Reps, o.Reps
	}
	s.ISAs, s.Best, s.Workers = o.isas, slices.Max(o.isas), o.Workers
	return &s
}

// prepare checks what can be checked before anything is measured, starts workers and peers, and
// makes the cases of the report. What it fails for is a matter of the flags or the machine.
func prepare(ctx context.Context, o *options, d *report.Report) (_ *cases.Suite, err error) {
	d.Program, d.Begun, d.Arithmetic = "sumlog bench", time.Now(), arithmetic.Of
	d.Machine = machine.Detect()
	available := float64(cmp.Or(d.Machine.Available, math.MaxInt/2))
	needed := cases.BytesPerObject*float64(o.Objects) + cases.BytesPerRow*float64(o.Rows)
	if needed > available {
		return nil, fmt.Errorf("-n %d -rows %d: take about %s of memory, and %s are available",
			o.Objects, o.Rows, report.Bytes(needed), report.Bytes(available))
	}
	s := o.suite()
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
		}
	}()
	if err := dispatch.Use(s.Best); err != nil {
		return nil, err
	}
	s.Last = d.Machine.LastLevel
	most := max(64<<20, int(min(cmp.Or(d.Machine.Available, 8<<30)/8, 1<<40)))
	d.Levels = probe.Levels(d.Machine.Caches, s.Last, most)
	largest := d.Levels[len(d.Levels)-1].Bytes
	s.Bytes = min(largest, s.Bytes) &^ 511
	// Tables, and what is compared with exact results; untouched pages are free
	const other = 384 << 20
	workloads := 8 * (2*o.Objects + 4*o.Rows)
	memory, err := peer.NewMemory(3*s.Bytes + 8*probe.Space(d.Levels) + workloads + other)
	if err != nil {
		return nil, fmt.Errorf("memory for the arrays: %w", err)
	}
	// Before the workers: a thread that computes is bound to one core, and processes inherit that.
	if s.Peers, err = peer.Start(ctx, memory, o.Peers, o.Workers); err != nil {
		return nil, err
	}
	s.Start()
	space := memory.Floats(probe.Space(d.Levels))
	for i := range space {
		space[i] = 1
	}
	list, err := s.Cases(o.Objects, o.Terms, o.Rows)
	if err != nil {
		return nil, err
	}
	knee := probe.KneeCase(d.Machine.Caches, s.Last, largest, space, s.Kernels)
	d.Cases = append(append(probe.Cases(d.Levels, space, s.Kernels), knee), list...)
	d.Python, d.NoPython, d.Peers = s.Peers.Interpreter, s.Peers.NoPython(),
		s.Peers.Versions(cases.Unavailable)
	d.Settings = o.Settings
	d.Settings.ISAs, d.Settings.Best, d.Settings.Run = machine.Names(o.isas), s.Best.String(),
		o.pattern.String()
	d.Settings.Batch, d.Settings.Bytes = s.Kernels.Batch.Seconds(), s.Bytes
	r := s.Pool(kernel.Generic, o.Workers).Report()
	pinned := map[bool]string{true: "pinned", false: "not pinned"}[r.Pinned]
	d.Settings.Pinning = fmt.Sprintf("%d, %s: %s", r.Workers, pinned, r.Pinning)
	return s, o.choose(d.Cases)
}

// choose skips what -run leaves out, and refuses to skip everything.
func (o *options) choose(list []*measure.Case) error {
	err := fmt.Errorf("-run %v: nothing has such a name; %s is one", o.pattern,
		list[0].Variants[0].Name)
	for _, c := range list {
		for _, v := range c.Variants {
			if o.pattern.MatchString(v.Name) {
				err = nil
			} else if v.Skipped == "" {
				v.Skipped = peer.Skipped + "-run"
			}
		}
	}
	return err
}

// onCoreOfPeers calls f on a thread that ends with it, bound to the peers' core unless c is OnPool.
func onCoreOfPeers(c *measure.Case, f func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		if cores := peer.Cores(); len(cores) > 0 && !c.OnPool {
			runtime.LockOSThread()
			_ = cpu.SetThreadMask(0, cpu.MaskOf(cores[0])) // without, the figures are worse
		}
		f()
	}()
	<-done
}

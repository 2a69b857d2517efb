package dispatch

import (
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"sumlog/kernel"
)

// Info describes what was chosen on this machine, and why. Its String is meant for people; put
// it into bug reports.
type Info struct {
	Detected  []kernel.ISA // what this processor runs
	Supported []kernel.ISA // those of Detected that this binary has kernels for
	Allowed   []kernel.ISA // those of Supported up to the ceiling of SUMLOG_ISA
	ISA       kernel.ISA   // the chosen one
	Why       string       // why it was chosen
	Problem   string       // what is wrong with the value of SUMLOG_ISA; "" if nothing

	Workers int     // how many CPUs the pool computes on at once
	CPUs    []int   // the process's affinity mask, in the order of pinning; nil where unknown
	Cores   int     // how many physical cores CPUs belong to; 0 where unknown
	Pinned  bool    // whether workers are pinned, or will be once they are started
	Pinning string  // why they are pinned, or why not
	Parking string  // why idle workers cannot park at a futex, and so wake late; "" where they can
	Caches  []Cache // the data caches of CPUs[0], the nearest first; nil where unknown
}

// Report returns the choices made for the package's functions and the pool of [Default]. It
// starts no workers.
func Report() Info { return defaultPool.Report() }

// Report returns the choices made for this pool. It starts no workers.
func (p *Pool) Report() Info {
	p = p.orDefault()
	c := decided()
	i := Info{
		Detected:  detect(),
		Supported: kernel.Supported(),
		Allowed:   slices.Clone(c.allowed),
		ISA:       p.ISA(),
		Problem:   c.problem,
	}
	switch {
	case p.config.hasISA:
		i.Why = "chosen by WithISA"
	case used.Load():
		i.Why = "chosen by Use"
	case c.ceiling != "":
		i.Why = fmt.Sprintf("the best up to %s=%s", ceilingVariable, c.ceiling)
	default:
		i.Why = "the best that this binary and processor have"
	}
	plan := p.currentPlan()
	if maskChanged(plan.mask) {
		plan = newPlan(p.config) // as the next job will
	}
	i.Workers, i.Pinned, i.Pinning = plan.workers, plan.pinned, plan.reason
	i.CPUs, i.Cores, i.Caches = slices.Clone(plan.cpus), plan.cores, slices.Clone(plan.caches)
	if err := parkingError(); err != nil {
		i.Parking = err.Error()
	}
	return i
}

// String returns the report as lines of text, each with a newline.
func (i Info) String() string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	line := func(name string, format string, args ...any) {
		fmt.Fprintf(w, "%s\t%s\n", name, fmt.Sprintf(format, args...))
	}
	line("instruction set", "%v: %s", i.ISA, i.Why)
	if i.Problem != "" {
		line("  problem", "%s", i.Problem)
	}
	line("  detected", "%v", i.Detected)
	line("  supported", "%v", i.Supported)
	line("  allowed", "%v", i.Allowed)
	line("workers", "%d", i.Workers)
	if i.CPUs != nil {
		line("  CPUs", "%v, physical cores: %d", i.CPUs, i.Cores)
	}
	pinned := "no"
	if i.Pinned {
		pinned = "yes"
	}
	line("  pinned", "%s: %s", pinned, i.Pinning)
	if i.Parking != "" {
		line("  parking", "by the Go runtime: %s", i.Parking)
	}
	for n, c := range i.Caches {
		name := "caches"
		if n > 0 {
			name = ""
		}
		line(name, "%v", c)
	}
	w.Flush()
	return b.String()
}

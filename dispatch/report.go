package dispatch

import (
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"sumlog/kernel"
)

// Info says what was chosen on this machine, and why. Its String is meant for
// people; put it into bug reports.
type Info struct {
	Detected  []kernel.ISA // what this processor runs
	Supported []kernel.ISA // those of them that this binary has kernels for
	Allowed   []kernel.ISA // those of them up to the ceiling of SUMLOG_ISA
	ISA       kernel.ISA   // the one chosen
	Why       string       // why that one
	Problem   string       // what is wrong with the value of SUMLOG_ISA; "" if nothing

	Operations []OperationInfo

	Workers int    // how many CPUs the pool computes on at once
	CPUs    []int  // those of the process's affinity mask, in the order in which workers are pinned; nil where unknown
	Pinned  bool   // whether workers are pinned, or will be once they are started
	Pinning string // why, or why not
}

// OperationInfo is the choice for one operation.
type OperationInfo struct {
	Name string
	ISA  kernel.ISA // the one it uses: Generic where there is no better kernel yet
}

// Report returns the choices made for the package's functions and the pool of
// [Default]. It starts no workers.
func Report() Info { return standard.Report() }

// Report returns the choices made for this pool.
func (p *Pool) Report() Info {
	p = p.orDefault()
	c := decided()
	i := Info{
		Detected:  detect(),
		Supported: kernel.Supported(),
		Allowed:   slices.Clone(c.allowed),
		ISA:       p.isa(),
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
	i.Operations = operations(i.ISA)
	plan := p.foreseen()
	i.Workers, i.CPUs, i.Pinned, i.Pinning = plan.workers, slices.Clone(plan.cpus), plan.pinned, plan.reason
	return i
}

// operations lists the kernels that there are. It follows the switches of package
// kernel.
func operations(isa kernel.ISA) []OperationInfo {
	return []OperationInfo{
		{"Log", isa},
		{"SumLog", isa},
		{"SumLogRows", isa},
		{"LogAccumulate", isa},
		{"LogAccumulateDirect", isa},
		{"Add", isa},
		{"AddColumns of columns that are not contiguous", kernel.Generic},
	}
}

// String returns the report in lines of text, the last one ended too.
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
	for _, o := range i.Operations {
		line("  "+o.Name, "%v", o.ISA)
	}
	line("workers", "%d", i.Workers)
	if i.CPUs != nil {
		line("  CPUs", "%d: %v", len(i.CPUs), i.CPUs)
	}
	pinned := "no"
	if i.Pinned {
		pinned = "yes"
	}
	line("  pinned", "%s: %s", pinned, i.Pinning)
	w.Flush()
	return b.String()
}

package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"sumlog/bench/cases"
	"sumlog/bench/machine"
	"sumlog/bench/measure"
	"sumlog/bench/probe"
)

// MachineLines are names and values of what the figures were measured on.
func (d *Report) MachineLines() (list [][2]string) {
	info := d.Machine
	line := func(name, format string, arguments ...any) {
		if value := fmt.Sprintf(format, arguments...); value != "" {
			list = append(list, [2]string{name, value})
		}
	}
	line("CPU", "%s", cmp.Or(info.CPU, "unknown"))
	line("cores", "%s", cores(info))
	line("workers", "%s", d.Settings.Pinning)
	line("vectors", "%s", vectors(info, d.Settings.ISAs))
	line("caches", "%s", join("; ", caches(info.Caches), lastLevel(info)))
	if info.Memory > 0 {
		line("memory", "%s, %s available", Bytes(float64(info.Memory)), Bytes(float64(info.Available)))
	}
	line("system", "%s", info.System)
	line("Go", "%s", join(" ", strings.TrimPrefix(info.Go, "go"), info.Arch, info.Build))
	if d.Python == nil {
		line("Python", "none: %s", d.NoPython)
	} else {
		numpy := cmp.Or(d.Python.NumPy, "none")
		line("Python", "%s %s, NumPy %s: %s", d.Python.Implementation, d.Python.Version, numpy, d.Python.Path)
	}
	return list
}

// join joins what is not empty.
func join(separator string, list ...string) string {
	return strings.Join(slices.DeleteFunc(list, func(s string) bool { return s == "" }), separator)
}

func cores(info machine.Info) string {
	text := fmt.Sprint(info.Cores)
	if info.Installed > info.Cores {
		text += fmt.Sprintf(" of %d", info.Installed)
	}
	text += " logical in the affinity mask"
	if info.Physical > 0 {
		text += fmt.Sprintf(", %d physical", info.Physical)
	}
	if info.Procs < info.Cores {
		text += fmt.Sprintf(", GOMAXPROCS %d", info.Procs)
	}
	if info.Load != nil {
		text += fmt.Sprintf("; load %.2f before the start", *info.Load)
	}
	return text
}

func vectors(info machine.Info, isas []string) string {
	has := cmp.Or(strings.Join(info.Features, ", "), "none that sumlog knows")
	has += "; kernels: " + strings.Join(info.Kernels, ", ")
	if len(isas) < len(info.Kernels) {
		has += "; measured: " + strings.Join(isas, ", ")
	}
	return has
}

// CacheName is what a level of data caches is called.
func CacheName(level int) string {
	if level == 1 {
		return "L1d"
	}
	return fmt.Sprintf("L%d", level)
}

func caches(list []machine.Cache) string {
	var parts []string
	measured := probe.Caches(list, 0)
	for _, c := range list {
		part := CacheName(c.Level) + " " + Bytes(float64(c.Bytes))
		if c.Shared > 1 {
			part += fmt.Sprintf(" for %d cores", c.Shared)
		}
		if !slices.Contains(measured, c) {
			part += " (no larger than the level before: not measured)"
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, ", ")
}

// lastLevel says what size of the last-level cache the figures go by.
func lastLevel(info machine.Info) string {
	size := "last level " + Bytes(float64(info.LastLevel))
	switch {
	case info.LastLevel == 0:
		return ""
	case info.Reported:
		return size + ", as the system reports"
	}
	return size + " assumed: the system does not report it"
}

func known(info machine.Info) string {
	return map[bool]string{true: "reported", false: "assumed"}[info.Reported]
}

// InMemory says how large the arrays are that count as in memory, and whether that is enough.
func (d *Report) InMemory() string {
	last := d.Machine.LastLevel
	if last == 0 || len(d.Levels) == 0 {
		return ""
	}
	bytes := d.Levels[len(d.Levels)-1].Bytes
	text := fmt.Sprintf("In memory are arrays of %s, %s times the last-level cache of %s, which is %s.",
		Bytes(float64(bytes)), Figure(float64(bytes)/float64(last)), Bytes(float64(last)), known(d.Machine))
	switch {
	case bytes < 2*last:
		text += " The memory available does not allow more: these figures are partly figures of the cache."
	case bytes < 4*last:
		text += " 4 times would take too much time or memory."
	}
	return text
}

// Highest is the highest rate a second that a probe reached in any round.
func Highest(v *measure.Variant) float64 {
	p := v.Points[0]
	return float64(p.N) / p.Stats.Min
}

// Cores says what kept more workers from being as many times as fast, where something did: what
// a chain gains, which leaves a core idle but for one instruction at a time, versus what a
// kernel gains, which leaves nothing of it to another thread.
func (d *Report) Cores() string {
	most := func(name string) (int, float64) {
		c := d.Find(measure.Scaling, name)
		if n := len(c.Variants); n > 1 && c.Variants[n-1].Last() != nil {
			if r := c.Ratio(c.Variants[n-1], c.Variants[n-1].Last()); r != nil {
				return c.Variants[n-1].Workers, r.Median
			}
		}
		return 0, 0
	}
	n, waits := most(cases.Chain)
	m, works := most(cases.Busy)
	switch {
	case n == 0 || m == 0:
	case waits < 0.75*float64(n):
		return fmt.Sprintf("Fewer than %d CPUs were free: even the chain, which is Go's own code, was only %s times as fast by %d workers. Other programs, or a quota, may have had the rest.", n, Figure(waits), n)
	case waits >= 1.4*works:
		return fmt.Sprintf("The CPUs shared cores: the chain, whose multiplications wait for each other and leave a core idle, was %s times as fast by %d workers, but what keeps a core busy only %s times. Two threads of one core, or two virtual CPUs on one, do that.", Figure(waits), n, Figure(works))
	}
	return ""
}

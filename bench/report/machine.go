package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"sumlog/bench/machine"
	"sumlog/bench/python"
	"sumlog/kernel"
)

// Machine prints what the figures were measured on. isas are the kernels that are
// measured; noPython says why there is no interpreter, if so.
func Machine(out io.Writer, info machine.Info, isas []kernel.ISA, workers string, found *python.Interpreter, noPython string) {
	names := make([]string, len(isas))
	for i, isa := range isas {
		names[i] = isa.String()
	}
	for _, line := range machineLines(info, names, workers, found, noPython) {
		entry(out, line[0], line[1])
	}
	fmt.Fprintln(out)
}

// MachineLines are names and values of what Machine prints.
func MachineLines(d *Document) [][2]string {
	return machineLines(d.Machine, d.Settings.ISAs, d.Settings.Pinning, d.Python, d.NoPython)
}

func machineLines(info machine.Info, isas []string, workers string, found *python.Interpreter, noPython string) (list [][2]string) {
	line := func(name, value string) {
		if value != "" {
			list = append(list, [2]string{name, value})
		}
	}
	line("CPU", orUnknown(info.CPU))
	line("cores", cores(info))
	line("workers", workers)
	line("vectors", vectors(info, isas))
	line("caches", join("; ", caches(info.Caches), lastLevel(info)))
	if info.Memory > 0 {
		line("memory", fmt.Sprintf("%s, %s available", Bytes(float64(info.Memory)), Bytes(float64(info.Available))))
	}
	line("system", info.System)
	line("Go", strings.Join(strings.Fields(fmt.Sprint(strings.TrimPrefix(info.Go, "go"), " ", info.Arch, " ", info.Build)), " "))
	if found == nil {
		line("Python", "left out: "+noPython)
	} else {
		numpy := "without NumPy"
		if found.NumPy != "" {
			numpy = "NumPy " + found.NumPy
		}
		line("Python", fmt.Sprintf("%s %s, %s: %s", found.Implementation, found.Version, numpy, found.Path))
	}
	return list
}

// join joins what is not empty.
func join(separator string, list ...string) string {
	return strings.Join(slices.DeleteFunc(list, func(s string) bool { return s == "" }), separator)
}

func orUnknown(text string) string {
	if text == "" {
		return "unknown"
	}
	return text
}

func cores(info machine.Info) string {
	text := fmt.Sprintf("%d", info.Cores)
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
	has := "none that sumlog knows"
	if len(info.Features) > 0 {
		has = strings.Join(info.Features, ", ")
	}
	has += "; kernels: " + strings.Join(info.Kernels, ", ")
	if len(isas) < len(info.Kernels) {
		has += fmt.Sprintf("; measured: %s", strings.Join(isas, ", "))
	}
	return has
}

func caches(list []machine.Cache) string {
	var parts []string
	for _, c := range list {
		part := CacheName(c.Level) + " " + Bytes(float64(c.Bytes))
		if c.Shared > 1 {
			part += fmt.Sprintf(" for %d cores", c.Shared)
		}
		parts = append(parts, part)
	}
	if level := smaller(list); level != "" {
		parts = append(parts, level+", no larger than the level before, is not measured")
	}
	return strings.Join(parts, ", ")
}

// CacheName is what a level of data caches is called.
func CacheName(level int) string {
	if level == 1 {
		return "L1d"
	}
	return fmt.Sprintf("L%d", level)
}

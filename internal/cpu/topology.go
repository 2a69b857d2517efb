package cpu

import (
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

// CoresFirst orders CPUs so that one CPU of each physical core comes before the second
// hardware thread of any core, and so on; within each round the order is the given one.
// It also returns the number of physical cores. A CPU whose core Linux does not report
// below root counts as a core.
func CoresFirst(root fs.FS, cpus []int) (ordered []int, cores int) {
	round := map[int]int{} // by CPU: how many CPUs of its core come before it
	rounds := 0
	seen := map[int]int{} // by the first sibling, which names the core
	for _, cpu := range cpus {
		core := cpu
		path := fmt.Sprintf("sys/devices/system/cpu/cpu%d/topology/thread_siblings_list", cpu)
		text, err := fs.ReadFile(root, path)
		if siblings := ParseList(string(text)); err == nil && len(siblings) > 0 {
			core = siblings[0]
		}
		round[cpu] = seen[core]
		seen[core]++
		rounds = max(rounds, seen[core])
	}
	for r := range rounds {
		for _, cpu := range cpus {
			if round[cpu] == r {
				ordered = append(ordered, cpu)
			}
		}
	}
	return ordered, len(seen)
}

// ParseList parses a list of CPUs as the Linux kernel writes it: "0-3,8,10-11". It
// returns nil for anything else.
func ParseList(list string) (cpus []int) {
	for field := range strings.SplitSeq(strings.TrimSpace(list), ",") {
		first, last, isRange := strings.Cut(field, "-")
		if !isRange {
			last = first
		}
		lo, err1 := strconv.Atoi(first)
		hi, err2 := strconv.Atoi(last)
		if err1 != nil || err2 != nil || lo < 0 || hi < lo || hi-lo > 1<<16 {
			return nil
		}
		for cpu := lo; cpu <= hi; cpu++ {
			cpus = append(cpus, cpu)
		}
	}
	return cpus
}

package dispatch

import (
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

// layout is what is known of the CPUs that the process may use.
type layout struct {
	mask   cpuMask
	cpus   []int   // one of each physical core first
	cores  int     // how many physical cores they belong to
	caches []Cache // of the first of them, the nearest first
}

// layoutOf orders CPUs so that one of each physical core comes before the second
// hardware thread of any, and so on; each round in the order given. A CPU whose core
// the file system root does not tell counts as a core.
func layoutOf(root fs.FS, cpus []int) layout {
	taken := map[int]int{} // by CPU: how many of its core come before it
	rounds := 0
	seen := map[int]int{} // by the first sibling, which names the core
	for _, cpu := range cpus {
		core := cpu
		text, err := fs.ReadFile(root, fmt.Sprintf("sys/devices/system/cpu/cpu%d/topology/thread_siblings_list", cpu))
		if siblings := parseCPUs(string(text)); err == nil && len(siblings) > 0 {
			core = siblings[0]
		}
		taken[cpu] = seen[core]
		seen[core]++
		rounds = max(rounds, seen[core])
	}
	l := layout{cores: len(seen)}
	for round := range rounds {
		for _, cpu := range cpus {
			if taken[cpu] == round {
				l.cpus = append(l.cpus, cpu)
			}
		}
	}
	if len(cpus) > 0 {
		l.caches = cachesOf(root, l.cpus[0])
	}
	return l
}

// parseCPUs reads a list as the kernel writes it: "0-3,8,10-11". It returns nil
// for anything else.
func parseCPUs(list string) (cpus []int) {
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

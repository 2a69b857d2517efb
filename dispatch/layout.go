package dispatch

import (
	"fmt"
	"io/fs"
	"os"
	"slices"

	"sumlog/internal/cpu"
)

// layout describes the CPUs that the process may use.
type layout struct {
	cpus   []int   // one of each physical core first
	cores  int     // how many physical cores they belong to
	caches []Cache // of the first of them, the nearest first
}

func systemFiles() fs.FS { return os.DirFS("/") }

// machine returns the layout of the CPUs that the process may use and the mask that lists them,
// or why they are unknown.
func machine() (layout, cpu.Mask, error) {
	mask, err := processMask()
	if err != nil {
		return layout{}, mask, fmt.Errorf("the affinity mask cannot be read: %w", err)
	}
	return layoutOf(systemFiles(), slices.Collect(cpu.In(mask))), mask, nil
}

// quota returns the CPU quota of the process as text, or "". A worker that is pinned while the
// group has used up its quota cannot move to another core, so a pool with a quota is not pinned.
func quota() string { return cpu.Quota(systemFiles()) }

// layoutOf describes these CPUs by what Linux reports below root.
func layoutOf(root fs.FS, cpus []int) (l layout) {
	l.cpus, l.cores = cpu.CoresFirst(root, cpus)
	if len(cpus) == 0 {
		return l
	}
	for _, c := range cpu.DataCaches(root, l.cpus[0]) {
		if c.Level > 0 && c.CPUs > 0 {
			l.caches = append(l.caches, Cache(c))
		}
	}
	return l
}

// Cache is a cache of a CPU that holds data.
type Cache struct {
	Level int // 1 is the nearest
	Bytes int
	CPUs  int // how many share it
}

// String returns the cache in the form "L3 32 MiB for 8 CPUs".
func (c Cache) String() string {
	size := fmt.Sprintf("%d KiB", c.Bytes>>10)
	if c.Bytes >= 1<<20 && c.Bytes%(1<<20) == 0 {
		size = fmt.Sprintf("%d MiB", c.Bytes>>20)
	}
	if c.CPUs == 1 {
		return fmt.Sprintf("L%d %s", c.Level, size)
	}
	return fmt.Sprintf("L%d %s for %d CPUs", c.Level, size, c.CPUs)
}

package dispatch

import (
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

// Cache is one of the caches of a CPU that hold data.
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

// cachesOf returns the caches of a CPU as Linux tells them, the nearest first, and
// nil where the file system root does not tell.
func cachesOf(root fs.FS, cpu int) (list []Cache) {
	files, _ := fs.Glob(root, fmt.Sprintf("sys/devices/system/cpu/cpu%d/cache/index*", cpu))
	for _, dir := range files { // in order of their numbers, which is that of the levels
		read := func(name string) string {
			text, _ := fs.ReadFile(root, dir+"/"+name)
			return strings.TrimSpace(string(text))
		}
		level, err1 := strconv.Atoi(read("level"))
		kib, err2 := strconv.Atoi(strings.TrimSuffix(read("size"), "K"))
		cpus := len(parseCPUs(read("shared_cpu_list")))
		if err1 == nil && err2 == nil && cpus > 0 && read("type") != "Instruction" {
			list = append(list, Cache{level, kib << 10, cpus})
		}
	}
	return list
}

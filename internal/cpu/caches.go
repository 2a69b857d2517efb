package cpu

import (
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

// Cache is a data cache, or a cache of data and instructions.
type Cache struct {
	Level int // 1 is the nearest; 0 where unknown
	Bytes int
	CPUs  int // how many share it; 0 where unknown
}

// DataCaches returns the caches of a CPU that hold data, as Linux reports them below
// root, the nearest first. It leaves out caches without a size; the list is empty where
// Linux reports none, as under some hypervisors, and on other systems.
func DataCaches(root fs.FS, cpu int) (list []Cache) {
	// The indices ascend with the level.
	dirs, _ := fs.Glob(root, fmt.Sprintf("sys/devices/system/cpu/cpu%d/cache/index*", cpu))
	for _, dir := range dirs {
		read := func(name string) string {
			text, _ := fs.ReadFile(root, dir+"/"+name)
			return strings.TrimSpace(string(text))
		}
		size, inKiB := strings.CutSuffix(read("size"), "K")
		kib, err := strconv.Atoi(size)
		if !inKiB || err != nil || read("type") == "Instruction" {
			continue
		}
		level, _ := strconv.Atoi(read("level"))
		list = append(list, Cache{level, kib << 10, len(ParseList(read("shared_cpu_list")))})
	}
	return list
}

package kernel

import (
	"io/fs"
	"os"
	"strconv"
	"strings"
	"sync"
)

const (
	// minStreamBytes is what fits the last-level cache of any machine: below it, Add does
	// not read how large that is.
	minStreamBytes = 1 << 20
	// defaultCache is the size assumed where the system does not report one.
	defaultCache = 32 << 20
)

// CacheSize returns the size of the last-level cache in bytes, as Linux reports it, and
// 32 MiB where the system does not. It reads files at the first call.
// [CacheSizeReported] tells which.
func CacheSize() int {
	bytes, _ := cacheSize()
	return bytes
}

// CacheSizeReported reports whether [CacheSize] is what the system reports, and not an
// assumption. Hypervisors may hide the caches, or those that cores share.
func CacheSizeReported() bool {
	_, reported := cacheSize()
	return reported
}

var cacheSize = sync.OnceValues(func() (int, bool) { return readCache(os.DirFS("/")) })

// readCache returns the size of the largest cache that Linux's sysfs describes. A
// second-level cache counts as the last only where more CPUs share it than the threads
// of a core: machines have another behind one core's own, which the system then hides.
func readCache(root fs.FS) (bytes int, reported bool) {
	files, _ := fs.Glob(root, "sys/devices/system/cpu/cpu0/cache/index*/size")
	for _, f := range files {
		read := func(name string) string {
			text, _ := fs.ReadFile(root, strings.TrimSuffix(f, "size")+name)
			return strings.TrimSpace(string(text))
		}
		size, ok := strings.CutSuffix(read("size"), "K")
		kib, err := strconv.Atoi(size)
		if !ok || err != nil {
			continue
		}
		bytes = max(bytes, kib<<10)
		level, _ := strconv.Atoi(read("level"))
		reported = reported || level > 2 || level == 2 && countCPUs(read("shared_cpu_list")) > 2
	}
	if !reported {
		return max(bytes, defaultCache), false
	}
	return bytes, true
}

// countCPUs counts the numbers of a list such as "0-3,8-11".
func countCPUs(list string) (n int) {
	for part := range strings.SplitSeq(list, ",") {
		first, last, isRange := strings.Cut(part, "-")
		low, err := strconv.Atoi(first)
		high := low
		if isRange && err == nil {
			high, err = strconv.Atoi(last)
		}
		if err == nil {
			n += high - low + 1
		}
	}
	return n
}

package kernel

import (
	"io/fs"
	"os"
	"sync"

	"sumlog/internal/cpu"
)

const (
	// minStreamBytes is what fits the last-level cache of any machine: below it, Add does
	// not read how large that is.
	minStreamBytes = 1 << 20
	// defaultCache is the size assumed where the system does not report one.
	defaultCache = 32 << 20
	// maxCache bounds the size: a larger cache is shared by the cores of a whole package, and by
	// other guests, and is hardly faster than memory (docs/decisions.md).
	maxCache = 64 << 20
)

// CacheSize returns how much of the last-level cache arrays can count on, in bytes: its size as
// Linux reports it, 64 MiB at most, and 32 MiB where the system reports none. It reads files at
// the first call. [CacheSizeReported] tells which.
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

// readCache returns the size of the largest cache that Linux's sysfs describes, or maxCache. A
// second-level cache counts as the last only where more CPUs share it than the threads
// of a core: machines have another behind one core's own, which the system then hides.
func readCache(root fs.FS) (bytes int, reported bool) {
	for _, c := range cpu.DataCaches(root, 0) {
		bytes = max(bytes, c.Bytes)
		reported = reported || c.Level > 2 || c.Level == 2 && c.CPUs > 2
	}
	if !reported {
		return max(bytes, defaultCache), false
	}
	return min(bytes, maxCache), true
}

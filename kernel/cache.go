package kernel

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
)

const (
	// leastLarge is what fits the last-level cache of any machine: below it, nobody
	// asks how large that is.
	leastLarge = 1 << 20
	// defaultCache is the size assumed where the system does not tell.
	defaultCache = 32 << 20
)

// CacheSize returns the size of the last-level cache in bytes, as Linux tells it, and
// 32 MiB where the system does not. It reads files at the first call.
func CacheSize() int { return cacheSize() }

var cacheSize = sync.OnceValue(func() int { return readCache("/sys/devices/system/cpu/cpu0/cache") })

// readCache returns the size of the largest cache that a folder of Linux's sysfs
// describes.
func readCache(dir string) int {
	largest := 0
	files, _ := filepath.Glob(filepath.Join(dir, "index*", "size"))
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			continue
		}
		if kib, ok := strings.CutSuffix(strings.TrimSpace(string(text)), "K"); ok {
			if n, err := strconv.Atoi(kib); err == nil {
				largest = max(largest, n<<10)
			}
		}
	}
	if largest == 0 {
		return defaultCache
	}
	return largest
}

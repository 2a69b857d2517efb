package kernel

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
)

// caches describes caches as Linux's sysfs does: level, type, size and the CPUs that
// share it.
func caches(list ...[4]string) fstest.MapFS {
	root := fstest.MapFS{}
	for i, c := range list {
		dir := "sys/devices/system/cpu/cpu0/cache/index" + string(rune('0'+i)) + "/"
		for k, name := range []string{"level", "type", "size", "shared_cpu_list"} {
			root[dir+name] = &fstest.MapFile{Data: []byte(c[k] + "\n")}
		}
	}
	return root
}

func TestReadCache(t *testing.T) {
	l1, code := [4]string{"1", "Data", "32K", "0-1"}, [4]string{"1", "Instruction", "32K", "0-1"}
	l2 := [4]string{"2", "Unified", "1024K", "0-1"}
	for _, c := range []struct {
		name     string
		root     fstest.MapFS
		bytes    int
		reported bool
	}{
		{"no cache folder", caches(), defaultCache, false},
		{"L2 of one core only", caches(l1, code, l2), defaultCache, false},
		{"L2 of one CPU only", caches(l1, [4]string{"2", "Unified", "1024K", "0"}), defaultCache, false},
		{"L2 of a cluster", caches(l1, code, [4]string{"2", "Unified", "1024K", "0-3"}), 1 << 20, true},
		{"L3", caches(l1, code, l2, [4]string{"3", "Unified", "16384K", "0-7"}), 16 << 20, true},
		{"L3 of one CPU", caches(l1, l2, [4]string{"3", "Unified", "16384K", "0"}), 16 << 20, true},
		{"L3 smaller than L2", caches(l1, l2, [4]string{"3", "Unified", "512K", "0-7"}), 1 << 20, true},
		{"L3 of 512 MiB", caches(l1, l2, [4]string{"3", "Unified", "524288K", "0-63"}), maxCache, true},
		{"sizes in words", caches([4]string{"3", "Unified", "lots", "0"}), defaultCache, false},
	} {
		bytes, reported := readCache(c.root)
		assert.Equal(t, c.bytes, bytes, c.name)
		assert.Equal(t, c.reported, reported, c.name)
	}
}

package machine

import (
	"fmt"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
)

func TestCachesOfAnySystem(t *testing.T) {
	root := func(list ...[4]string) fstest.MapFS {
		files := fstest.MapFS{}
		for i, c := range list {
			for k, name := range []string{"level", "type", "size", "shared_cpu_list"} {
				files[fmt.Sprintf("sys/devices/system/cpu/cpu0/cache/index%d/%s", i, name)] = &fstest.MapFile{Data: []byte(c[k] + "\n")}
			}
		}
		return files
	}
	l1, code, l2 := [4]string{"1", "Data", "32K", "0-1"}, [4]string{"1", "Instruction", "32K", "0-1"}, [4]string{"2", "Unified", "1024K", "0-1"}
	for _, c := range []struct {
		name         string
		root         fstest.MapFS
		reported     bool // by the kernels, which assume 32 MiB where not
		caches, last int
	}{
		{"no cache folder", root(), false, 0, 32 << 20},
		{"L2 only", root(l1, code, l2), false, 2, 32 << 20},
		{"normal", root(l1, code, l2, [4]string{"3", "Unified", "65536K", "0-7"}), true, 3, 64 << 20},
	} {
		info := Info{Caches: sysCaches(c.root)}
		assert.Len(t, info.Caches, c.caches, c.name)
		info.settleLastLevel(32<<20, c.reported)
		assert.Equal(t, c.last, info.LastLevel, c.name)
		assert.Equal(t, c.reported, info.Reported, c.name)
	}
}

package machine

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"

	"sumlog/kernel"
)

func TestDetectFillsWhatEveryMachineHas(t *testing.T) {
	info := Detect()
	assert.Positive(t, info.Cores)
	assert.GreaterOrEqual(t, info.Installed, info.Cores)
	assert.LessOrEqual(t, info.Physical, info.Cores)
	assert.Equal(t, runtime.GOMAXPROCS(0), info.Procs)
	assert.Equal(t, runtime.Version(), info.Go)
	assert.Equal(t, runtime.GOARCH, info.Arch)
	assert.NotEmpty(t, info.System)
	assert.Len(t, info.Kernels, len(kernel.Supported()))
	assert.Equal(t, "generic", info.Kernels[0])
	for i, c := range info.Caches {
		assert.Positive(t, c.Bytes)
		if i > 0 {
			assert.Greater(t, c.Level, info.Caches[i-1].Level)
		}
	}
	if runtime.GOOS == "linux" {
		assert.Positive(t, info.Memory)
		assert.LessOrEqual(t, info.Available, info.Memory)
	}
}

// TestLastLevel takes the larger of what the kernels go by and what the processor reports.
func TestLastLevel(t *testing.T) {
	info := Info{Caches: []Cache{{Level: 3, Bytes: 64 << 20}}}
	info.setLastLevel(32<<20, false)
	assert.Equal(t, 64<<20, info.LastLevel)
	assert.False(t, info.Reported)
	info = Info{}
	info.setLastLevel(32<<20, true)
	assert.Equal(t, 32<<20, info.LastLevel)
}

package machine

import (
	"encoding/json"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

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
	text, err := json.Marshal(info)
	require.NoError(t, err)
	assert.Contains(t, string(text), `"cores"`)
}

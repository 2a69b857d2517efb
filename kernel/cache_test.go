package kernel

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestReadCache(t *testing.T) {
	dir := t.TempDir()
	assert.Equal(t, defaultCache, readCache(dir), "a system that does not tell")
	for index, size := range map[string]string{"index0": "32K\n", "index3": "16384K\n", "index4": "lots"} {
		require.NoError(t, os.Mkdir(filepath.Join(dir, index), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(dir, index, "size"), []byte(size), 0o644))
	}
	assert.Equal(t, 16<<20, readCache(dir))
}

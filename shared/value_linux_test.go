package shared

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const valueAdditions = 100_000

// adder adds to the number in the file of that path, or in descriptor 3.
var _ = role("adder", func(args []string) error {
	v, err := OpenValueFile[float64](os.NewFile(3, "inherited"))
	if len(args) > 0 {
		v, err = OpenValue[float64](args[0])
	}
	if err != nil {
		return err
	}
	for range valueAdditions {
		v.Add(0.5)
	}
	return v.Close()
})

// TestValueOfProcesses has processes add to one number without a lock.
func TestValueOfProcesses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "v.npy")
	v, err := CreateValue(path, 1.0)
	require.NoError(t, err)
	defer v.Close()
	byPath, byFile := child(t, "adder", path), child(t, "adder")
	byFile.ExtraFiles = []*os.File{v.File()}
	require.NoError(t, byPath.Start())
	require.NoError(t, byFile.Start())
	for range valueAdditions {
		v.Add(-0.25)
	}
	require.NoError(t, byPath.Wait())
	require.NoError(t, byFile.Wait())
	assert.Equal(t, 1+0.75*valueAdditions, v.Load())
}

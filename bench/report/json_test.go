package report

import (
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func files(t *testing.T, directory string) (names []string) {
	entries, err := os.ReadDir(directory)
	require.NoError(t, err)
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

func TestWriteReplacesTheWholeFile(t *testing.T) {
	directory := t.TempDir()
	file := filepath.Join(directory, "bench.json")
	require.NoError(t, os.WriteFile(file, make([]byte, 1<<20), 0o600))
	path, err := Writable(file)
	require.NoError(t, err)
	d := Document{Program: "sumlog bench", Workloads: []Workload{NewWorkload(sample())}}
	written, err := d.JSON()
	require.NoError(t, err)
	require.NoError(t, Write(path, written))
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	d = Document{}
	require.NoError(t, json.Unmarshal(text, &d))
	assert.Equal(t, "sumlog bench", d.Program)
	assert.Equal(t, []string{"bench.json"}, files(t, directory), "no temporary file stays")
	if runtime.GOOS != "windows" {
		info, err := os.Stat(file)
		require.NoError(t, err)
		assert.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	}
}

func TestWriteThatFailsLeavesTheOldFile(t *testing.T) {
	directory := t.TempDir()
	file := filepath.Join(directory, "bench.json")
	require.NoError(t, os.Mkdir(file, 0o700)) // what a file cannot be renamed to
	assert.Error(t, Write(file, nil))
	assert.Equal(t, []string{"bench.json"}, files(t, directory))
}

func TestWritableChangesNothing(t *testing.T) {
	directory := t.TempDir()
	_, err := Writable(filepath.Join(directory, "new.json"))
	require.NoError(t, err)
	assert.Empty(t, files(t, directory))

	_, err = Writable(directory)
	assert.EqualError(t, err, "not a regular file")
	_, err = Writable(filepath.Join(directory, "missing", "new.json"))
	assert.ErrorIs(t, err, os.ErrNotExist)
	_, err = Writable(os.DevNull)
	assert.Error(t, err, "a device must not be replaced by a file")
}

func TestWritableFollowsLinks(t *testing.T) {
	directory := t.TempDir()
	target, link := filepath.Join(directory, "target"), filepath.Join(directory, "link")
	require.NoError(t, os.WriteFile(target, nil, 0o600))
	if err := os.Symlink(target, link); err != nil {
		t.Skip(err)
	}
	path, err := Writable(link)
	require.NoError(t, err)
	assert.Equal(t, "target", filepath.Base(path))
}

func TestEveryRowHasFiguresOrAReason(t *testing.T) {
	for _, way := range NewWorkload(sample()).Ways {
		if way.Absent != "" {
			assert.Nil(t, way.Seconds)
			continue
		}
		assert.NotNil(t, way.Seconds, way.Name)
		assert.NotNil(t, way.PerUnit, way.Name)
		assert.NotNil(t, way.Error, way.Name)
		assert.Equal(t, way.Items < way.AllItems, way.Empty != nil, way.Name)
	}
}

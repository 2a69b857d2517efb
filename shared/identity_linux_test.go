package shared

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestRemoveReusedInode closes an array whose file another program replaces by one
// with the same inode number, as ext4 gives it at once.
func TestRemoveReusedInode(t *testing.T) {
	for _, dir := range []string{t.TempDir(), memoryDir(t)} {
		path := filepath.Join(dir, "a.npy")
		reused := 0
		for range 20 {
			a, err := Create[int64](path, 1, 1)
			require.NoError(t, err)
			was, err := os.Stat(path)
			require.NoError(t, err)
			shut(t, a)
			require.NoError(t, os.Remove(path))
			require.NoError(t, os.WriteFile(path, []byte("another program's"), 0o600))
			is, err := os.Stat(path)
			require.NoError(t, err)
			if os.SameFile(was, is) {
				reused++
			}
			require.ErrorIs(t, a.Remove(), ErrReplaced)
			text, err := os.ReadFile(path)
			require.NoError(t, err)
			require.Equal(t, "another program's", string(text))
			require.NoError(t, os.Remove(path))
			require.ErrorIs(t, a.Remove(), fs.ErrNotExist)
		}
		t.Logf("%s: the number was used again %d times of 20", dir, reused)
	}
}

// TestRemoveChanged: what may happen to a file does not make it another one.
func TestRemoveChanged(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.npy")
	a, err := Create[int64](path, 4, 1)
	require.NoError(t, err)
	shut(t, a)
	require.NoError(t, os.Rename(path, filepath.Join(dir, "b.npy")))
	require.NoError(t, os.Link(filepath.Join(dir, "b.npy"), path))
	require.NoError(t, os.Chmod(path, 0o400))
	b, err := Open[int64](path, Private())
	require.NoError(t, err)
	shut(t, b)
	require.NoError(t, os.Truncate(path, 1))
	require.NoError(t, a.Remove())
	require.ErrorIs(t, b.Remove(), fs.ErrNotExist)
}

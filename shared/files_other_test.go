//go:build !unix || aix

package shared

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// Where there are no maps of files, arrays are private, and say so.
func TestNoFiles(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.npy")
	_, err := Create[float64](path, 2, 3)
	require.ErrorIs(t, err, errors.ErrUnsupported)
	_, err = CreateValue(path, 1.0)
	require.ErrorIs(t, err, errors.ErrUnsupported)
	_, err = Open[float64](path)
	require.ErrorIs(t, err, errors.ErrUnsupported)
	_, err = Attach[float64]("name", 2, 3)
	require.ErrorIs(t, err, errors.ErrUnsupported)
	f, err := os.Create(path)
	require.NoError(t, err)
	defer f.Close()
	_, err = OpenFile[float64](f)
	require.ErrorIs(t, err, errors.ErrUnsupported)

	a, err := New[float64](2, 3)
	require.NoError(t, err)
	defer shut(t, a)
	require.Nil(t, a.File())
	require.ErrorIs(t, a.Remove(), ErrNoName)
	require.NoError(t, a.Sync())
	require.NoError(t, a.Lock(t.Context()))
	require.NoError(t, a.Unlock())
	require.NoError(t, a.Fill(1))
}

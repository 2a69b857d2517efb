package shared

import (
	"fmt"
	"io/fs"
	"math"
	"math/bits"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// names returns what is in a directory.
func names(t testing.TB, dir string) (list []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return list
}

// memoryDir returns an empty directory in /dev/shm, which goes with the test.
func memoryDir(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "sumlog-test-")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(dir)) })
	return dir
}

func TestCreateAndOpen(t *testing.T) {
	t.Run("int8", testCreateAndOpen[int8])
	t.Run("int16", testCreateAndOpen[int16])
	t.Run("int32", testCreateAndOpen[int32])
	t.Run("int64", testCreateAndOpen[int64])
	t.Run("uint8", testCreateAndOpen[uint8])
	t.Run("uint16", testCreateAndOpen[uint16])
	t.Run("uint32", testCreateAndOpen[uint32])
	t.Run("uint64", testCreateAndOpen[uint64])
	t.Run("float32", testCreateAndOpen[float32])
	t.Run("float64", testCreateAndOpen[float64])
	t.Run("named", testCreateAndOpen[celsius])
}

// testCreateAndOpen has two arrays of one file see each other's writes, on disk and
// in memory.
func testCreateAndOpen[T Number](t *testing.T) {
	for _, dir := range []string{t.TempDir(), memoryDir(t)} {
		for _, order := range []Order{RowMajor, ColMajor} {
			for _, shape := range [][2]int{{3, 5}, {1, 1}, {0, 3}, {3, 0}, {0, math.MaxInt / 8}, {1000, 7}} {
				path := filepath.Join(dir, "a.npy")
				a, err := Create[T](path, shape[0], shape[1], WithOrder(order))
				require.NoError(t, err)
				b, err := Open[T](path)
				require.NoError(t, err)
				for _, x := range []*Array[T]{a, b} {
					require.Equal(t, shape, [2]int{x.Rows(), x.Cols()})
					require.Equal(t, order, x.Order())
					require.Equal(t, 2, x.Dims())
					require.Equal(t, path, x.Path())
					require.Len(t, x.Data(), shape[0]*shape[1])
				}
				for i := range a.Data() {
					require.Zero(t, b.Data()[i])
					a.Data()[i] = T(i%100 + 1)
					require.Equal(t, T(i%100+1), b.Data()[i])
					b.Data()[i] = T(i % 50)
					require.Equal(t, T(i%50), a.Data()[i])
				}
				require.NoError(t, a.Sync())
				shut(t, a)
				require.NoError(t, b.Remove())
				shut(t, b)
				require.Empty(t, names(t, dir))
			}
		}
		path := filepath.Join(dir, "v.npy")
		v, err := CreateVector[T](path, 9)
		require.NoError(t, err)
		w, err := Open[T](path)
		require.NoError(t, err)
		v.Set(8, 0, 42)
		require.Equal(t, 1, w.Dims())
		require.Equal(t, T(42), w.At(8, 0))
		shut(t, v)
		shut(t, w)
		require.NoError(t, v.Remove(), "after it is closed")
	}
}

func TestCreateFrom(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.npy")
	a, err := CreateFrom(path, 2, 3, []int16{1, 2, 3, 4, 5, 6}, WithOrder(ColMajor))
	require.NoError(t, err)
	shut(t, a)
	b, err := Open[int16](path)
	require.NoError(t, err)
	defer shut(t, b)
	assert.Equal(t, []int16{1, 2, 3, 4, 5, 6}, b.Data())
	assert.EqualValues(t, 2, b.At(1, 0))
	info, err := os.Stat(path)
	require.NoError(t, err)
	assert.Equal(t, fs.FileMode(0o600), info.Mode())
	assert.EqualValues(t, 128+12, info.Size())
}

// TestCreateTakenName asks for names that something has: none of it is changed.
func TestCreateTakenName(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	a, err := CreateFrom(at("array"), 1, 3, []float64{1, 2, 3})
	require.NoError(t, err)
	defer shut(t, a)
	require.NoError(t, os.Mkdir(at("directory"), 0o755))
	require.NoError(t, unix.Mkfifo(at("pipe"), 0o600))
	require.NoError(t, os.Symlink("nowhere", at("dangling")))
	before := names(t, dir)
	for _, name := range before {
		_, err := Create[float64](at(name), 1, 3)
		require.ErrorIs(t, err, fs.ErrExist)
		require.EqualError(t, err, fmt.Sprintf("sumlog/shared: Create(%q): file already exists", at(name)))

		// The name is taken between the first look and the naming.
		d, err := stage(at(name), false)
		require.NoError(t, err)
		require.ErrorIs(t, d.commit(at(name)), fs.ErrExist)
		d.discard()
		d, err = stage(at(name), true)
		require.NoError(t, err)
		require.ErrorIs(t, d.commit(at(name)), fs.ErrExist)
		d.discard()
	}
	assert.Equal(t, before, names(t, dir))
	assert.Equal(t, []float64{1, 2, 3}, a.Data())
	b, err := Open[float64](at("array"))
	require.NoError(t, err)
	assert.Equal(t, []float64{1, 2, 3}, b.Data())
	shut(t, b)
}

func TestCreateNowhere(t *testing.T) {
	dir := t.TempDir()
	missing := filepath.Join(dir, "missing")
	_, err := Create[int8](filepath.Join(missing, "a.npy"), 1, 1)
	require.ErrorIs(t, err, fs.ErrNotExist)
	require.ErrorContains(t, err, fmt.Sprintf("directory %q: ", missing))
	require.NoError(t, os.WriteFile(missing, nil, 0o600))
	_, err = Create[int8](filepath.Join(missing, "a.npy"), 1, 1)
	require.ErrorIs(t, err, unix.ENOTDIR)
	for _, rows := range []int{math.MaxInt, math.MaxInt/8 + 1, math.MaxInt / 8} {
		_, err = Create[int64](filepath.Join(dir, "a.npy"), rows, 1)
		require.ErrorIs(t, err, ErrTooLarge)
	}
	if bits.UintSize == 64 { // what a smaller int counts may well be there
		_, err = Create[int64](filepath.Join(dir, "a.npy"), math.MaxInt/8-100, 1)
		require.ErrorIs(t, err, ErrNoSpace)
	}
	require.Equal(t, []string{"missing"}, names(t, dir))
}

// TestNamedStagedFile is how arrays are made where there are no unnamed files.
func TestNamedStagedFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.npy")
	d, err := stage(path, true)
	require.NoError(t, err)
	require.Len(t, names(t, dir), 1)
	l := newLayout(2, 3, 4, RowMajor)
	h := header[float64](l)
	b, err := d.fill(h.Append(nil), 96)
	require.NoError(t, err)
	require.NoError(t, d.commit(path))
	require.Equal(t, []string{"a.npy"}, names(t, dir))
	a := newArray[float64](l, b, h.Offset)
	a.Set(2, 3, 1)
	c, err := Open[float64](path)
	require.NoError(t, err)
	require.Equal(t, 1.0, c.At(2, 3))
	shut(t, a)
	shut(t, c)
}

// TestWriteZeros is how room is found where the system cannot be asked for it.
func TestWriteZeros(t *testing.T) {
	f, err := os.Create(filepath.Join(t.TempDir(), "f"))
	require.NoError(t, err)
	defer f.Close()
	for _, size := range []int64{1, 1 << 20, 3<<20 + 5} {
		require.NoError(t, f.Truncate(0))
		require.NoError(t, writeZeros(f, size))
		var stat unix.Stat_t
		require.NoError(t, unix.Fstat(int(f.Fd()), &stat))
		assert.Equal(t, size, stat.Size)
		assert.GreaterOrEqual(t, stat.Blocks*512, size, "holes")
	}
}

// TestCreateReserves looks for holes, which would be faults on a full disk.
func TestCreateReserves(t *testing.T) {
	for _, dir := range []string{t.TempDir(), memoryDir(t)} {
		path := filepath.Join(dir, "a.npy")
		a, err := Create[float64](path, 100_000, 3)
		require.NoError(t, err)
		var stat unix.Stat_t
		require.NoError(t, unix.Stat(path, &stat))
		assert.EqualValues(t, 128+2_400_000, stat.Size)
		assert.GreaterOrEqual(t, stat.Blocks*512, stat.Size)
		shut(t, a)
	}
}

// TestStaleSliceOfFile: what was taken from a file before it was closed faults, and
// changes nothing.
func TestStaleSliceOfFile(t *testing.T) {
	path := filepath.Join(memoryDir(t), "a.npy")
	a, err := CreateFrom(path, 2, 2, []int64{1, 2, 3, 4})
	require.NoError(t, err)
	stale := a.Data()
	shut(t, a)
	b, err := Open[int64](path)
	require.NoError(t, err)
	defer shut(t, b)
	require.NotZero(t, fault(func() { stale[0] = 9 }))
	require.NotZero(t, fault(func() { sink = float64(stale[3]) }))
	require.Equal(t, []int64{1, 2, 3, 4}, b.Data())
}

func TestRemove(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.npy")
	a, err := Create[int32](path, 2, 2)
	require.NoError(t, err)
	defer shut(t, a)
	t.Chdir(t.TempDir()) // the path was made absolute

	moved := filepath.Join(dir, "b.npy")
	require.NoError(t, os.Rename(path, moved))
	require.ErrorIs(t, a.Remove(), fs.ErrNotExist)
	other, err := Create[int32](path, 1, 1)
	require.NoError(t, err)
	defer shut(t, other)
	err = a.Remove()
	require.ErrorIs(t, err, ErrReplaced)
	require.EqualError(t, err, fmt.Sprintf("sumlog/shared: Remove of %q: another file has the name", path))
	require.Equal(t, []string{"a.npy", "b.npy"}, names(t, dir))

	require.NoError(t, other.Remove())
	require.ErrorIs(t, other.Remove(), fs.ErrNotExist)
	other.Set(0, 0, 1) // still there for those that have it open
	require.NoError(t, os.Rename(moved, path))
	require.NoError(t, a.Remove())
	require.Empty(t, names(t, dir))

	private, err := New[int32](1, 1)
	require.NoError(t, err)
	defer shut(t, private)
	require.ErrorIs(t, private.Remove(), ErrNoName)
	require.Empty(t, private.Path())
}

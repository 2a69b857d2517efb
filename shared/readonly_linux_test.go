package shared

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sumlog/internal/sys"
)

func TestReadOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.npy")
	w, err := CreateFrom(path, 2, 3, []float64{1, 2, 3, 4, 5, 6})
	require.NoError(t, err)
	defer shut(t, w)
	require.True(t, w.Writable())
	require.NoError(t, os.Chmod(path, 0o444))
	byFile, err := OpenFile[float64](w.File(), ReadOnly())
	require.NoError(t, err)
	byPath, err := Open[float64](path, ReadOnly())
	require.NoError(t, err)
	for _, a := range []*Array[float64]{byFile, byPath, byPath.RowRange(0, 2)} {
		require.False(t, a.Writable())
		w.Set(1, 2, 7)
		require.Equal(t, 7.0, a.At(1, 2), "what others write shows")
		require.Equal(t, 7.0, a.Row(1).At(2))
		require.Equal(t, "sumlog/shared: Set(1, 2): array is read-only", panicText(func() { a.Set(1, 2, 0) }))
		require.Equal(t, "sumlog/shared: Set(2, 2): row out of range [0, 2)", panicText(func() { a.Set(2, 2, 0) }))
		require.Equal(t, "sumlog/shared: View.Set(1): array is read-only", panicText(func() { a.Col(2).Set(1, 0) }))
		require.ErrorIs(t, a.Fill(1), ErrReadOnly)
		require.ErrorIs(t, a.CopyFrom(w), ErrReadOnly)
		require.NoError(t, w.CopyFrom(a))
		require.NoError(t, a.Sync())
		data := a.Data()
		err := a.Do(func() error { data[5] = 0; return nil })
		require.ErrorIs(t, err, ErrReadOnly)
		require.ErrorContains(t, err, "fault at byte 168: array is read-only")
		require.ErrorIs(t, a.Lock(t.Context()), ErrReadOnly)
		_, err = a.TryLock()
		require.ErrorContains(t, err, "RLock locks an array that is ReadOnly")
		require.NoError(t, a.RLock(t.Context()))
		ok, err := w.TryLock()
		require.NoError(t, err)
		require.False(t, ok)
		require.NoError(t, a.RUnlock())
	}
	shut(t, byFile)
	shut(t, byPath)
	require.Equal(t, []float64{1, 2, 3, 4, 5, 7}, w.Data())

	v, err := CreateValue(filepath.Join(t.TempDir(), "v.npy"), 2.5)
	require.NoError(t, err)
	r, err := OpenValue[float64](v.Array().Path(), ReadOnly())
	require.NoError(t, err)
	require.Equal(t, 2.5, r.Load())
	const text = ": array is read-only"
	require.Equal(t, "sumlog/shared: Value.Store"+text, panicText(func() { r.Store(1) }))
	require.Equal(t, "sumlog/shared: Value.Add"+text, panicText(func() { r.Add(1) }))
	require.Equal(t, "sumlog/shared: Value.CompareAndSwap"+text, panicText(func() { r.CompareAndSwap(2.5, 1) }))
	require.NoError(t, r.Close())
	require.NoError(t, v.Close())
}

func TestPrivate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.npy")
	w, err := CreateFrom(path, 2, 3, []int32{1, 2, 3, 4, 5, 6}, WithOrder(ColMajor))
	require.NoError(t, err)
	defer shut(t, w)
	require.NoError(t, os.Chmod(path, 0o444))
	a, err := Open[int32](path, Private())
	require.NoError(t, err)
	require.True(t, a.Writable())
	require.Equal(t, ColMajor, a.Order())
	require.NoError(t, a.Fill(9))
	require.Equal(t, []int32{1, 2, 3, 4, 5, 6}, w.Data())
	require.ErrorIs(t, a.Lock(t.Context()), ErrReadOnly)
	require.NoError(t, a.RLock(t.Context()))
	require.NoError(t, a.RUnlock())
	require.ErrorIs(t, a.Sync(), ErrReadOnly)
	shut(t, a)
	stored, err := Open[int32](path, ReadOnly())
	require.NoError(t, err)
	require.Equal(t, []int32{1, 2, 3, 4, 5, 6}, stored.Data())
	shut(t, stored)
}

// TestPrivateReads opens what cannot be mapped: misaligned elements, and files of
// which the file system refuses maps.
func TestPrivateReads(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.npy")
	// As NumPy 1.9 wrote headers of version 2: padded to a multiple of 16 as if two bytes shorter.
	text := fmt.Sprintf("%-65s\n", "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }")
	file := append([]byte("\x93NUMPY\x02\x00"), byte(len(text)), 0, 0, 0)
	file = append(file, text...)
	require.Equal(t, 14, len(file)%16)
	file = append(file, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f, 0, 0, 0, 0, 0, 0, 0, 0x40)
	require.NoError(t, os.WriteFile(path, file, 0o600))
	_, err := Open[float64](path)
	require.ErrorIs(t, err, ErrFormat)
	require.ErrorContains(t, err, "float64 elements begin at byte 78, want a multiple of 8; shared.Private() opens a copy")
	a, err := Open[float64](path, Private())
	require.NoError(t, err)
	require.Equal(t, []float64{1, 2}, a.Data())
	a.Set(0, 0, 5)
	require.NoError(t, os.Truncate(path, 10)) // a copy does not care
	require.NoError(t, a.Fill(3))
	shut(t, a)

	require.NoError(t, os.Remove(path))
	b, err := CreateFrom(path, 1, 2, []int16{3, 4})
	require.NoError(t, err)
	shut(t, b)
	files, maps := descriptors(t), len(mappings(t))
	for _, refused := range []error{syscall.ENODEV, syscall.EINVAL, syscall.EPERM} {
		n := 0
		sys.FailWith(func(name, _ string) error {
			if name == "mmap" && n == 0 { // the file's
				n++
				return refused
			}
			return nil
		})
		_, err := Open[int16](path)
		require.ErrorIs(t, err, refused)
		require.ErrorContains(t, err, "; shared.Private() opens a copy")
		n = 0
		b, err := Open[int16](path, Private())
		sys.FailWith(nil)
		require.NoError(t, err)
		require.Equal(t, []int16{3, 4}, b.Data())
		shut(t, b)
	}
	assert.Equal(t, files, descriptors(t))
	assert.LessOrEqual(t, len(mappings(t)), maps+5)
}

// TestAdvice: the error of a plain Open names the option that would do.
func TestAdvice(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.npy")
	a, err := Create[int8](path, 1, 1)
	require.NoError(t, err)
	shut(t, a)
	for _, refused := range []error{syscall.EACCES, syscall.EROFS, syscall.EPERM} {
		opens := 0
		sys.FailWith(func(name, at string) error {
			if name == "open" && at == path {
				if opens++; opens%2 == 1 {
					return refused
				}
			}
			return nil
		})
		_, err := Open[int8](path)
		require.ErrorIs(t, err, refused)
		require.ErrorContains(t, err, "; shared.ReadOnly() opens it for reading, shared.Private() a copy")
		sys.FailWith(func(name, at string) error {
			if name == "open" && at == path {
				return refused
			}
			return nil
		})
		_, err = Open[int8](path)
		require.EqualError(t, err, fmt.Sprintf("sumlog/shared: Open(%q): %v", path, refused))
		sys.FailWith(nil)
	}
}

// TestOptions gives options to functions that they do not apply to.
func TestOptions(t *testing.T) {
	for text, f := range map[string]func(){
		"New: ReadOnly is an option for opening arrays":       func() { _, _ = New[int8](1, 1, ReadOnly()) },
		"Create: Private is an option for opening arrays":     func() { _, _ = Create[int8]("x", 1, 1, Private()) },
		"From: Durable is an option for arrays in files":      func() { _, _ = From(1, 1, []int8{1}, Durable()) },
		"Open: Durable is an option for creating arrays":      func() { _, _ = Open[int8]("x", Durable()) },
		"Open: WithOrder(ColMajor): the file tells its order": func() { _, _ = Open[int8]("x", WithOrder(ColMajor)) },
		"Attach: Durable is an option for creating arrays":    func() { _, _ = Attach[int8]("x", 1, 1, Durable()) },
	} {
		assert.Equal(t, "sumlog/shared: "+text, panicText(f))
	}
}

// TestLockAfterChmod locks an array whose file may no longer be opened for writing.
func TestLockAfterChmod(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.npy")
	a, err := Create[int64](path, 1, 1)
	require.NoError(t, err)
	defer shut(t, a)
	b, err := Open[int64](path)
	require.NoError(t, err)
	defer shut(t, b)
	sys.FailWith(func(name, at string) error {
		if name == "open" { // as chmod 0444 does to all but root
			return syscall.EACCES
		}
		return nil
	})
	defer sys.FailWith(nil)
	require.NoError(t, a.Lock(t.Context()))
	ok, err := b.TryLock()
	require.NoError(t, err)
	require.False(t, ok)
	require.NoError(t, a.Unlock())
	ok, err = b.TryLock()
	require.NoError(t, err)
	require.True(t, ok)
	require.NoError(t, b.Unlock())
}

func TestDurable(t *testing.T) {
	dir := t.TempDir()
	var synced []string
	sys.FailWith(func(name, at string) error {
		if name == "fsync" {
			synced = append(synced, at)
		}
		return nil
	})
	defer sys.FailWith(nil)
	path := filepath.Join(dir, "a.npy")
	a, err := CreateFrom(path, 1, 2, []int8{1, 2}, Durable())
	require.NoError(t, err)
	shut(t, a)
	require.Equal(t, []string{path, dir}, synced)

	// What is not on the disk is not under its name.
	for i, refused := range []string{path, dir} {
		require.NoError(t, os.Remove(path))
		sys.FailWith(func(name, at string) error {
			if name == "fsync" && at == refused {
				return syscall.EIO
			}
			return nil
		})
		_, err = CreateFrom(path, 1, 2, []int8{1, 2}, Durable())
		require.ErrorIs(t, err, syscall.EIO, i)
		require.Empty(t, names(t, dir))
		require.NoError(t, os.WriteFile(path, nil, 0o600))
	}
	require.False(t, errors.Is(err, ErrNoSpace))
}

package shared

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"sumlog/shared/internal/npy"
)

// TestOpenRefuses opens what is not an array of the type asked for.
func TestOpenRefuses(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	write := func(name string, b []byte) {
		require.NoError(t, os.WriteFile(at(name), b, 0o600))
	}
	a, err := CreateFrom(at("int32"), 1, 3, []int32{1, 2, 3})
	require.NoError(t, err)
	shut(t, a)
	v, err := CreateValue(at("value"), 1.0)
	require.NoError(t, err)
	require.NoError(t, v.Close())
	good := func() []byte { b, err := os.ReadFile(at("int32")); require.NoError(t, err); return b }()
	write("short", good[:len(good)-1])
	write("empty", nil)
	write("text", []byte(strings.Repeat("hello ", 100)))
	write("foreign", bytes.Replace(good, []byte("'<i4'"), []byte("'>i4'"), 1))
	write("cube", bytes.Replace(good, []byte("(1, 3), }   "), []byte("(1, 1, 3), }"), 1))
	write("unreadable", good)
	write("others", good)
	require.NoError(t, os.Chmod(at("others"), 0o444)) // to be read, not written
	require.NoError(t, os.Chmod(at("unreadable"), 0))
	require.NoError(t, os.Mkdir(at("directory"), 0o755))
	require.NoError(t, unix.Mkfifo(at("pipe"), 0o600))
	require.NoError(t, os.Symlink("int32", at("link")))
	require.NoError(t, os.Symlink("nowhere", at("dangling")))
	socket, err := net.Listen("unix", at("socket"))
	require.NoError(t, err)
	defer socket.Close()
	before, fds, maps := names(t, dir), descriptors(t), len(mappings(t))

	for _, tt := range []struct {
		name, text string
		err        error
	}{
		{"int32", "elements are int32, want float64: wrong element type", ErrElement},
		{"value", "0 dimensions, want 1 or 2: wrong number of dimensions", ErrShape},
		{"short", "11 bytes after a header of 128, want 1 × 3 × 4: file is shorter than its array", ErrTruncated},
		{"empty", "0 bytes, want 10 or more: not a .npy header", ErrFormat},
		{"text", `begins with "hello ", want "\x93NUMPY": not a .npy header`, ErrFormat},
		{"foreign", `elements ">i4", want "<i4": foreign byte order`, ErrByteOrder},
		{"cube", "3 dimensions, want 2 or fewer: wrong number of dimensions", ErrShape},
		{"directory", "directory: not a regular file", ErrNotRegular},
		{"pipe", "pipe: not a regular file", ErrNotRegular},
		{"link", "symbolic link, open what it points to (filepath.EvalSymlinks): not a regular file", ErrNotRegular},
		{"dangling", "symbolic link, open what it points to (filepath.EvalSymlinks): not a regular file", ErrNotRegular},
		{"socket", "socket: not a regular file", ErrNotRegular},
		{"missing", "no such file or directory", fs.ErrNotExist},
	} {
		_, err := Open[float64](at(tt.name))
		require.ErrorIs(t, err, tt.err)
		require.EqualError(t, err, fmt.Sprintf("sumlog/shared: Open(%q): %s", at(tt.name), tt.text))
	}
	_, err = Open[float64]("/dev/zero")
	require.EqualError(t, err, `sumlog/shared: Open("/dev/zero"): device: not a regular file`)
	_, err = OpenValue[float64](at("int32"))
	require.ErrorIs(t, err, ErrElement)
	_, err = OpenValue[int32](at("int32"))
	require.ErrorIs(t, err, ErrShape)
	assert.Equal(t, before, names(t, dir))
	assert.Equal(t, fds, descriptors(t))
	assert.Less(t, len(mappings(t)), maps+10)

	// Root may open everything, so the child gives that up.
	require.NoError(t, os.Chmod(dir, 0o755))
	require.NoError(t, os.Chmod(filepath.Dir(dir), 0o755)) // both made by TempDir
	cmd := child(t, "unprivileged", at("unreadable"), at("others"))
	assert.Equal(t, "all refused", finish(t, cmd))
}

var _ = role("unprivileged", func(args []string) error {
	if os.Getuid() == 0 {
		if err := syscall.Setuid(65534); err != nil {
			return err
		}
	}
	for i, path := range args {
		_, err := Open[int32](path)
		if !errors.Is(err, fs.ErrPermission) {
			return fmt.Errorf("Open(%s): %w", path, err)
		}
		_, err = Create[int32](filepath.Join(filepath.Dir(path), "new"), 1, 1)
		if !errors.Is(err, fs.ErrPermission) && i == 0 {
			return fmt.Errorf("Create beside %s: %w", path, err)
		}
	}
	fmt.Print("all refused")
	return nil
})

// TestOpenFile hands an array of no name to another process, and one with a name.
func TestOpenFile(t *testing.T) {
	named, err := Create[float64](filepath.Join(t.TempDir(), "a.npy"), 1000, 3)
	require.NoError(t, err)
	private, err := New[float64](1000, 3, WithOrder(ColMajor))
	require.NoError(t, err)
	for _, a := range []*Array[float64]{named, private} {
		for i := range 3000 {
			a.Set(i/3, i%3, float64(i))
		}
		cmd := child(t, "increment")
		cmd.ExtraFiles = []*os.File{a.File()}
		finish(t, cmd)
		for i := range 3000 {
			require.Equal(t, float64(i+1), a.At(i/3, i%3), "element %d", i)
		}
		shut(t, a)
	}
}

var _ = role("increment", func([]string) error {
	f := os.NewFile(3, "inherited")
	a, err := OpenFile[float64](f)
	if err != nil {
		return err
	}
	f.Close()
	for r := range a.Rows() {
		for c := range a.Cols() {
			a.Set(r, c, a.At(r, c)+1)
		}
	}
	return a.Close()
})

func TestOpenFileRefuses(t *testing.T) {
	assert.Equal(t, "sumlog/shared: OpenFile: nil file", panicText(func() { _, _ = OpenFile[int8](nil) }))
	f, err := os.Open(t.TempDir())
	require.NoError(t, err)
	_, err = OpenFile[int8](f)
	require.ErrorIs(t, err, ErrNotRegular)
	require.NoError(t, f.Close())
	_, err = OpenFile[int8](f)
	require.ErrorIs(t, err, os.ErrClosed)

	a, err := New[int8](1, 1)
	require.NoError(t, err)
	_, err = OpenFile[uint8](a.File())
	require.ErrorIs(t, err, ErrElement)
	b, err := OpenFile[int8](a.File())
	require.NoError(t, err)
	shut(t, a)
	b.Set(0, 0, 1) // has an opening of its own
	shut(t, b)
	_, err = OpenFile[int8](a.File())
	require.ErrorIs(t, err, os.ErrClosed)
}

// FuzzOpen looks for a file that makes Open, or the use of what it opened, panic or
// fault. Package npy has the invariants of the header itself.
func FuzzOpen(f *testing.F) {
	h := npy.Header{Element: npy.Element{Kind: 'f', Size: 8}, Dims: 2, Shape: [2]int{2, 3}}
	f.Add(append(h.Append(nil), make([]byte, 48)...))
	h.ColMajor = true
	f.Add(append(h.Append(nil), make([]byte, 48)...))
	file, err := unnamedFuzzFile(f)
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, b []byte) {
		require.NoError(t, file.Truncate(0))
		_, err := file.WriteAt(b, 0)
		require.NoError(t, err)
		a, err := OpenFile[float64](file)
		if err != nil {
			return
		}
		n := a.Rows() * a.Cols()
		require.Len(t, a.Data(), n)
		require.LessOrEqual(t, n*8, len(b))
		if n > 0 {
			a.Set(a.Rows()-1, a.Cols()-1, 1)
			require.Equal(t, 1.0, a.Data()[n-1])
			require.Equal(t, 1.0, a.Col(a.Cols()-1).At(a.Rows()-1))
		}
		require.NoError(t, a.Close())
	})
}

func unnamedFuzzFile(f *testing.F) (*os.File, error) {
	file, err := os.CreateTemp(f.TempDir(), "")
	if err == nil {
		f.Cleanup(func() { file.Close() })
	}
	return file, err
}

package shared

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"sumlog/internal/sys"
)

// refuse has system calls of these names fail, until the end of the test: "/proc" stands
// for all paths in there, "unnamed" for files without a name. It returns the calls that are
// made.
func refuse(t testing.TB, errno error, calls ...string) *[]string {
	made := new([]string)
	sys.FailWith(func(name, path string) error {
		*made = append(*made, name)
		for _, call := range calls {
			if name == call || call == "/proc" && strings.HasPrefix(path, "/proc/") || call == "unnamed" && name == "open" && isDir(path) {
				return errno
			}
		}
		return nil
	})
	t.Cleanup(func() { sys.FailWith(nil) })
	return made
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// TestNoLinks creates arrays where the file system lacks what makes a name appear at
// once: unnamed files, hard links, renaming without replacing.
func TestNoLinks(t *testing.T) {
	for _, missing := range [][]string{
		{"linkat"},
		{"unnamed"},
		{"linkat", "link"},
		{"unnamed", "link"},
		{"unnamed", "renameat2"},
		{"unnamed", "link", "renameat2"},
		{"linkat", "link", "renameat2"},
	} {
		for _, errno := range []error{syscall.EPERM, syscall.EOPNOTSUPP, syscall.ENOSYS, syscall.EINVAL} {
			made := refuse(t, errno, missing...)
			dir := t.TempDir()
			path := filepath.Join(dir, "a.npy")
			a, err := CreateFrom(path, 1, 3, []int64{1, 2, 3})
			require.NoError(t, err, "%v: %v", missing, errno)
			// An empty file under the name is the last resort.
			last := slices.Contains(missing, "renameat2") && slices.Contains(missing, "link")
			require.Equal(t, last, slices.Contains(*made, "rename"), "%v", *made)
			require.Equal(t, []string{"a.npy"}, names(t, dir))
			b, err := Open[int64](path)
			require.NoError(t, err)
			require.Equal(t, []int64{1, 2, 3}, b.Data())
			a.Set(0, 0, 9)
			require.Equal(t, int64(9), b.At(0, 0))
			_, err = Create[int64](path, 1, 1)
			require.ErrorIs(t, err, fs.ErrExist)
			// Taken after the first look.
			for _, named := range []bool{false, true} {
				s, err := stage(path, named)
				require.NoError(t, err)
				require.Error(t, s.commit(path))
				s.discard()
			}
			require.Equal(t, []string{"a.npy"}, names(t, dir))
			require.Equal(t, []int64{9, 2, 3}, b.Data())
			shut(t, a)
			shut(t, b)
		}
	}
}

// TestFAT does so on the file systems themselves.
func TestFAT(t *testing.T) {
	for _, kind := range []string{"vfat", "exfat"} {
		t.Run(kind, func(t *testing.T) {
			mkfs, err := exec.LookPath("mkfs." + kind)
			if err != nil || os.Getuid() != 0 {
				t.Skip("needs root and mkfs." + kind + " (Debian's dosfstools, exfatprogs)")
			}
			dir := t.TempDir()
			image := filepath.Join(dir, "image")
			require.NoError(t, os.WriteFile(image, nil, 0o600))
			require.NoError(t, os.Truncate(image, 8<<20))
			out, err := exec.Command(mkfs, image).CombinedOutput()
			require.NoError(t, err, "%s", out)
			at := filepath.Join(dir, "mounted")
			require.NoError(t, os.Mkdir(at, 0o700))
			if out, err := exec.Command("mount", "-t", kind, "-o", "loop", image, at).CombinedOutput(); err != nil {
				t.Skipf("the system does not mount it: %s", out)
			}
			defer exec.Command("umount", at).Run()
			path := filepath.Join(at, "a.npy")
			a, err := CreateFrom(path, 1, 3, []float32{1, 2, 3})
			require.NoError(t, err)
			require.Equal(t, []string{"a.npy"}, names(t, at))
			_, err = Create[float32](path, 1, 3)
			require.ErrorIs(t, err, fs.ErrExist)
			_, err = Create[float32](filepath.Join(at, "b.npy"), 3<<20, 1)
			require.ErrorIs(t, err, ErrNoSpace)
			require.NoError(t, a.Sync())
			require.NoError(t, a.Lock(t.Context()))
			require.NoError(t, a.Unlock())
			shut(t, a)
			require.NoError(t, a.Remove())
			require.Empty(t, names(t, at))
		})
	}
}

// noProc uses arrays where /proc is not mounted.
func noProc(dir string) error {
	path := filepath.Join(dir, "a.npy")
	a, err := CreateFrom(path, 1, 2, []int16{1, 2})
	if err != nil {
		return err
	}
	b, err := OpenFile[int16](a.File())
	if err != nil {
		return err
	}
	if ok, err := a.TryLock(); !ok || err != nil {
		return fmt.Errorf("TryLock: %v, %w", ok, err)
	}
	if ok, err := b.TryLock(); ok || err != nil {
		return fmt.Errorf("TryLock of another opening: %v, %w", ok, err)
	}
	unnamed, err := New[int16](1, 2)
	if err != nil {
		return err
	}
	if ok, err := unnamed.TryLock(); !ok || err != nil {
		return fmt.Errorf("TryLock without a name: %v, %w", ok, err)
	}
	_, err = OpenFile[int16](unnamed.File())
	if !errors.Is(err, errors.ErrUnsupported) || !strings.Contains(err.Error(), "/proc is not mounted") {
		return fmt.Errorf("OpenFile without a name: %w", err)
	}
	return errors.Join(a.Unlock(), unnamed.Unlock(), a.Close(), b.Close(), unnamed.Close(), a.Remove())
}

func TestNoProc(t *testing.T) {
	dir := t.TempDir()
	made := refuse(t, syscall.ENOENT, "/proc")
	require.NoError(t, noProc(dir))
	if os.Getuid() == 0 { // with the privilege files need no name before they are complete
		assert.NotContains(t, *made, "link")
	}
	assert.Empty(t, names(t, dir))
	refuse(t, syscall.ENOENT, "/proc", "linkat") // without the privilege
	require.NoError(t, noProc(dir))
	assert.Empty(t, names(t, dir))
	sys.FailWith(nil)

	// In a system without it.
	if os.Getuid() != 0 {
		t.Skip("only root may unmount it")
	}
	cmd := child(t, "no proc", dir)
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS}
	out, err := cmd.Output()
	if errors.Is(err, os.ErrPermission) || string(out) == "not permitted" {
		t.Skip("the system lets this root unmount nothing")
	}
	require.NoError(t, err)
	assert.Equal(t, "done", string(out))
	assert.Empty(t, names(t, dir))
}

var _ = role("no proc", func(args []string) error {
	if unix.Mount("", "/", "", unix.MS_PRIVATE|unix.MS_REC, "") != nil || unix.Mount("tmpfs", "/proc", "tmpfs", 0, "") != nil {
		fmt.Print("not permitted")
		return nil
	}
	if err := noProc(args[0]); err != nil {
		return err
	}
	fmt.Print("done")
	return nil
})

// TestPathsThatNameNoFile tries paths that can be no file's, and paths with bytes in them
// that a log should not see.
func TestPathsThatNameNoFile(t *testing.T) {
	dir := t.TempDir()
	for path, text := range map[string]string{
		"":            `(""): want the path of a file: invalid argument`,
		dir + "/":     fmt.Sprintf("(%q): want the path of a file, not of a directory: invalid argument", dir+"/"),
		dir + "/new/": fmt.Sprintf("(%q): want the path of a file, not of a directory: invalid argument", dir+"/new/"),
	} {
		_, err := Create[int8](path, 1, 1)
		assert.EqualError(t, err, "sumlog/shared: Create"+text)
		_, err = Open[int8](path)
		assert.EqualError(t, err, "sumlog/shared: Open"+text)
	}
	for _, name := range []string{"a\x00b", "a\x1b[2Jb", "a\nb"} {
		path := filepath.Join(dir, "no", name)
		for op, f := range map[string]func() (*Array[int8], error){
			"Create": func() (*Array[int8], error) { return Create[int8](path, 1, 1) },
			"Open":   func() (*Array[int8], error) { return Open[int8](path) },
			"Attach": func() (*Array[int8], error) { return Attach[int8](name, 1, 1) },
		} {
			_, err := f()
			require.Error(t, err, op)
			assert.NotContains(t, err.Error(), name)
			assert.False(t, strings.ContainsAny(err.Error(), "\x00\x1b\n"), "%q", err)
		}
	}
}

// TestLongNames: a file that has a name before it is complete has one that the system
// takes, of whole characters.
func TestLongNames(t *testing.T) {
	for _, name := range []string{
		strings.Repeat("ж", 127), strings.Repeat("x", 255), strings.Repeat("字", 85), "a" + strings.Repeat("字", 84), "\xff" + strings.Repeat("\xbf", 254),
	} {
		dir := t.TempDir()
		path := filepath.Join(dir, name)
		s, err := stage(path, true)
		require.NoError(t, err)
		temp := names(t, dir)[0]
		assert.LessOrEqual(t, len(temp), 255)
		if name[0] != 0xff {
			assert.Equal(t, temp, strings.ToValidUTF8(temp, ""))
		}
		require.NoError(t, s.commit(path))
		assert.Equal(t, []string{name}, names(t, dir))
		s.discard()
	}
}

// TestSyncTruncated: pages beyond the end of a file are synced to nowhere.
func TestSyncTruncated(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.npy")
	a, err := Create[float64](path, 1000, 3)
	require.NoError(t, err)
	defer shut(t, a)
	require.NoError(t, a.Sync())
	for _, size := range []int64{24_127, 4096, 0} {
		require.NoError(t, os.Truncate(path, size))
		require.ErrorIs(t, a.Sync(), ErrTruncated)
		require.ErrorContains(t, a.Sync(), fmt.Sprintf("the file has %d bytes and had 24128", size))
	}
}

// TestNoElements calls every method on arrays without elements.
func TestNoElements(t *testing.T) {
	dir := memoryDir(t)
	segment := filepath.Base(dir) + "-segment"
	require.NoError(t, os.WriteFile("/dev/shm/"+segment, nil, 0o600))
	defer os.Remove("/dev/shm/" + segment)
	for _, shape := range [][2]int{{0, 0}, {0, math.MaxInt}, {math.MaxInt, 0}, {5, 0}, {0, 3}} {
		for _, order := range []Order{RowMajor, ColMajor} {
			path := filepath.Join(dir, "a.npy")
			created, err := Create[int8](path, shape[0], shape[1], WithOrder(order))
			require.NoError(t, err)
			list := []*Array[int8]{created}
			add := func(a *Array[int8], err error) {
				require.NoError(t, err)
				list = append(list, a)
			}
			add(New[int8](shape[0], shape[1], WithOrder(order)))
			add(From(shape[0], shape[1], []int8{}, WithOrder(order)))
			add(Open[int8](path))
			add(Open[int8](path, Private()))
			add(OpenFile[int8](created.File()))
			add(Attach[int8](segment, shape[0], shape[1], WithOrder(order)))
			other, err := New[int8](shape[0], shape[1], WithOrder(1-order))
			require.NoError(t, err)
			for i, a := range list {
				require.Empty(t, a.Data())
				require.NoError(t, a.Fill(1))
				require.NoError(t, a.CopyFrom(other)) // which ends, of 2^63-1 rows too
				require.NoError(t, other.CopyFrom(a))
				require.NoError(t, a.Do(func() error { return nil }))
				require.NoError(t, a.Retain())
				a.Release()
				if a.mapping.access == readWrite {
					require.NoError(t, a.Sync(), "array %d", i)
					require.NoError(t, a.Lock(t.Context()))
					require.NoError(t, a.Unlock())
				}
				require.NoError(t, a.RLock(t.Context()))
				require.NoError(t, a.RUnlock())
				part := a.RowRange(0, min(2, a.Rows()))
				require.NoError(t, part.Fill(1))
				require.Empty(t, part.Data())
				if a.Rows() > 0 {
					require.Zero(t, a.Row(0).Len())
				}
				if a.Cols() > 0 {
					require.Zero(t, a.Col(0).Len())
				}
				require.Nil(t, a.Fault(errors.New("none")))
				shut(t, a)
			}
			shut(t, other)
			require.NoError(t, created.Remove())
		}
	}
}

func isBoth(err, one, other error) bool { return errors.Is(err, one) && errors.Is(err, other) }

package shared

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"sumlog/shared/internal/npy"
)

// TestTruncated shortens the file of an array under it.
func TestTruncated(t *testing.T) {
	for _, dir := range []string{t.TempDir(), memoryDir(t)} {
		path := filepath.Join(dir, "a.npy")
		a, err := Create[float64](path, 100_000, 3)
		require.NoError(t, err)
		require.NoError(t, a.Fill(1))
		require.NoError(t, os.Truncate(path, 8192))

		text := fmt.Sprintf("sumlog/shared: Do of %q: fault at byte 8192, the file has 8192 bytes and had 2400128: file is shorter than its array", path)
		err = a.Do(func() error {
			for i := range a.Data() {
				a.Data()[i]++
			}
			return nil
		})
		require.ErrorIs(t, err, ErrTruncated)
		require.EqualError(t, err, text)
		assert.Equal(t, 2.0, a.At(0, 0), "what is there can be used")
		require.ErrorIs(t, a.Fill(3), ErrTruncated)
		require.ErrorContains(t, a.Fill(3), fmt.Sprintf("Fill of %q", path))

		b, err := New[float64](100_000, 3, WithOrder(ColMajor))
		require.NoError(t, err)
		err = b.CopyFrom(a)
		require.ErrorIs(t, err, ErrTruncated)
		require.ErrorContains(t, err, fmt.Sprintf("CopyFrom of %q", path))
		require.ErrorIs(t, a.CopyFrom(b), ErrTruncated)
		_, err = Open[float64](path)
		require.ErrorIs(t, err, ErrTruncated)

		require.NoError(t, a.Lock(t.Context()))
		require.NoError(t, a.Unlock())
		require.NoError(t, a.Remove())
		shut(t, a)
		shut(t, b)
	}
}

func TestDo(t *testing.T) {
	a, err := New[float64](1000, 3)
	require.NoError(t, err)
	require.Equal(t, os.ErrInvalid, a.Do(func() error { return os.ErrInvalid }))
	require.NoError(t, a.Do(func() error { a.Set(0, 0, 1); return nil }))
	assert.Equal(t, "boom", panicText(func() { _ = a.Do(func() error { panic("boom") }) }))

	// Other faults are not the array's.
	b, err := New[float64](1000, 3)
	require.NoError(t, err)
	stale := b.Data()
	shut(t, b)
	var value any
	func() {
		defer func() { value = recover() }()
		_ = a.Do(func() error { stale[0] = 1; return nil })
	}()
	require.NotNil(t, value)
	require.NoError(t, a.Fault(value))
	require.ErrorIs(t, b.Fault(value), ErrClosed)
	require.EqualError(t, b.Fault(value), "fault at byte 128: array already closed")
	require.NoError(t, a.Fault(nil))
	require.NoError(t, a.Fault("boom"))
	require.Contains(t, panicText(func() { _ = a.Do(func() error { *(*int)(nil) = 1; return nil }) }), "nil pointer")

	shut(t, a) // nothing holds it
	require.EqualError(t, a.Do(func() error { panic("not called") }), "sumlog/shared: Do: array already closed")
}

// TestFaultBesideArray touches the bytes next to a mapping.
func TestFaultBesideArray(t *testing.T) {
	a, err := New[uint8](10_000, 1)
	require.NoError(t, err)
	defer shut(t, a)
	first := uintptr(a.mapping.addr)
	assert.False(t, a.mapping.contains(first-1))
	assert.True(t, a.mapping.contains(first))
	assert.True(t, a.mapping.contains(uintptr(unsafe.Pointer(&a.Data()[9999]))))
	assert.False(t, a.mapping.contains(uintptr(unsafe.Pointer(&a.Data()[9999]))+1))
}

// TestFileSizeLimit has a child that may not write files as large as it wants to.
func TestFileSizeLimit(t *testing.T) {
	dir := t.TempDir()
	assert.Equal(t, "refused", finish(t, child(t, "limited", dir)))
	assert.Empty(t, names(t, dir))
}

var _ = role("limited", func(args []string) error {
	limit := syscall.Rlimit{Cur: 1 << 16, Max: 1 << 16}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	path := filepath.Join(args[0], "a.npy")
	_, err := Create[float64](path, 100_000, 3)
	want := fmt.Sprintf("sumlog/shared: Create(%q): 2400128 bytes: no room for the file: limit of the process: file too large", path)
	if !errors.Is(err, ErrNoSpace) || !errors.Is(err, syscall.EFBIG) || err.Error() != want {
		return fmt.Errorf("got %w, want %s", err, want)
	}
	// What the system itself says, to a program that has not asked before.
	signals := make(chan os.Signal, 10)
	d, err := stage(path, true)
	if err != nil {
		return err
	}
	defer d.discard()
	if err := reserve(d.file, 1<<17); !errors.Is(err, syscall.EFBIG) {
		return fmt.Errorf("reserve: %w", err)
	}
	if err := writeZeros(d.file, 1<<17); !errors.Is(err, syscall.EFBIG) {
		return fmt.Errorf("writeZeros: %w", err)
	}
	signal.Notify(signals, syscall.SIGXFSZ, syscall.SIGWINCH)
	if _, err := New[float64](100_000, 3); !errors.Is(err, ErrNoSpace) {
		return fmt.Errorf("New: got %w, want %w", err, ErrNoSpace)
	}
	// SIGXFSZ ends a program that is not Go's. It would come before one with a greater number.
	if err := syscall.Kill(os.Getpid(), syscall.SIGWINCH); err != nil {
		return err
	}
	if s := <-signals; s != syscall.SIGWINCH {
		return fmt.Errorf("New: %v", s)
	}
	if _, err := Create[float64](path, 10, 3); err != nil {
		return err
	}
	fmt.Print("refused")
	return os.Remove(path)
})

// TestNoFallocate has a child with a file system that cannot be asked for room.
func TestNoFallocate(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root may mount a ramfs")
	}
	cmd := child(t, "ramfs", t.TempDir())
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS}
	out, err := cmd.Output()
	if errors.Is(err, os.ErrPermission) || string(out) == "not permitted" {
		t.Skip("the system lets this root mount nothing")
	}
	require.NoError(t, err)
	assert.Equal(t, "made", string(out))
}

var _ = role("ramfs", func(args []string) error {
	// Nothing of it is to be seen outside.
	if err := unix.Mount("", "/", "", unix.MS_PRIVATE|unix.MS_REC, ""); err != nil {
		fmt.Print("not permitted")
		return nil
	}
	if err := unix.Mount("ramfs", args[0], "ramfs", 0, ""); err != nil {
		fmt.Print("not permitted")
		return nil
	}
	path := filepath.Join(args[0], "a.npy")
	a, err := Create[float64](path, 100_000, 3)
	if err != nil {
		return err
	}
	if err := unix.Fallocate(int(a.File().Fd()), 0, 0, 1); !errors.Is(err, unix.EOPNOTSUPP) {
		return fmt.Errorf("fallocate: got %w, want %w", err, unix.EOPNOTSUPP)
	}
	if err := a.Fill(1); err != nil {
		return err
	}
	b, err := Open[float64](path)
	if err != nil {
		return err
	}
	if v := b.At(99_999, 2); v != 1 {
		return fmt.Errorf("got %v, want 1", v)
	}
	fmt.Print("made")
	return errors.Join(a.Close(), b.Close())
})

// TestFullFileSystem has a child with a file system of 64 KiB to itself.
func TestFullFileSystem(t *testing.T) {
	cmd := child(t, "small", t.TempDir())
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	out, err := cmd.Output()
	if errors.Is(err, os.ErrPermission) || string(out) == "not permitted" {
		t.Skip("the system forbids mounting a file system in a namespace")
	}
	require.NoError(t, err)
	assert.Equal(t, "refused", string(out))
}

var _ = role("small", func(args []string) error {
	dir := args[0]
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size=64k"); err != nil {
		fmt.Print("not permitted")
		return nil
	}
	free := func() uint64 {
		var s unix.Statfs_t
		_ = unix.Statfs(dir, &s)
		return s.Bfree
	}
	before := free()
	path := filepath.Join(dir, "a.npy")
	_, err := Create[float64](path, 100_000, 3)
	want := fmt.Sprintf("sumlog/shared: Create(%q): 2400128 bytes: no room for the file: fallocate: no space left on device", path)
	if !errors.Is(err, ErrNoSpace) || !errors.Is(err, syscall.ENOSPC) || err.Error() != want {
		return fmt.Errorf("got %w, want %s", err, want)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) > 0 || free() != before {
		return fmt.Errorf("left behind: %v, %d blocks of %d free", entries, free(), before)
	}

	// A file of holes, as numpy.lib.format.open_memmap makes one.
	h := npy.Header{Element: npy.Element{Kind: 'f', Size: 8}, Dims: 2, Shape: [2]int{100_000, 3}}
	if err := os.WriteFile(path, h.Append(nil), 0o600); err != nil {
		return err
	}
	if err := os.Truncate(path, 2_400_128); err != nil {
		return err
	}
	a, err := Open[float64](path)
	if err != nil {
		return err
	}
	if err := a.Fill(1); !errors.Is(err, ErrMemory) {
		return fmt.Errorf("Fill: got %w, want %w", err, ErrMemory)
	}
	fmt.Print("refused")
	return a.Close()
})

// TestPanicNil: a panic of no value, which older programs allow, is not lost.
func TestPanicNil(t *testing.T) {
	cmd := child(t, "panic nil")
	cmd.Env = append(cmd.Env, "GODEBUG=panicnil=1")
	assert.Equal(t, "after Do: false", finish(t, cmd))
}

var _ = role("panic nil", func([]string) error {
	a, err := New[int8](1, 1)
	if err != nil {
		return err
	}
	after := false
	func() {
		defer func() { recover() }()
		_ = a.Do(func() error {
			var none any
			panic(none)
		})
		after = true
	}()
	fmt.Printf("after Do: %v", after)
	return a.Close()
})

//go:build unix

package peer

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// NewMemory maps a file without a name, which another process can map too. Pages that are never
// touched take no memory.
func NewMemory(bytes int) (*Memory, error) {
	file, err := unnamedFile()
	if err != nil {
		return nil, err
	}
	if err := file.Truncate(int64(bytes)); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	p, err := unix.MmapPtr(int(file.Fd()), 0, nil, uintptr(bytes), unix.PROT_READ|unix.PROT_WRITE,
		unix.MAP_SHARED)
	if err != nil {
		return nil, errors.Join(os.NewSyscallError("mmap", err), file.Close())
	}
	return &Memory{file: file, all: unsafe.Slice((*float64)(p), bytes/8)}, nil
}

// Close unmaps the memory.
func (m *Memory) Close() error {
	p := unsafe.Pointer(&m.all[0])
	return errors.Join(unix.MunmapPtr(p, uintptr(len(m.all)*8)), m.file.Close())
}

// ownGroup keeps the terminal's interrupt from a peer, so that this program ends it, together
// with every process that it started.
func ownGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}

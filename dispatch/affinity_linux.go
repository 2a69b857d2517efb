package dispatch

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"unsafe"

	"golang.org/x/sys/unix"

	"sumlog/internal/cpu"
	"sumlog/internal/sys"
)

// machine returns the layout of the CPUs that the process may use and the mask that lists them,
// or why they are unknown.
func machine() (layout, cpuMask, error) {
	mask, err := processMask()
	if err != nil {
		return layout{}, mask, fmt.Errorf("the affinity mask cannot be read: %w", err)
	}
	var cpus []int
	for cpu := range len(mask) * int(unsafe.Sizeof(mask[0])) * 8 {
		if mask.IsSet(cpu) {
			cpus = append(cpus, cpu)
		}
	}
	return layoutOf(systemFiles(), cpus), mask, nil
}

func systemFiles() fs.FS { return os.DirFS("/") }

// pin keeps the calling thread on one CPU. It is an error where the system accepts the call
// without the effect: another process may be changing the mask, or an emulator ignore it.
func pin(cpu int) error {
	only := maskOf(cpu)
	if err := setThreadMask(0, &only); err != nil {
		return fmt.Errorf("%w for CPU %d", err, cpu)
	}
	if mask, err := threadMask(0); err == nil && mask != only {
		return fmt.Errorf("sched_setaffinity had no effect for CPU %d: %w", cpu, unix.EAGAIN)
	}
	return nil
}

// pinRefused reports whether an error of pin is permanent.
func pinRefused(err error) bool {
	return errors.Is(err, unix.EPERM) || errors.Is(err, unix.EACCES) || errors.Is(err, unix.ENOSYS)
}

// getCPU returns the CPU of the calling thread, or -1 and why it is unknown.
func getCPU() (int, error) {
	if err := sys.Refused("getcpu", ""); err != nil {
		return -1, os.NewSyscallError("getcpu", err)
	}
	var cpu uint32
	_, _, errno := unix.RawSyscall(unix.SYS_GETCPU, uintptr(unsafe.Pointer(&cpu)), 0, 0)
	if errno != 0 {
		return -1, os.NewSyscallError("getcpu", errno)
	}
	return int(cpu), nil
}

// onMainThread reports whether the caller, locked to its thread, is on the thread that the
// process began with.
func onMainThread() bool { return unix.Gettid() == unix.Getpid() }

// quota returns the CPU quota of the process as text, or "". A worker that is pinned
// while the group has used up its quota cannot move to another core, so a pool with a
// quota is not pinned.
func quota() string { return cpu.Quota(systemFiles()) }

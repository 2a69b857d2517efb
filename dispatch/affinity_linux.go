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

// cpuMask is a set of CPUs.
type cpuMask = unix.CPUSet

// processMask returns the CPUs that the process may use: the union of the masks of all threads
// but the workers'. A thread that the program has narrowed does not count; taskset -a and a
// cpuset narrow all threads. Without /proc it is the mask of the main thread, which no worker
// uses.
func processMask() (mask cpuMask, err error) {
	for _, id := range workerThreads.others(threadIDs()) {
		one, err := threadMask(id)
		if err != nil {
			continue // it has just ended, or the main thread's call says why
		}
		for i := range mask {
			mask[i] |= one[i]
		}
	}
	if mask.Count() > 0 {
		return mask, nil
	}
	return threadMask(unix.Getpid())
}

// maskChanged reports whether the process may use other CPUs than mask. It reads the main
// thread's mask first, which most often answers with one system call: a change of all threads
// changes that one too.
func maskChanged(mask *cpuMask) bool {
	main, err := threadMask(unix.Getpid())
	if err != nil || main == *mask {
		return false
	}
	now, err := processMask()
	return err == nil && now != *mask
}

// machine returns the layout of the CPUs that the process may use, or why it is unknown.
func machine() (layout, error) {
	mask, err := processMask()
	if err != nil {
		return layout{}, fmt.Errorf("the affinity mask cannot be read: %w", err)
	}
	var cpus []int
	for cpu := range len(mask) * int(unsafe.Sizeof(mask[0])) * 8 {
		if mask.IsSet(cpu) {
			cpus = append(cpus, cpu)
		}
	}
	l := layoutOf(root(), cpus)
	l.mask = mask
	return l, nil
}

func root() fs.FS { return os.DirFS("/") }

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

// misplaced reports whether the thread of a pinned worker has another mask than its CPU: a
// task may have changed it, or the process's mask may have changed and changed back.
func misplaced(thread int32, cpu int) bool {
	mask, err := threadMask(int(thread))
	return err == nil && mask != maskOf(cpu)
}

// maskOf returns the mask of one CPU.
func maskOf(cpu int) (mask cpuMask) {
	mask.Set(cpu)
	return mask
}

// currentCPU returns the CPU of the calling thread, or -1.
func currentCPU() int {
	cpu, err := getCPU()
	if err != nil {
		return -1
	}
	return cpu
}

// getCPU returns the CPU of the calling thread, or why it is unknown.
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
func quota() string { return cpu.Quota(root()) }

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

// processMask returns the CPUs that the process may use: those of any of its threads but
// the workers'. A thread that the program has narrowed does not count then; to narrow the
// process (taskset -a, a cpuset) is to narrow them all. Without /proc it is the mask of the
// main thread, which no worker has.
func processMask() (mask cpuMask, err error) {
	for _, id := range workerThreads.others(threadIDs()) {
		one, err := threadMask(id)
		if err != nil {
			continue // it has just ended, or the main one says why
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

// maskChanged reports whether the process may use other CPUs than those of mask. A
// change of all threads is one of the main thread: most often that one system call
// answers.
func maskChanged(mask *cpuMask) bool {
	main, err := threadMask(unix.Getpid())
	if err != nil || main == *mask {
		return false
	}
	now, err := processMask()
	return err == nil && now != *mask
}

// machine returns what is known of the CPUs that the process may use. An error says
// why they are not known.
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

// pin keeps the calling thread on one CPU. It is an error if the system accepts that and
// does something else: another process may be changing the mask, or an emulator ignore it.
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

// pinRefused reports whether an error of pin is one that does not pass.
func pinRefused(err error) bool {
	return errors.Is(err, unix.EPERM) || errors.Is(err, unix.EACCES) || errors.Is(err, unix.ENOSYS)
}

// misplaced reports whether the thread of a pinned worker has another mask than that of
// its CPU: a task may have changed it, or the process's mask and back again.
func misplaced(thread int32, cpu int) bool {
	mask, err := threadMask(int(thread))
	return err == nil && mask != maskOf(cpu)
}

// maskOf returns the mask of one CPU.
func maskOf(cpu int) (mask cpuMask) {
	mask.Set(cpu)
	return mask
}

// currentCPU returns the CPU that the calling thread is on, or -1.
func currentCPU() int {
	cpu, err := getCPU()
	if err != nil {
		return -1
	}
	return cpu
}

// getCPU is currentCPU with the reason why it is not known.
func getCPU() (int, error) {
	if err := sys.Refused("getcpu", ""); err != nil {
		return -1, os.NewSyscallError("getcpu", err)
	}
	var cpu uint32
	if _, _, errno := unix.RawSyscall(unix.SYS_GETCPU, uintptr(unsafe.Pointer(&cpu)), 0, 0); errno != 0 {
		return -1, os.NewSyscallError("getcpu", errno)
	}
	return int(cpu), nil
}

// onMainThread reports whether the caller, locked to its thread, has the one that
// the process began with.
func onMainThread() bool { return unix.Gettid() == unix.Getpid() }

// quota returns the CPU quota of the process as text, or "". A worker that is pinned
// while the group has used up its quota cannot move to another core, so a pool with a
// quota is not pinned.
func quota() string { return cpu.Quota(root()) }

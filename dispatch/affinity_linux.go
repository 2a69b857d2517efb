package dispatch

import (
	"fmt"
	"os"
	"unsafe"

	"golang.org/x/sys/unix"
)

// inherited is the affinity mask that the process started with. It is read before
// any thread of this package, or of the program, can have narrowed its own.
var inherited, inheritedErr = func() (set unix.CPUSet, err error) {
	err = unix.SchedGetaffinity(0, &set)
	return set, err
}()

// machine returns the CPUs of the inherited mask, one of each physical core
// first. An error says why they are not known.
func machine() ([]int, error) {
	if inheritedErr != nil {
		return nil, fmt.Errorf("the affinity mask cannot be read: %w", inheritedErr)
	}
	var cpus []int
	for cpu := range len(inherited) * int(unsafe.Sizeof(inherited[0])) * 8 {
		if inherited.IsSet(cpu) {
			cpus = append(cpus, cpu)
		}
	}
	return coresFirst(os.DirFS("/"), cpus), nil
}

// pin keeps the calling thread on one CPU.
func pin(cpu int) error {
	var set unix.CPUSet
	set.Set(cpu)
	return unix.SchedSetaffinity(0, &set)
}

// currentCPU returns the CPU that the calling thread is on, or -1.
func currentCPU() int {
	var cpu uint32
	if _, _, errno := unix.RawSyscall(unix.SYS_GETCPU, uintptr(unsafe.Pointer(&cpu)), 0, 0); errno != 0 {
		return -1
	}
	return int(cpu)
}

// onMainThread reports whether the caller, locked to its thread, has the one that
// the process began with.
func onMainThread() bool { return unix.Gettid() == unix.Getpid() }

// quota returns the CPU quota that holds for the process, in words, or "".
func quota() string { return cgroupQuota(os.DirFS("/")) }

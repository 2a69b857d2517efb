package dispatch

import (
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"unsafe"

	"golang.org/x/sys/unix"
)

// cpuMask is a set of CPUs.
type cpuMask = unix.CPUSet

// processMask returns the CPUs that the process may use: those of any of its
// threads. A thread that is kept on fewer, one of this package or one that the program
// has narrowed, does not count then; to narrow the process (taskset -a, a cpuset)
// is to narrow them all.
func processMask() (mask cpuMask, err error) {
	threads, err := os.ReadDir("/proc/self/task")
	if err != nil {
		err = unix.SchedGetaffinity(0, &mask)
		return mask, err
	}
	for _, t := range threads {
		var one cpuMask
		id, _ := strconv.Atoi(t.Name())
		if unix.SchedGetaffinity(id, &one) != nil {
			continue // it has just ended
		}
		for i := range mask {
			mask[i] |= one[i]
		}
	}
	if mask.Count() == 0 {
		return mask, fmt.Errorf("no thread's affinity mask can be read")
	}
	return mask, nil
}

// maskChanged reports whether the process may use other CPUs than those of mask. A
// change of all threads is one of the main thread: most often that one system call
// answers.
func maskChanged(mask *cpuMask) bool {
	var main cpuMask
	if unix.SchedGetaffinity(unix.Getpid(), &main) != nil || main == *mask {
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

// pin keeps the calling thread on one CPU.
func pin(cpu int) error {
	var set cpuMask
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
func quota() string { return cgroupQuota(root()) }

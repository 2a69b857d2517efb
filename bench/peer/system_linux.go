package peer

import (
	"os"

	"golang.org/x/sys/unix"
)

func unnamedFile() (*os.File, error) {
	fd, err := unix.MemfdCreate("sumlog-bench", unix.MFD_CLOEXEC)
	return os.NewFile(uintptr(fd), "sumlog-bench"), os.NewSyscallError("memfd_create", err)
}

// Cores returns the numbers of the cores that this thread may use, the last first: interrupts
// tend to come to the first.
func Cores() (list []int) {
	var set unix.CPUSet
	if unix.SchedGetaffinity(0, &set) != nil {
		return nil
	}
	for core := 64*len(set) - 1; core >= 0; core-- {
		if set.IsSet(core) {
			list = append(list, core)
		}
	}
	return list
}

// Pin keeps a thread on a core; thread 0 is the calling one.
func Pin(thread, core int) error {
	var set unix.CPUSet
	set.Set(core)
	return unix.SchedSetaffinity(thread, &set)
}

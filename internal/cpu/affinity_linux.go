package cpu

import (
	"os"
	"strconv"
	"unsafe"

	"golang.org/x/sys/unix"

	"sumlog/internal/sys"
)

// Mask is a set of CPUs.
type Mask = unix.CPUSet

// Current returns the CPU of the calling thread, or -1 and why it is unknown.
func Current() (int, error) {
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

// ThreadID returns the ID of the calling thread. The thread that the process began with has the
// ID of the process.
func ThreadID() int { return unix.Gettid() }

// Threads returns the IDs of the process's threads, or nil where they are unknown.
func Threads() (ids []int) {
	const folder = "/proc/self/task"
	list, err := sys.Call("open", folder, func() ([]os.DirEntry, error) { return os.ReadDir(folder) })
	if err != nil {
		return nil
	}
	for _, t := range list {
		if id, err := strconv.Atoi(t.Name()); err == nil {
			ids = append(ids, id)
		}
	}
	return ids
}

// ThreadMask returns the affinity mask of a thread, 0 being the calling one.
func ThreadMask(id int) (mask Mask, err error) {
	err = sys.Refused("sched_getaffinity", "")
	if err == nil {
		err = unix.SchedGetaffinity(id, &mask)
	}
	if err != nil {
		return Mask{}, os.NewSyscallError("sched_getaffinity", err)
	}
	return mask, nil
}

// SetThreadMask sets the affinity mask of a thread, 0 being the calling one.
func SetThreadMask(id int, mask Mask) error {
	return os.NewSyscallError("sched_setaffinity", sys.Do("sched_setaffinity", "", func() error {
		return unix.SchedSetaffinity(id, &mask)
	}))
}

package dispatch

import (
	"os"
	"slices"
	"strconv"

	"golang.org/x/sys/unix"

	"sumlog/internal/sys"
)

// cpuMask is a set of CPUs.
type cpuMask = unix.CPUSet

// maskOf returns the mask of one CPU.
func maskOf(cpu int) (mask cpuMask) {
	mask.Set(cpu)
	return mask
}

// taskDirectory lists the threads of the process. Tests set another one, to simulate a missing
// /proc.
var taskDirectory = "/proc/self/task"

// threadIDs returns the threads of the process, or nil where they are unknown.
func threadIDs() (ids []int) {
	list, err := sys.Call("open", taskDirectory, func() ([]os.DirEntry, error) {
		return os.ReadDir(taskDirectory)
	})
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

// threadMask returns the affinity mask of a thread, 0 being the calling one.
func threadMask(id int) (mask cpuMask, err error) {
	err = sys.Refused("sched_getaffinity", "")
	if err == nil {
		err = unix.SchedGetaffinity(id, &mask)
	}
	if err != nil {
		return cpuMask{}, os.NewSyscallError("sched_getaffinity", err)
	}
	return mask, nil
}

// setThreadMask sets the affinity mask of a thread, 0 being the calling one.
func setThreadMask(id int, mask *cpuMask) error {
	return os.NewSyscallError("sched_setaffinity", sys.Do("sched_setaffinity", "", func() error {
		return unix.SchedSetaffinity(id, mask)
	}))
}

// threadID returns the ID of the calling thread.
func threadID() int32 { return int32(unix.Gettid()) }

// otherThreads returns those of ids, the threads of the process, that no worker has pinned.
func otherThreads(ids []int) (others []int) {
	for _, id := range ids {
		if _, pinned := workerThreads.Load(id); !pinned {
			others = append(others, id)
		}
	}
	workerThreads.Range(func(id, _ any) bool {
		if !slices.Contains(ids, id.(int)) {
			workerThreads.CompareAndDelete(id, ending) // the system may give its number to another
		}
		return true
	})
	return others
}

// processMask returns the CPUs that the process may use: the union of the masks of all threads
// but the workers'. A thread that the program has narrowed does not count; taskset -a and a
// cpuset narrow all threads. Without /proc it is the mask of the main thread, which no worker
// uses.
func processMask() (mask cpuMask, err error) {
	for _, id := range otherThreads(threadIDs()) {
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

// misplaced reports whether the thread of a pinned worker has another mask than its CPU: a
// task may have changed it, or the process's mask may have changed and changed back.
func misplaced(thread int32, cpu int) bool {
	mask, err := threadMask(int(thread))
	return err == nil && mask != maskOf(cpu)
}

// widenThreads gives the process's mask to thread, unless that is 0, and to the threads that
// the runtime has cloned from it: those confined to cpu that no worker has.
func widenThreads(cpu, thread int) {
	only := maskOf(cpu)
	ids := otherThreads(threadIDs())
	if ids == nil && thread != 0 {
		ids = []int{thread}
	}
	mask, err := processMask()
	if err != nil || mask == only {
		return
	}
	for _, id := range ids {
		// A failure means that the thread has ended, or that the system also refuses to pin.
		if one, err := threadMask(id); err == nil && one == only {
			_ = setThreadMask(id, &mask)
		}
	}
}

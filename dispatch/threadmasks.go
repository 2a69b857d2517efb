package dispatch

import (
	"os"
	"slices"
	"sync"

	"sumlog/internal/cpu"
)

// workerThreads has the threads that workers have pinned, with their states. Their masks do not
// describe the process: a worker may be pinned, for a moment, outside a mask that has just changed.
var workerThreads sync.Map // of int to threadState

type threadState uint8

const (
	inUse threadState = iota
	ending
)

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
func processMask() (mask cpu.Mask, err error) {
	for _, id := range otherThreads(cpu.Threads()) {
		one, err := cpu.ThreadMask(id)
		if err != nil {
			continue // it has just ended, or the main thread's call says why
		}
		for c := range cpu.In(one) {
			mask.Set(c)
		}
	}
	if mask.Count() > 0 {
		return mask, nil
	}
	return cpu.ThreadMask(os.Getpid())
}

// maskChanged reports whether the process may use other CPUs than mask. It reads the main
// thread's mask first, which most often answers with one system call: a change of all threads
// changes that one too.
func maskChanged(mask cpu.Mask) bool {
	main, err := cpu.ThreadMask(os.Getpid())
	if err != nil || main == mask {
		return false
	}
	now, err := processMask()
	return err == nil && now != mask
}

// widenThreads gives the process's mask to thread, unless that is 0, and to the threads that
// the runtime has cloned from it: those confined to one CPU that no worker has.
func widenThreads(one, thread int) {
	only := cpu.MaskOf(one)
	ids := otherThreads(cpu.Threads())
	if ids == nil && thread != 0 {
		ids = []int{thread}
	}
	mask, err := processMask()
	if err != nil || mask == only {
		return
	}
	for _, id := range ids {
		// A failure means that the thread has ended, or that the system also refuses to pin.
		if has, err := cpu.ThreadMask(id); err == nil && has == only {
			_ = cpu.SetThreadMask(id, mask)
		}
	}
}

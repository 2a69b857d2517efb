package dispatch

import (
	"os"
	"strconv"
	"sync"

	"golang.org/x/sys/unix"

	"sumlog/internal/sys"
)

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

// threadSet holds the threads that workers have pinned. Their masks do not describe the
// process: a worker may be pinned, for a moment, outside a mask that has just changed.
type threadSet struct {
	mu    sync.Mutex
	ended map[int]bool // by thread: its worker has ended, and the thread is about to
}

var workerThreads threadSet

func (s *threadSet) add(id int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended == nil {
		s.ended = map[int]bool{}
	}
	s.ended[id] = false
}

// end records that the thread is about to end.
func (s *threadSet) end(id int) {
	s.mu.Lock()
	s.ended[id] = true
	s.mu.Unlock()
}

// remove forgets a thread that no worker uses any more.
func (s *threadSet) remove(id int) {
	s.mu.Lock()
	delete(s.ended, id)
	s.mu.Unlock()
}

// others returns those of ids, the threads of the process, that no worker has pinned.
func (s *threadSet) others(ids []int) (others []int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	listed := make(map[int]bool, len(ids))
	for _, id := range ids {
		listed[id] = true
		if _, ok := s.ended[id]; !ok {
			others = append(others, id)
		}
	}
	for id, ended := range s.ended {
		if ended && !listed[id] {
			delete(s.ended, id) // the system may give its number to another
		}
	}
	return others
}

// widenThreads gives the process's mask to thread, unless that is 0, and to the threads that
// the runtime has cloned from it: those confined to cpu that no worker has.
func widenThreads(cpu, thread int) {
	only := maskOf(cpu)
	ids := workerThreads.others(threadIDs())
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

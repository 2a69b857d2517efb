//go:build !linux

package dispatch

type cpuMask struct{}

func maskChanged(*cpuMask) bool { return false }

func misplaced(int32, int) bool { return false }

func threadID() int32 { return 0 }

func widenThreads(int, int) {}

// threadSet holds the threads that workers have pinned: none here.
type threadSet struct{}

var workerThreads threadSet

func (threadSet) add(int) {}

func (threadSet) end(int) {}

func (threadSet) remove(int) {}

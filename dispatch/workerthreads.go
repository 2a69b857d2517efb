package dispatch

import "sync"

// workerThreads has the threads that workers have pinned, with their states. Their masks do not
// describe the process: a worker may be pinned, for a moment, outside a mask that has just changed.
var workerThreads sync.Map // of int to threadState

type threadState uint8

const (
	inUse threadState = iota
	ending
)

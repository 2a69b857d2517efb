//go:build !linux

package dispatch

import (
	"fmt"
	"runtime"
)

type cpuMask struct{}

func maskChanged(*cpuMask) bool { return false }

func machine() (layout, error) {
	return layout{}, fmt.Errorf("threads are not pinned on %s", runtime.GOOS)
}

func pin(int) error { _, err := machine(); return err }

func pinRefused(error) bool { return true }

func misplaced(int32, int) bool { return false }

func currentCPU() int { return -1 }

func getCPU() (int, error) { return -1, nil }

func threadID() int32 { return 0 }

func widenThreads(int, int) {}

// threadSet holds the threads that workers have pinned: none here.
type threadSet struct{}

var workerThreads threadSet

func (threadSet) add(int) {}

func (threadSet) end(int) {}

func (threadSet) remove(int) {}

func onMainThread() bool { return false }

func quota() string { return "" }

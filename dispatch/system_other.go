//go:build !linux

package dispatch

import (
	"fmt"
	"runtime"
	"sync/atomic"
)

// Threads are not pinned here.

type cpuMask struct{}

func machine() (layout, cpuMask, error) {
	return layout{}, cpuMask{}, fmt.Errorf("threads are not pinned on %s", runtime.GOOS)
}

func pin(int) error { _, _, err := machine(); return err }

func pinRefused(error) bool { return true }

func getCPU() (int, error) { return -1, nil }

func onMainThread() bool { return false }

func quota() string { return "" }

func maskChanged(*cpuMask) bool { return false }

func misplaced(int32, int) bool { return false }

func threadID() int32 { return 0 }

func widenThreads(int, int) {}

// parker is not used: workers park by the runtime's means.
type parker struct{}

func (parker) park(*atomic.Uint32) {}

func (parker) unpark(*atomic.Uint32) {}

func parkingError() error { return nil }

func probeFutex() {}

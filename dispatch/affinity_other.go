//go:build !linux

package dispatch

import (
	"fmt"
	"runtime"
)

func machine() ([]int, error) {
	return nil, fmt.Errorf("threads are not pinned on %s", runtime.GOOS)
}

func pin(int) error { _, err := machine(); return err }

func currentCPU() int { return -1 }

func onMainThread() bool { return false }

func quota() string { return "" }

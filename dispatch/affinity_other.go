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

func currentCPU() int { return -1 }

func onMainThread() bool { return false }

func quota() string { return "" }

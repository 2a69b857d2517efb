//go:build !linux

package dispatch

import (
	"fmt"
	"runtime"
)

func machine() (layout, error) {
	return layout{}, fmt.Errorf("threads are not pinned on %s", runtime.GOOS)
}

func pin(int) error { _, err := machine(); return err }

func pinRefused(error) bool { return true }

func currentCPU() int { return -1 }

func getCPU() (int, error) { return -1, nil }

func onMainThread() bool { return false }

func quota() string { return "" }

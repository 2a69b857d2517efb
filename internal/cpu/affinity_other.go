//go:build !linux

package cpu

import (
	"fmt"
	"runtime"
)

// Threads are not pinned here.

// Mask is not used.
type Mask struct{}

func (*Mask) Set(int) {}

func (*Mask) IsSet(int) bool { return false }

func (*Mask) Count() int { return 0 }

func unsupported() error { return fmt.Errorf("threads are not pinned on %s", runtime.GOOS) }

// Current returns an error.
func Current() (int, error) { return -1, unsupported() }

// ThreadID returns 0.
func ThreadID() int { return 0 }

// Threads returns nil.
func Threads() []int { return nil }

// ThreadMask returns an error.
func ThreadMask(int) (Mask, error) { return Mask{}, unsupported() }

// SetThreadMask returns an error.
func SetThreadMask(int, Mask) error { return unsupported() }

//go:build !linux

package dispatch

import "sync/atomic"

// parker is not used: workers park by the runtime's means.
type parker struct{}

func (parker) park(*atomic.Uint32) {}

func (parker) unpark(*atomic.Uint32) {}

func parkingError() error { return nil }

func probeFutex() {}

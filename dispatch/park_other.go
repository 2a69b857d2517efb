//go:build !linux

package dispatch

import "sync/atomic"

// parker parks an idle worker.
type parker struct{ event event }

func (p *parker) init() { p.event.reset() }

// parkingError returns why workers cannot park, or nil.
func parkingError() error { return nil }

func probeFutex() {}

// park blocks until unpark.
func (p *parker) park(*atomic.Uint32) { p.event.wait() }

// unpark wakes the worker that parks.
func (p *parker) unpark(*atomic.Uint32) { p.event.signal() }

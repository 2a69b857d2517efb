//go:build !linux

package dispatch

import "sync/atomic"

// bed is where an idle worker sleeps.
type parker struct{ event event }

func (p *parker) init() { p.event.reset() }

// parkingError returns why workers cannot sleep there, or nil.
func parkingError() error { return nil }

func probeFutex() {}

// sleep returns once somebody has called wake.
func (p *parker) park(*atomic.Uint32) { p.event.wait() }

// wake lets the one that sleeps on state look at it.
func (p *parker) unpark(*atomic.Uint32) { p.event.signal() }

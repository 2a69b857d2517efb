//go:build !linux

package dispatch

import "sync/atomic"

// bed is where an idle worker sleeps.
type bed struct{ gate gate }

func (b *bed) make() { b.gate.shut() }

// parkingError returns why workers cannot sleep there, or nil.
func parkingError() error { return nil }

func tryParking() {}

// sleep returns once somebody has called wake.
func (b *bed) sleep(*atomic.Uint32) { b.gate.pass() }

// wake lets the one that sleeps on state look at it.
func (b *bed) wake(*atomic.Uint32) { b.gate.open() }

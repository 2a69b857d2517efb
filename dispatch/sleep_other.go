//go:build !linux

package dispatch

import "sync/atomic"

// bed is where an idle worker sleeps.
type bed struct{ gate gate }

func (b *bed) make() { b.gate.shut() }

// sleep returns once somebody has called wake, which they do when they have
// changed state from that value.
func (b *bed) sleep(_ *atomic.Uint32, _ uint32) { b.gate.pass() }

// wake lets the one that sleeps on state look at it.
func (b *bed) wake(*atomic.Uint32) { b.gate.open() }

package dispatch

import (
	"runtime"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// BenchmarkCosts measures what the simulation of wakes assumes, between two pinned threads: how
// long a wake keeps its caller, and how much later the worker begins; and how long it takes to take
// a chunk, of a range that no other core changes, and of one that another core has just changed.
// It reports medians.
func BenchmarkCosts(b *testing.B) {
	plan := newPlan(config{})
	if !plan.pinned {
		b.Skip(plan.reason)
	}
	// onCore calls f on a thread of its own, which ends with it.
	onCore := func(cpu int, f func()) chan struct{} {
		done := make(chan struct{})
		go func() {
			defer close(done)
			runtime.LockOSThread()
			if require.NoError(b, pin(plan.cpus[cpu])); !b.Failed() {
				f()
			}
		}()
		return done
	}
	now := func() int64 { return int64(time.Since(startTime)) }

	b.Run("wake", func(b *testing.B) {
		var state atomic.Uint32
		var began, quit atomic.Int64
		var p parker
		state.Store(parked)
		worker := onCore(1, func() {
			for quit.Load() == 0 {
				p.park(&state)
				began.Store(now())
				state.Store(parked)
			}
		})
		var kept, later []int64
		<-onCore(0, func() {
			for b.Loop() {
				time.Sleep(200 * time.Microsecond) // the worker sleeps meanwhile
				before := now()
				state.Store(spinning)
				p.unpark(&state)
				after := now()
				for began.Load() < before {
				}
				kept, later = append(kept, after-before), append(later, began.Load()-before)
			}
			quit.Store(1)
			state.Store(spinning)
			p.unpark(&state)
		})
		<-worker
		b.ReportMetric(median(kept), "caller-ns")
		b.ReportMetric(median(later), "begins-ns")
		b.ReportMetric(0, "ns/op")
	})
	for _, c := range []struct {
		name   string
		shared bool
	}{{"chunk=own", false}, {"chunk=stolen", true}} {
		b.Run(c.name, func(b *testing.B) {
			own, other := &chunkRange{end: 1 << 62}, &chunkRange{end: 1 << 62}
			if c.shared {
				other = own
			}
			turn := new(struct {
				_ [128]byte
				atomic.Int64
				_ [128]byte
			})
			worker := onCore(1, func() {
				for {
					switch turn.Load() {
					case 1:
						other.next(1)
						turn.Store(0)
					case 2:
						return
					}
				}
			})
			var took []int64
			<-onCore(0, func() {
				for b.Loop() {
					turn.Store(1)
					for turn.Load() == 1 {
					}
					before := now()
					own.next(1)
					took = append(took, now()-before)
				}
				turn.Store(2)
			})
			<-worker
			b.ReportMetric(median(took), "ns/chunk") // a reading of the clock included
			b.ReportMetric(0, "ns/op")
		})
	}
}

func median(list []int64) float64 {
	slices.Sort(list)
	return float64(list[len(list)/2])
}

// Package stw measures how long the runtime waits for the world to stop.
package stw

import (
	"math"
	"math/rand/v2"
	"runtime"
	"runtime/metrics"
	"testing"
	"time"
)

// Report stops the world once an iteration of b and reports the median, the 99th
// percentile and the longest of the times from the decision to stop until every
// processor has.
//
// The figures are the runtime's own histogram: timing runtime.ReadMemStats would add
// what it does with the world stopped, and the start. Its buckets are a quarter of an
// octave wide, and a figure is the upper end of one. The stops are made by ReadMemStats,
// which counts under "other", where the collector, which finds nothing to do here, cannot
// mix in.
//
// It sleeps before each stop, for longer than a call of the assembly takes, and for a
// random time: the work begins anew after a stop, so that the next one would always
// meet the beginning of a call.
func Report(b *testing.B) {
	before := waits()
	var m runtime.MemStats
	for b.Loop() {
		time.Sleep(rand.N(time.Millisecond))
		runtime.ReadMemStats(&m)
	}
	h := waits()
	for i, c := range before.Counts {
		h.Counts[i] -= c
	}
	b.ReportMetric(0, "ns/op") // mostly sleep
	b.ReportMetric(1e6*quantile(h, 0.5), "median-µs")
	b.ReportMetric(1e6*quantile(h, 0.99), "p99-µs")
	b.ReportMetric(1e6*quantile(h, 1), "worst-µs")
}

// waits returns the histogram, in seconds, of the waits since the process began.
func waits() metrics.Float64Histogram {
	s := []metrics.Sample{{Name: "/sched/pauses/stopping/other:seconds"}}
	metrics.Read(s)
	return *s[0].Value.Float64Histogram()
}

// quantile returns the upper end of the bucket in which the share q of h is reached.
func quantile(h metrics.Float64Histogram, q float64) float64 {
	var all, sum uint64
	for _, c := range h.Counts {
		all += c
	}
	for i, c := range h.Counts {
		if sum += c; c > 0 && float64(sum) >= q*float64(all) {
			return h.Buckets[i+1]
		}
	}
	return math.NaN()
}

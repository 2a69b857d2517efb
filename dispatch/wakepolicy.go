package dispatch

import "time"

// wakePolicy decides when to wake parked workers for calls too small to justify it each by
// itself: when calls follow so closely that workers, once awake, keep spinning. Where the
// workers park again all the same, it waits for twice as much work the next time.
type wakePolicy struct {
	began      time.Duration // when the last call began that found no worker spinning
	work       float64       // its work, in nanoseconds
	serialWork float64       // work done serially by the calls that followed each other closely
	backoff    float64       // wake costs to do serially first; 0 stands for minBackoff
	woken      bool          // the last call woke the workers
}

const (
	// minBackoff is the least multiple of the wake cost that calls do serially before a wake.
	// A wake costs the caller up to 50 µs, lost if the calls end just then: a twentieth.
	minBackoff = 10
	// maxBackoff bounds the multiple: one wake a second where wakes never helped.
	maxBackoff = 1e4
)

// shouldWake records a call of that much work, for which no worker spins, and reports whether
// the call should wake the workers. wakeCost is the work that justifies a wake by itself; all
// work is in nanoseconds.
func (w *wakePolicy) shouldWake(work, wakeCost float64, now time.Duration) bool {
	w.backoff = max(w.backoff, minBackoff)
	if w.woken {
		w.backoff = min(2*w.backoff, maxBackoff)
	}
	// The duration of the last call is known by its estimate only, which may be half of it.
	if now < w.began || float64(now-w.began) > 2*w.work+float64(spinTime) {
		w.serialWork = 0
	}
	w.began, w.work, w.serialWork = now, work, w.serialWork+work
	if w.woken = w.serialWork >= w.backoff*wakeCost; w.woken {
		w.serialWork = 0
	}
	return w.woken
}

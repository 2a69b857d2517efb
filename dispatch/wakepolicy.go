package dispatch

import "time"

// series tells when sleeping workers are worth waking for work that is not worth it by
// itself: when calls follow each other so closely that workers, once awake, stay so.
// If they fall asleep all the same, it waits for twice as much the next time.
type wakePolicy struct {
	began      time.Duration // when the last call began for which nobody was awake
	work       float64       // and its work, in nanoseconds
	serialWork float64       // what the calls of the series have done alone
	backoff    float64       // of the price; 0 stands for leastPatience
	woken      bool          // they were woken for the last call
}

const (
	// leastPatience times the price must have been done alone. To wake somebody costs the
	// caller up to 50 µs, which are lost if the series ends just then: a twentieth.
	minBackoff = 10
	// mostPatience bounds the factor: one wake in a second of a series that never helped.
	maxBackoff = 1e4
)

// pays reports whether a call of that much work, for which nobody is awake, should
// wake the workers, which is worth doing for work of that price. It takes note of the
// call.
func (w *wakePolicy) shouldWake(work, wakeCost float64, now time.Duration) bool {
	w.backoff = max(w.backoff, minBackoff)
	if w.woken {
		w.backoff = min(2*w.backoff, maxBackoff)
	}
	// How long the last call took is known by its estimate only, which may be half of it.
	if now < w.began || float64(now-w.began) > 2*w.work+float64(spinTime) {
		w.serialWork = 0
	}
	w.began, w.work, w.serialWork = now, work, w.serialWork+work
	if w.woken = w.serialWork >= w.backoff*wakeCost; w.woken {
		w.serialWork = 0
	}
	return w.woken
}

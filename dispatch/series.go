package dispatch

import "time"

// series tells when sleeping workers are worth waking for work that is not worth it by
// itself: when calls follow each other so closely that workers, once awake, stay so.
// If they fall asleep all the same, it waits for twice as much the next time.
type series struct {
	began  time.Duration // when the last call began for which nobody was awake
	work   float64       // and its work, in nanoseconds
	alone  float64       // what the calls of the series have done alone
	factor float64       // of the price; 0 stands for leastPatience
	woken  bool          // they were woken for the last call
}

const (
	// leastPatience times the price must have been done alone. To wake somebody costs the
	// caller up to 50 µs, which are lost if the series ends just then: a twentieth.
	leastPatience = 10
	// mostPatience bounds the factor: one wake in a second of a series that never helped.
	mostPatience = 1e4
)

// pays reports whether a call of that much work, for which nobody is awake, should
// wake the workers, which is worth doing for work of that price. It takes note of the
// call.
func (s *series) pays(work, price float64, now time.Duration) bool {
	s.factor = max(s.factor, leastPatience)
	if s.woken {
		s.factor = min(2*s.factor, mostPatience)
	}
	// How long the last call took is known by its estimate only, which may be half of it.
	if now < s.began || float64(now-s.began) > 2*s.work+float64(spinTime) {
		s.alone = 0
	}
	s.began, s.work, s.alone = now, work, s.alone+work
	if s.woken = s.alone >= s.factor*price; s.woken {
		s.alone = 0
	}
	return s.woken
}

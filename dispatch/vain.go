package dispatch

// vain tells when workers are not worth waking for work that would be worth it: when
// those who were woken came too late. That is so where goroutines of the program, or
// other programs, have all CPUs busy; to wake somebody then takes time from them.
type vain struct {
	times int // so many in succession, mostSkipped at most
	skip  int // so many jobs are done without trying
}

const (
	// mostSkipped jobs are done by their callers before waking is tried again: to wake
	// somebody in vain was seen to cost a tenth of a job.
	mostSkipped = 4
	// worthTrying is how much work, in nanoseconds, is never done without trying: to wake
	// somebody in vain costs a hundredth of it.
	worthTrying = 2_000_000
)

// tries reports whether to wake the workers for so much work.
func (v *vain) tries(work float64) bool {
	if v.skip == 0 || work >= worthTrying {
		return true
	}
	v.skip--
	return false
}

// note takes note of whether anybody who was woken has helped.
func (v *vain) note(helped bool) {
	if helped {
		*v = vain{}
		return
	}
	v.times = min(v.times+1, mostSkipped)
	v.skip = v.times
}

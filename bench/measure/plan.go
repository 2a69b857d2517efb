package measure

import (
	"fmt"
	"time"
)

// Limits say how long measuring may take.
type Limits struct {
	Rounds int           // each subject is measured once or more in each round
	Quick  time.Duration // a subject that takes less is repeated for this long in each round
	Total  time.Duration // all rounds of all subjects together, as far as it can be foreseen
}

// estimate foresees one repetition on n items: fixed + n·perItem.
type estimate struct {
	fixed   time.Duration
	perItem float64 // nanoseconds, often less than one
	cap     time.Duration
}

func (e estimate) of(n int) time.Duration {
	return e.fixed + time.Duration(float64(n)*e.perItem)
}

// inRound foresees what one round takes of it on n of full items.
func (e estimate) inRound(n, full int, quick time.Duration) time.Duration {
	t := max(e.of(n), min(quick, maxRepetitions*e.of(n)))
	if n < full {
		t += e.fixed // the empty repetition
	}
	return t
}

// plan chooses how many of the full items each subject is measured on: all of
// them if one repetition stays below the subject's cap, and a round fraction if
// not. When the sum of all that is longer than the total, every cap is lowered
// until it fits, but no further than to what is repeated anyhow, and to where
// starting would be most of what is measured. A subject that gets 0 would take
// longer than its cap, by far, for a single item.
func plan(subjects []estimate, full int, limits Limits) []int {
	sizes, least := planned(subjects, full, limits, 0)
	for factor := 1.0; factor > 1e-3; factor /= 1.25 {
		wanted, total := planned(subjects, full, limits, factor)
		// What cannot be helped is not made good by starving the others.
		if total <= max(limits.Total, least*5/4) {
			return wanted
		}
	}
	return sizes
}

// planned is the plan with all caps multiplied by factor, and what it takes.
func planned(subjects []estimate, full int, limits Limits, factor float64) (sizes []int, total time.Duration) {
	for _, e := range subjects {
		limit := max(time.Duration(float64(e.cap)*factor), limits.Quick, mostlyWork*e.fixed)
		n := share(e, full, limit)
		total += time.Duration(limits.Rounds) * e.inRound(n, full, limits.Quick)
		sizes = append(sizes, n)
	}
	return sizes, total
}

// mostlyWork is how many times what starting takes a repetition may always take:
// of a smaller part, the time could not be scaled.
const mostlyWork = 3

// tooLong is how many times its cap a single item may take before its subject is
// left out.
const tooLong = 20

// share returns full or a round fraction of it, 1/2, 1/5, 1/10, 1/20 and so on,
// whose repetition takes at most limit; or one item, or none if even that is out
// of proportion.
func share(e estimate, full int, limit time.Duration) int {
	for unit := 1; ; unit *= 10 {
		for _, divisor := range []int{unit, 2 * unit, 5 * unit} {
			n := full / divisor
			switch {
			case n >= 1 && e.of(n) <= limit:
				return n
			case n > 1:
			case e.of(1) <= tooLong*e.cap:
				return min(1, full)
			default:
				return 0
			}
		}
	}
}

// Share names the part of full that n is, "1/20", or "" for all of it.
func Share(n, full int) string {
	if n <= 0 || n >= full {
		return ""
	}
	return fmt.Sprintf("1/%d", (full+n/2)/n)
}

package report

import (
	"fmt"
	"slices"

	"sumlog/bench/sweep"
)

// Cores says what kept more workers from being worth as many, where something did: what
// a chain gains, which leaves a core idle but for one instruction at a time, beside
// what a kernel gains, which leaves nothing of it to another thread.
func (d *Document) Cores() string {
	most := func(is func(s sweep.Scaled) bool) *sweep.ScaledPoint {
		i := slices.IndexFunc(d.Scaling, func(s sweep.Scaled) bool { return is(s) && len(s.Points) > 1 })
		if i < 0 {
			return nil
		}
		return &d.Scaling[i].Points[len(d.Scaling[i].Points)-1]
	}
	chain := most(func(s sweep.Scaled) bool { return s.Chain })
	kernel := most(func(s sweep.Scaled) bool { return s.Busy })
	if chain == nil || kernel == nil {
		return ""
	}
	n, waits, works := chain.Workers, chain.SpeedUp.Median, kernel.SpeedUp.Median
	switch {
	case waits < 0.75*float64(n):
		return fmt.Sprintf("There were not %d CPUs to be had: even the chain, which is Go's own code, was only %s times as fast by %d workers. Other programs, or a quota, may have had the rest.", n, figure(waits), n)
	case waits >= 1.4*works:
		return fmt.Sprintf("The CPUs shared cores: the chain, whose multiplications wait for each other and leave a core idle, was %s times as fast by %d workers, but what keeps a core busy only %s times. Two threads of one core, or two virtual CPUs on one, do that.", figure(waits), n, figure(works))
	}
	return ""
}

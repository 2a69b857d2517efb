package regalloc

import (
	"slices"

	"sumlog/gen/ir"
)

// assignSlots shares the frame's slots among spilled values that are never needed
// at the same time.
func (a *allocator) assignSlots() {
	first, last := map[int]int{}, map[int]int{}
	var order []int
	loops := a.Loops()
	for i, o := range a.Ops {
		for _, s := range o.Src {
			if a.Values[s].Location != ir.Slot {
				continue
			}
			if _, seen := first[s]; !seen {
				first[s] = i
				order = append(order, s)
			}
			last[s] = i
			for _, l := range loops {
				if first[s] < l.First && l.First <= i && i <= l.Last {
					last[s] = max(last[s], l.Last)
				}
			}
		}
	}
	var free []int // the operation until which each slot is needed
	for _, v := range order {
		slot := slices.IndexFunc(free, func(until int) bool { return until < first[v] })
		if slot == -1 {
			slot = len(free)
			free = append(free, 0)
		}
		free[slot] = last[v]
		a.Values[v].Slot = slot
	}
	a.Slots = len(free)
}

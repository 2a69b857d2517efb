package regalloc

import (
	"slices"

	"sumlog/gen/ir"
)

// assignSlots shares the frame's slots among spilled values that are never needed
// at the same time.
func (a *allocator) assignSlots() {
	var ends []int // the position until which each slot is needed
	for _, r := range a.liveRanges(ir.Slot) {
		slot := slices.IndexFunc(ends, func(end int) bool { return end < r.start })
		if slot == -1 {
			slot = len(ends)
			ends = append(ends, 0)
		}
		ends[slot] = r.end
		a.Values[r.value].Slot = slot
	}
	a.Slots = len(ends)
}

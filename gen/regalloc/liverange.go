package regalloc

import "sumlog/gen/ir"

// liveRange is the part of the program over which a value must be kept. An
// operation at index i reads at 2i and writes at 2i+1, so that a result may take
// the register of an operand that is read for the last time.
type liveRange struct {
	value      int
	start, end int
	inner      bool // touched in a loop within another
}

// liveRanges returns the live range of every value at a location, in the order of their
// start. Branches lead forward except for those of loops, so what lies between the first and
// the last touch is enough, drawn out to the end of each loop that touches a value from
// before it.
func (a *allocator) liveRanges(at ir.Location) []*liveRange {
	of := map[int]*liveRange{}
	var list []*liveRange
	touch := func(v, pos, depth int) {
		if a.Values[v].Location != at {
			return
		}
		if of[v] == nil {
			of[v] = &liveRange{value: v, start: pos}
			list = append(list, of[v])
		}
		of[v].end = max(of[v].end, pos)
		of[v].inner = of[v].inner || depth > 1
	}
	for i, o := range a.Ops {
		for k, s := range o.Src {
			if at == ir.Register && a.Values[s].Location == at && of[s] == nil {
				a.Failf("op %d (code %d) reads value %d before it is written", i, o.Code, s)
			}
			touch(s, 2*i, o.Depth)
			if a.EarlyClobber(&o, k) {
				touch(s, 2*i+1, o.Depth)
			}
		}
		if o.Dst != ir.None {
			touch(o.Dst, 2*i+1, o.Depth)
		}
	}
	for _, l := range a.Loops() {
		for _, o := range a.Ops[l.First : l.Last+1] {
			for _, v := range append([]int{o.Dst}, o.Src...) {
				if r := of[v]; r != nil && r.start < 2*l.First {
					r.end = max(r.end, 2*l.Last+1)
				}
			}
		}
	}
	for _, r := range list {
		if v := a.Values[r.value]; r.start == r.end && at == ir.Register && v.Class != ir.General {
			a.Failf("value %d (op %d) is never used", r.value, r.start/2)
		}
	}
	return list
}

package regalloc

import (
	"maps"
	"slices"

	"sumlog/gen/ir"
)

// hoist loads constants into registers that are free in a whole loop, before it: first
// those that save most, for the outermost loop that has a register left.
func (a *allocator) hoist() {
	for {
		constant, loop, ok := a.bestToHoist()
		if !ok {
			return
		}
		r := a.NewValue(ir.Vector)
		a.Values[r].Stored = constant
		for i := loop.First; i <= loop.Last; i++ {
			for k, v := range a.Ops[i].Src {
				if v == constant {
					a.Ops[i].Replace(k, r)
				}
			}
		}
		a.Ops = slices.Insert(a.Ops, loop.First, ir.Op{
			Code: ir.Reload, Dst: r, Src: []int{constant}, Depth: a.Ops[loop.First].Depth - 1,
		})
	}
}

// bestToHoist returns the constant in memory that saves most in a register, and the loop.
func (a *allocator) bestToHoist() (constant int, loop ir.Loop, ok bool) {
	pressure := a.pressure()
	most := 0
	for _, l := range a.Loops() {
		if slices.Max(pressure[l.First:l.Last+1]) >= a.Target.Registers(ir.Vector) {
			continue
		}
		saved := a.saved(l)
		for _, v := range slices.Sorted(maps.Keys(saved)) {
			if saved[v] > most {
				constant, loop, most = v, l, saved[v]
			}
		}
	}
	return constant, loop, most > 0
}

// saved returns how much each constant in memory costs in a loop: an operand in memory,
// and where that cannot be, an instruction more. What is in a loop within runs more often.
func (a *allocator) saved(l ir.Loop) map[int]int {
	const rounds = 8
	saved := map[int]int{}
	for i := l.First; i <= l.Last; i++ {
		o := &a.Ops[i]
		times := 1
		for range o.Depth {
			times *= rounds
		}
		for k, v := range o.Src {
			if a.Values[v].Location != ir.Pool {
				continue
			}
			saved[v] += times
			if !a.Target.Folds(o, k) || a.unfolded(o) > 0 {
				saved[v] += times
			}
		}
	}
	return saved
}

// unfolded is the number of o's constants that need a register each while o runs: one at
// most is read from memory.
func (a *allocator) unfolded(o *ir.Op) (n int) {
	folds := 0
	for k, v := range o.Src {
		if a.Values[v].Location == ir.Pool {
			n++
			if a.Target.Folds(o, k) {
				folds = 1
			}
		}
	}
	return n - folds
}

// pressure returns how many vector registers each operation needs, those that it reads and
// writes included.
func (a *allocator) pressure() []int {
	at := make([]int, 2*len(a.Ops)) // reading and writing
	for i := range a.Ops {
		at[2*i] = a.unfolded(&a.Ops[i])
	}
	for _, r := range a.liveRanges() {
		if a.Values[r.value].Class == ir.Vector {
			for i := r.start; i <= r.end; i++ {
				at[i]++
			}
		}
	}
	pressure := make([]int, len(a.Ops))
	for i := range pressure {
		pressure[i] = max(at[2*i], at[2*i+1])
	}
	return pressure
}

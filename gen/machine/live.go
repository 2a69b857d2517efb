package machine

// interval is the stretch of the program over which a value must be kept. An
// operation at index i reads at 2i and writes at 2i+1, so that a result may take
// the register of an operand that is read for the last time.
type interval struct {
	value      int
	start, end int
	inner      bool // touched in a loop within another
}

// loops returns the first and last operation of each loop.
func (m *Machine) loops() [][2]int {
	begin := map[int]int{}
	last := map[int]int{}
	var order []int
	for i, o := range m.Ops {
		switch o.Code {
		case LoopBegin:
			begin[o.Imm] = i
			order = append(order, o.Imm)
		case LoopEnd, Jump:
			if _, ok := begin[o.Imm]; ok {
				last[o.Imm] = i
			}
		}
	}
	var out [][2]int
	for _, l := range order {
		out = append(out, [2]int{begin[l], last[l]})
	}
	return out
}

// intervals returns the interval of every value that needs a register, in the
// order of their start. Branches lead forward except for those of loops, so what
// lies between the first and the last touch is enough, drawn out to the end of
// each loop that reads a value from before it.
func (m *Machine) intervals() []*interval {
	of := make([]*interval, len(m.Values))
	var list []*interval
	touch := func(v, pos, depth int) {
		if m.Values[v].Home != Register {
			return
		}
		if of[v] == nil {
			of[v] = &interval{value: v, start: pos}
			list = append(list, of[v])
		}
		of[v].end = pos
		of[v].inner = of[v].inner || depth > 1
	}
	for i, o := range m.Ops {
		for k, s := range o.Src {
			if m.Values[s].Home == Register && of[s] == nil {
				m.Failf("op %d (code %d) reads value %d before it is written", i, o.Code, s)
			}
			touch(s, 2*i, o.depth)
			if m.readsLate(&o, k) {
				touch(s, 2*i+1, o.depth)
			}
		}
		if o.Dst != None {
			touch(o.Dst, 2*i+1, o.depth)
		}
	}
	for _, l := range m.loops() {
		for i := l[0]; i <= l[1]; i++ {
			o := m.Ops[i]
			values := o.Src
			if o.Dst != None {
				values = append([]int{o.Dst}, values...)
			}
			for _, v := range values {
				if iv := of[v]; iv != nil && iv.start < 2*l[0] {
					iv.end = max(iv.end, 2*l[1]+1)
				}
			}
		}
	}
	for _, iv := range list {
		if iv.start == iv.end && m.Values[iv.value].Class != General {
			m.Failf("value %d (op %d) is never used", iv.value, iv.start/2)
		}
	}
	return list
}

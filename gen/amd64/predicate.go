package amd64

import (
	"slices"

	"sumlog/gen/ir"
)

// predicate is what a mask register does to an instruction: the lanes that are not set keep what
// the result's register has, or become 0.
type predicate struct {
	mask int
	zero bool
}

// predicated are the instructions that take a mask in place of a Merge, a Masked or an And of
// their result.
var predicated = map[ir.Code][]ir.Code{
	ir.Merge:  {ir.Add, ir.Sub, ir.Mul},
	ir.Masked: {ir.Add, ir.Sub, ir.Mul},
	ir.And:    {ir.Less, ir.Equal},
}

// predicate joins operations with the Merge, the Masked or the And that alone reads their
// results: with AVX-512 that is one instruction. Registers are allocated already.
func (p *emitter) predicate() {
	p.predicates = map[int]predicate{}
	if !p.target.broadcasts {
		return
	}
	reads := map[int]int{}
	for _, o := range p.Ops {
		for _, v := range o.Src {
			reads[v]++
		}
	}
	joined := map[int]bool{}         // operations that a later one takes the place of
	results := map[int]replacement{} // by the index of the operation whose place they take
	for j := range p.Ops {
		for _, r := range p.replacements(j) {
			i := p.writer(r.value, j)
			if reads[r.value] == 1 && i >= 0 && !joined[i] &&
				slices.Contains(predicated[p.Ops[j].Code], p.Ops[i].Code) && p.keeps(i, j, r.old) {
				r.op = p.Ops[i]
				r.op.Dst = p.Ops[j].Dst
				joined[i], results[j] = true, r
				break
			}
		}
	}
	var ops []ir.Op
	for j, o := range p.Ops {
		r, replaced := results[j]
		switch {
		case joined[j]:
			continue
		case !replaced:
			ops = append(ops, o)
			continue
		case r.old != ir.None:
			ops = append(ops, ir.Op{Code: ir.Copy, Dst: o.Dst, Src: []int{r.old}})
		}
		p.predicates[len(ops)] = r.predicate
		ops = append(ops, r.op)
	}
	p.Ops = ops
}

// replacement is how one instruction does what an operation and the one before it do.
type replacement struct {
	predicate
	value, old int // the value that is joined; what the other lanes keep, or None
	op         ir.Op
}

func (p *emitter) replacements(j int) []replacement {
	o := &p.Ops[j]
	switch o.Code {
	case ir.Merge:
		return []replacement{{predicate: predicate{mask: o.Src[0]}, value: o.Src[1], old: o.Src[2]}}
	case ir.Masked:
		return []replacement{{predicate: predicate{mask: o.Src[0], zero: true}, value: o.Src[1], old: ir.None}}
	case ir.And:
		return []replacement{
			{predicate: predicate{mask: o.Src[0]}, value: o.Src[1], old: ir.None},
			{predicate: predicate{mask: o.Src[1]}, value: o.Src[0], old: ir.None},
		}
	}
	return nil
}

// writer is the operation in j's basic block that computes a value which j reads, or -1.
func (p *emitter) writer(v, j int) int {
	for i := j - 1; i >= 0 && !p.Ops[i].Branches(); i-- {
		if p.Ops[i].Dst == v {
			return i
		}
	}
	return -1
}

// keeps reports whether operation i may take the place of j: its operands are still where they
// were, and a copy of old, where one is needed, does not destroy them.
func (p *emitter) keeps(i, j, old int) bool {
	copies := old != ir.None && !p.shares(old, p.Ops[j].Dst)
	for _, s := range p.Ops[i].Src {
		if copies && p.shares(s, p.Ops[j].Dst) {
			return false
		}
		for _, o := range p.Ops[i+1 : j] {
			stored := o.Code == ir.Spill && p.shares(o.Src[1], s)
			if stored || o.Dst != ir.None && p.shares(o.Dst, s) {
				return false
			}
		}
	}
	return true
}

// shares reports whether two values are in the same register or slot.
func (p *emitter) shares(a, b int) bool {
	v, w := p.Values[a], p.Values[b]
	switch {
	case v.Location != w.Location || v.Class != w.Class || v.Location == ir.Pool:
		return false
	case v.Location == ir.Slot:
		return v.Slot == w.Slot
	}
	return v.Reg == w.Reg
}

package regalloc

import (
	"fmt"
	"math"
	"math/bits"

	"sumlog/gen/build"
	"sumlog/gen/ir"
)

// target is an instruction set of one lane, with as few registers as a test wants. An
// operation takes one operand from memory.
type target struct{ vectors, masks, general int }

func (t target) Registers(c ir.Class) int { return [...]int{t.vectors, t.masks, t.general}[c] }

func (target) Lanes() int { return 1 }

func (target) Has(ir.Code) bool { return false }

func (target) Lookup(*build.Machine, string, []uint64, int) int { panic("no tables") }

func (target) Folds(o *ir.Op, _ int) bool {
	switch o.Code {
	case ir.Add, ir.Mul, ir.MulAdd, ir.MulSub, ir.Copy:
		return true
	}
	return false
}

// loadStore is a target whose fused operations begin with the addend in the register of
// the result.
type loadStore struct{ target }

func (loadStore) Folds(o *ir.Op, src int) bool { return o.Code == ir.Copy || fused(o) && src == 2 }

func (loadStore) EarlyClobber(o *ir.Op, src int) bool { return fused(o) && src != 2 }

func fused(o *ir.Op) bool { return o.Code == ir.MulAdd || o.Code == ir.MulSub }

// place is where a value lies: a register of a class, a slot, or, before registers are
// allocated, a place of its own.
type place struct {
	kind string
	n    int
}

// interpreter runs a program on one lane. Its arithmetic is not on numbers: each
// operation mixes the bits of its operands, so that no wrong one goes unnoticed.
type interpreter struct {
	*ir.Program
	allocated bool
	args      []uint64
	memory    []uint64
	holds     map[place]uint64
}

// run returns the memory that the program leaves.
func run(p *ir.Program, allocated bool, args, memory []uint64) (left []uint64, err error) {
	defer func() {
		if e := recover(); e != nil {
			err = fmt.Errorf("%v", e)
		}
	}()
	r := &interpreter{p, allocated, args, append([]uint64(nil), memory...), map[place]uint64{}}
	at := map[int]int{} // operations by label
	for i, o := range p.Ops {
		if o.Code == ir.Label || o.Code == ir.LoopBegin {
			at[o.Imm] = i
		}
	}
	const limit = 1 << 20
	steps := 0
	for i := 0; p.Ops[i].Code != ir.Return; i++ {
		if r.step(&p.Ops[i]) {
			i = at[p.Ops[i].Imm]
		}
		if steps++; steps > limit {
			return nil, fmt.Errorf("no end after %d operations", steps)
		}
	}
	return r.memory, nil
}

func (r *interpreter) place(v int) place {
	x := r.Values[v]
	switch {
	case x.Location == ir.Slot:
		return place{"slot", x.Slot}
	case r.allocated:
		return place{fmt.Sprint("register of class ", x.Class), x.Reg}
	}
	return place{"value", v}
}

func (r *interpreter) get(v int) uint64 {
	if r.Values[v].Location == ir.Pool {
		return r.Values[v].Bits
	}
	word, ok := r.holds[r.place(v)]
	if !ok {
		panic(fmt.Sprintf("value %d is read from %v, where nothing is", v, r.place(v)))
	}
	return word
}

// step runs one operation, and reports whether it jumps.
func (r *interpreter) step(o *ir.Op) (jumps bool) {
	r.checkMemoryOperands(o)
	src := func(k int) uint64 { return r.get(o.Src[k]) }
	set := func(word uint64) { r.holds[r.place(o.Dst)] = word }
	word := func() *uint64 { return &r.memory[(src(0)+uint64(o.Imm))/8] }
	switch o.Code {
	case ir.Add, ir.Sub, ir.Mul:
		set(mix(o.Code, src(0), src(1)))
	case ir.MulAdd, ir.MulSub:
		if _, ok := r.Target.(ir.LoadStore); ok && r.allocated {
			set(src(2)) // the result begins as the addend: a factor there is lost
			set(mix(o.Code, src(0), src(1), r.get(o.Dst)))
			break
		}
		set(mix(o.Code, src(0), src(1), src(2)))
	case ir.Less:
		set(-(mix(o.Code, src(0), src(1)) & 1))
	case ir.And:
		set(src(0) & src(1))
	case ir.Or:
		set(src(0) | src(1))
	case ir.Merge:
		set(src(0)&src(1) | ^src(0)&src(2))
	case ir.Load, ir.LoadCount, ir.Broadcast:
		set(*word())
	case ir.Store:
		*word() = src(1)
	case ir.Arg:
		set(r.args[o.Imm])
	case ir.AddImm:
		set(src(0) + uint64(o.Imm))
	case ir.AddCount:
		set(src(0) + src(1))
	case ir.SubCount:
		set(src(0) - src(1))
	case ir.AddWords:
		set(src(0) + 8*src(1))
	case ir.MaxCount:
		set(uint64(max(int64(src(0)), int64(o.Imm))))
	case ir.Copy, ir.Reload:
		set(src(0))
	case ir.Spill:
		r.holds[r.place(o.Src[1])] = src(0)
	case ir.Label, ir.LoopBegin:
	case ir.JumpIfNone, ir.JumpIfZero:
		return src(0) == 0
	case ir.Jump:
		return true
	case ir.JumpIfAll:
		return src(0) == math.MaxUint64
	case ir.JumpIfUnder:
		return int64(src(0)) < int64(o.Limit)
	case ir.LoopWhile:
		return int64(src(0)) >= int64(o.Limit)
	case ir.LoopEnd:
		n := src(0) - 1
		r.holds[r.place(o.Src[0])] = n
		return n != 0
	default:
		panic(fmt.Sprintf("operation %d", o.Code))
	}
	return false
}

func mix(c ir.Code, operands ...uint64) uint64 {
	h := uint64(c) + 0x9E3779B97F4A7C15
	for _, x := range operands {
		h = bits.RotateLeft64((h^x)*0xBF58476D1CE4E5B9, 27)
	}
	return h ^ h>>31
}

// checkMemoryOperands panics where the target's instruction does not take an operand from
// memory, or takes fewer of them.
func (r *interpreter) checkMemoryOperands(o *ir.Op) {
	if !r.allocated || o.Code == ir.Spill || o.Code == ir.Reload {
		return
	}
	n := 0
	for k, v := range o.Src {
		if r.Values[v].Location == ir.Register {
			continue
		}
		if n++; n > 1 || !r.Target.Folds(o, k) {
			panic(fmt.Sprintf("operand %d of operation %d is in memory", k, o.Code))
		}
	}
}

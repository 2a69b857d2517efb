package regalloc

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"sumlog/gen/build"
	"sumlog/gen/ir"
)

// TestRandomPrograms compares what random programs leave in memory with registers
// allocated and without.
func TestRandomPrograms(t *testing.T) {
	programs := 150
	if testing.Short() {
		programs = 40
	}
	for _, on := range []build.Target{
		target{6, 0, 12},
		target{9, 0, 12},
		target{16, 0, 12},
		target{6, 7, 12},
		target{12, 7, 12},
		loadStore{target{6, 0, 12}},
		loadStore{target{9, 0, 12}},
		loadStore{target{16, 0, 12}},
	} {
		t.Run(fmt.Sprintf("%T%v", on, on), func(t *testing.T) {
			for seed := range uint64(programs) {
				t.Run("", func(t *testing.T) {
					group := 1 + int(seed%2)
					// Variables of inner loops are not spilled, nor is what one operation reads.
					variables := max(1, (on.Registers(ir.Vector)-4)/group)
					allocated(t, on, group, func(m *build.Machine) {
						randomProgram(m, rand.New(rand.NewPCG(seed, 1)), variables)
					})
				})
			}
		})
	}
}

// randomBody is a random program on its way.
type randomBody struct {
	m      *build.Machine
	rand   *rand.Rand
	p      build.P
	vars   []build.F
	values []*value // that a later operation may read
	depth  int
}

// value is what an operation returned.
type value struct {
	build.F
	read bool
}

func randomProgram(m *build.Machine, r *rand.Rand, variables int) {
	b := &randomBody{m: m, rand: r, p: m.Pointer("p")}
	for i := range 1 + r.IntN(variables) {
		b.vars = append(b.vars, m.Var(m.LoadAt(b.p, uintptr(8*i))))
	}
	b.block(4 + r.IntN(12))
	for i, v := range b.vars {
		m.StoreAt(b.p, uintptr(16*i), v)
	}
}

// block records operations whose values end with it.
func (b *randomBody) block(n int) {
	outside := len(b.values)
	for range n {
		b.step()
	}
	for _, v := range b.values[outside:] {
		if variable := b.vars[b.rand.IntN(len(b.vars))]; !v.read { // the allocator wants it to be
			b.m.Assign(variable, b.m.Add(variable, v.F))
		}
	}
	b.values = b.values[:outside]
}

func (b *randomBody) step() {
	m := b.m
	switch n := b.rand.IntN(20); {
	case n < 10:
		b.values = append(b.values, &value{F: b.operation()})
	case n < 12:
		b.values = append(b.values, &value{F: m.LoadAt(b.p, uintptr(8*b.rand.IntN(30)))})
	case n < 14:
		m.StoreAt(b.p, uintptr(8*(32+b.rand.IntN(20))), b.any())
	case n < 16: // what no operation reads the allocator refuses, so the old value is stored
		v := b.vars[b.rand.IntN(len(b.vars))]
		m.StoreAt(b.p, uintptr(8*(32+b.rand.IntN(20))), v)
		if b.rand.IntN(2) == 0 {
			m.Assign(v, b.any())
			break
		}
		next := &value{b.operation(), true}
		b.values = append(b.values, next)
		m.Assign(v, next.F)
	case b.depth > 1:
	case n < 17:
		m.IfAny(m.Less(b.any(), b.any()), b.inner)
	case n < 18:
		m.Block(func(e build.Exit) {
			b.inner()
			m.ExitIfAll(e, m.Less(b.any(), b.any()))
			b.inner()
		})
	case n < 19:
		m.Repeat(m.LoadCount(b.p, 16), b.inner)
	default:
		m.ForEachGroup(m.CopyCount(m.Count("n")), b.inner)
	}
}

func (b *randomBody) inner() {
	b.depth++
	b.block(1 + b.rand.IntN(8))
	b.depth--
}

func (b *randomBody) operation() build.F {
	m := b.m
	switch b.rand.IntN(6) {
	case 0:
		return m.Add(b.any(), b.any())
	case 1:
		return m.Sub(b.any(), b.any())
	case 2:
		return m.Mul(b.any(), b.any())
	case 3:
		return m.MulAdd(b.any(), b.any(), b.any())
	case 4:
		return m.MulSub(b.any(), b.any(), b.any())
	default:
		return m.Merge(m.Less(b.any(), b.any()), b.any(), b.any())
	}
}

// any returns a variable, a value or a constant.
func (b *randomBody) any() build.F {
	switch n := b.rand.IntN(10); {
	case n < 3:
		return b.m.Const(float64(1+b.rand.IntN(9)) / 4)
	case n < 6 || len(b.values) == 0:
		return b.vars[b.rand.IntN(len(b.vars))]
	}
	v := b.values[b.rand.IntN(len(b.values))]
	v.read = true
	return v.F
}

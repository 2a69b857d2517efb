package regalloc

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"sumlog/gen/build"
	"sumlog/gen/ir"
)

// The arguments of the tests' kernels: a pointer to words, the third of which is 3, and a
// count.
var (
	params = []string{"p", "n"}
	args   = []uint64{0, 4}
)

func words() []uint64 {
	w := make([]uint64, 64)
	for i := range w {
		w[i] = math.Float64bits(1 + float64(i*i%13)/8)
	}
	w[2] = 3
	return w
}

// allocated returns the program of a kernel with registers allocated, once it has been seen
// to leave in memory what it leaves before.
func allocated(t *testing.T, on build.Target, group int, body func(m *build.Machine)) *ir.Program {
	t.Helper()
	k := &build.Kernel{Name: "k", Params: params, Counts: params[1:], Group: group, Body: body}
	want, err := run(build.Record(k, on), false, args, words())
	if err != nil {
		t.Fatalf("%T before: %v", on, err)
	}
	p := Allocate(build.Record(k, on))
	got, err := run(p, true, args, words())
	if err != nil {
		t.Fatalf("%T %v: %v", on, on, err)
	}
	if !slices.Equal(got, want) {
		t.Fatalf("%T %v: the program leaves\n%x, want\n%x", on, on, got, want)
	}
	return p
}

// countOf returns how many operations of a code there are at that loop depth or a greater one.
func countOf(p *ir.Program, c ir.Code, depth int) (n int) {
	for _, o := range p.Ops {
		if o.Code == c && o.Depth >= depth {
			n++
		}
	}
	return n
}

// both runs a test on targets of either kind.
func both(t *testing.T, vectors int, test func(t *testing.T, on build.Target)) {
	few := target{vectors, 0, 8}
	for _, on := range []build.Target{few, loadStore{few}} {
		t.Run(fmt.Sprintf("%T", on), func(t *testing.T) { test(t, on) })
	}
}

// sums loads n values before a loop, adds each to a variable in every round, and stores
// the variable.
func sums(n int) func(*build.Machine) {
	return func(m *build.Machine) {
		p, count := m.Pointer("p"), m.Count("n")
		var values []build.F
		for i := range n {
			values = append(values, m.LoadAt(p, uintptr(8*i)))
		}
		sum := m.Var(m.Const(0))
		m.Repeat(count, func() {
			for _, v := range values {
				m.Assign(sum, m.Add(m.Mul(sum, v), v))
			}
		})
		m.Store(p, sum)
	}
}

// TestSpillInALoop has more values live around a loop than there are registers: they are
// stored once, before the loop, and read in it.
func TestSpillInALoop(t *testing.T) {
	both(t, 6, func(t *testing.T, on build.Target) {
		p := allocated(t, on, 1, sums(10))
		if n := countOf(p, ir.Spill, 1); n != 0 {
			t.Errorf("%d stores in the loop", n)
		}
		if n := countOf(p, ir.Spill, 0); n != p.Slots || n == 0 {
			t.Errorf("%d stores to %d slots", n, p.Slots)
		}
	})
}

// TestValuesLiveAroundALoop has exactly as many as there are registers.
func TestValuesLiveAroundALoop(t *testing.T) {
	both(t, 6, func(t *testing.T, on build.Target) {
		p := allocated(t, on, 1, sums(4)) // with the variable, and a sum or product
		if p.Slots != 0 {
			t.Errorf("%d slots", p.Slots)
		}
	})
}

// TestTiedOperand has an addend that dies and one that lives on: the first is where the
// result begins, the second is not lost.
func TestTiedOperand(t *testing.T) {
	body := func(m *build.Machine) {
		p := m.Pointer("p")
		a, b, c, d := m.LoadAt(p, 0), m.LoadAt(p, 8), m.LoadAt(p, 24), m.LoadAt(p, 32)
		m.StoreAt(p, 40, m.MulAdd(a, b, c))
		m.StoreAt(p, 48, m.MulSub(a, b, d))
		m.StoreAt(p, 56, d)
	}
	p := allocated(t, loadStore{target{5, 0, 8}}, 1, body)
	for _, o := range p.Ops {
		if !fused(&o) {
			continue
		}
		same := p.Values[o.Dst].Reg == p.Values[o.Src[2]].Reg
		if same != (o.Code == ir.MulAdd) {
			t.Errorf("operation %d begins in its addend's register: %v", o.Code, same)
		}
	}
}

// TestEarlyClobber has factors that die in an operation whose result begins as the addend.
func TestEarlyClobber(t *testing.T) {
	p := allocated(t, loadStore{target{4, 0, 8}}, 1, func(m *build.Machine) {
		p := m.Pointer("p")
		c := m.LoadAt(p, 24)
		m.StoreAt(p, 32, m.MulSub(m.LoadAt(p, 0), m.LoadAt(p, 8), c))
		m.StoreAt(p, 40, c)
	})
	for _, o := range p.Ops {
		for _, s := range o.Src {
			if fused(&o) && s != o.Src[2] && p.Values[s].Reg == p.Values[o.Dst].Reg {
				t.Error("the result lies in a factor's register")
			}
		}
	}
}

// TestCoalescing sees that the next value of a variable is computed in the register of the
// variable, and that an old value which is still read is not lost.
func TestCoalescing(t *testing.T) {
	both(t, 6, func(t *testing.T, on build.Target) {
		p := allocated(t, on, 1, sums(1))
		if n := countOf(p, ir.Copy, 1); n != 0 {
			t.Errorf("%d copies in the loop", n)
		}
		allocated(t, on, 1, func(m *build.Machine) {
			p := m.Pointer("p")
			a, b := m.Var(m.LoadAt(p, 0)), m.Var(m.LoadAt(p, 8))
			m.Repeat(m.Count("n"), func() { // Fibonacci's
				next := m.Add(a, b)
				m.Assign(a, b)
				m.Assign(b, next)
			})
			m.StoreAt(p, 0, a)
			m.StoreAt(p, 8, b)
		})
	})
}

// TestHoisting reads constants in a loop: as many as fit come to registers before it, and the
// inner loop's, which may have no round, before that one. No value is spilled for them.
func TestHoisting(t *testing.T) {
	body := func(m *build.Machine) {
		p, n := m.Pointer("p"), m.Count("n")
		x := m.Var(m.Load(p))
		m.ForEachGroup(n, func() {
			m.Assign(x, m.MulAdd(x, m.Const(2), m.Const(3)))
			m.Repeat(m.LoadCount(p, 16), func() { m.Assign(x, m.Add(x, m.Const(4))) })
		})
		m.Store(p, x)
	}
	for vectors, want := range map[int]struct{ hoisted, inner, outer int }{
		3: {1, 0, 2},
		4: {2, 0, 1},
	} {
		p := allocated(t, target{vectors, 0, 8}, 1, body)
		in := func(depth int) (n int) { // constants in memory, at that loop depth
			for _, o := range p.Ops {
				for _, v := range o.Src {
					if o.Depth == depth && p.Values[v].Location == ir.Pool {
						n++
					}
				}
			}
			return n
		}
		if in(0) != want.hoisted || in(1) != want.outer || in(2) != want.inner || p.Slots != 0 {
			t.Errorf("%d registers: %d constants are read before the loop, %d in it, %d in the inner "+
				"one, want %v; %d slots", vectors, in(0), in(1), in(2), want, p.Slots)
		}
	}
}

// TestMasks has more masks live than registers for vectors, which they do not take.
func TestMasks(t *testing.T) {
	p := allocated(t, target{3, 4, 8}, 1, func(m *build.Machine) {
		p := m.Pointer("p")
		var masks []build.M
		for i := range 4 {
			masks = append(masks, m.Less(m.LoadAt(p, uintptr(8*i)), m.LoadAt(p, 40)))
		}
		x := m.Var(m.Load(p))
		for _, set := range masks {
			m.Assign(x, m.Merge(set, m.Add(x, m.Const(1)), x))
			m.IfAny(set, func() { m.Assign(x, m.Mul(x, m.Const(2))) })
		}
		m.Store(p, x)
	})
	if p.Slots != 0 {
		t.Errorf("%d slots", p.Slots)
	}
}

// TestBranches assigns variables on some ways only, and leaves a block early.
func TestBranches(t *testing.T) {
	both(t, 5, func(t *testing.T, on build.Target) {
		allocated(t, on, 2, func(m *build.Machine) {
			p, n := m.Pointer("p"), m.Count("n")
			x, y := m.Var(m.Load(p)), m.Var(m.LoadAt(p, 32))
			m.Repeat(n, func() {
				m.Block(func(e build.Exit) {
					m.ExitIfAll(e, m.Less(m.Const(1e6), x))
					m.Assign(x, m.Mul(x, m.Const(3)))
					m.IfAny(m.Less(x, y), func() { m.Assign(y, m.MulSub(y, x, x)) })
				})
				m.If(m.LoadCount(p, 16), func() { m.Assign(y, m.Add(y, x)) })
			})
			m.Store(p, m.Add(x, y))
		})
	})
}

package kernels

import (
	"unsafe"

	"sumlog/gen/build"
	"sumlog/internal/generic"
)

var (
	softmax    = ofLogPair("softmax", "e^(x[j] - log)", logPair.expMinus)
	logSoftmax = ofLogPair("logSoftmax", "x[j] - log, at most 0", logPair.minus)
)

// ofLogPair is a kernel that makes something of the elements and a logarithm.
func ofLogPair(
	name, what string, f func(p logPair, m *build.Machine, x build.F) build.F,
) *build.Kernel {
	return &build.Kernel{
		Name: name,
		Doc: []string{
			name + " is",
			"",
			"	for j := range n {",
			"		dst[j] = " + what,
			"	}",
			"",
			"where log, a generic.LogPair, is the sum of two numbers. n is a whole number of groups",
			"where the target has no masks.",
		},
		Params: []string{"dst", "x", "n", "log"},
		Counts: []string{"n"},
		Group:  2,
		Body: func(m *build.Machine) {
			dst, x, n, log := m.Pointer("dst"), m.Pointer("x"), m.Count("n"), m.Pointer("log")
			p := logPair{
				m.Broadcast(log, unsafe.Offsetof(generic.LogPair{}.H)),
				m.Broadcast(log, unsafe.Offsetof(generic.LogPair{}.L)),
			}
			m.ForEach(n, func() { m.Store(dst, f(p, m, m.Load(x))) }, dst, x)
		},
	}
}

var (
	softmaxRows    = ofLogPairs("softmaxRows", "e^(x[j] - log of its row)", logPair.expMinus)
	logSoftmaxRows = ofLogPairs("logSoftmaxRows", "x[j] - log of its row, at most 0", logPair.minus)
)

// ofLogPairs is a kernel that makes something of the elements of rows and a logarithm of each.
func ofLogPairs(
	name, what string, f func(p logPair, m *build.Machine, x build.F) build.F,
) *build.Kernel {
	return &build.Kernel{
		Name: name,
		Doc: []string{
			name + " sets dst[j] to " + what + ", the sum of h[r] and l[r] for",
			"row r, for all elements of rows. The generic.RowsPlan at plan tells how long they are.",
		},
		Params: []string{"dst", "x", "h", "l", "plan", "rows"},
		Counts: []string{"rows"},
		Group:  1,
		Body: func(m *build.Machine) {
			dst, x, plan := m.Pointer("dst"), m.Pointer("x"), m.Pointer("plan")
			h, l := m.Pointer("h"), m.Pointer("l")
			m.Repeat(m.Count("rows"), func() {
				p := logPair{m.Broadcast(h, 0), m.Broadcast(l, 0)}
				// The last vector may overlap the one before, and dst may be x.
				at := m.Offset(x, 0)
				m.AddPtrCount(at, m.LoadCount(plan, unsafe.Offsetof(rowsPlan.Last)))
				last := m.Load(at)
				m.Repeat(m.LoadCount(plan, unsafe.Offsetof(rowsPlan.Vectors)), func() {
					m.Store(dst, f(p, m, m.Load(x)))
					m.AddPtr(x, 8*m.Width())
					m.AddPtr(dst, 8*m.Width())
				})
				back := m.LoadCount(plan, unsafe.Offsetof(rowsPlan.LastBack))
				m.AddPtrCount(x, back)
				m.AddPtrCount(dst, back)
				m.Store(dst, f(p, m, last))
				m.AddPtr(x, 8*m.Width())
				m.AddPtr(dst, 8*m.Width())
				m.AddPtr(h, 8)
				m.AddPtr(l, 8)
			})
		},
	}
}

// logPair is generic.LogPair.
type logPair struct{ h, l build.F }

func (p logPair) difference(m *build.Machine, x build.F) (s, e build.F) {
	s, e = twoDiff(m, x, p.h)
	e = m.Merge(m.Less(x, m.Const(generic.FarBelow)), m.Const(0), e)
	return s, m.Sub(e, p.l)
}

func (p logPair) minus(m *build.Machine, x build.F) build.F {
	v := m.Add(p.difference(m, x))
	return m.Merge(m.Less(m.Const(0), v), m.Const(0), v)
}

func (p logPair) expMinus(m *build.Machine, x build.F) build.F {
	s, e := p.difference(m, x)
	n, r := expReduce(m, s)
	r, e = fastTwoSum(m, r, e)
	q := m.Add(r, expTail(m, r, m.Add(m.Lookup(&generic.ExpR, n), e)))
	power := expScale(m, n)
	result := m.Var(m.MulAdd(power, q, power))
	m.UnlessAll(m.Less(m.Const(-generic.ExpSafe), s), func() {
		m.Commentf("small")
		k := m.AndInt(m.ShiftAllRight(m.AddInt(n, m.Int(8*scaleBias)), 3), m.Int(2*scaleBias-1))
		t := m.Lookup(&generic.ExpT, n)
		f := m.MulAdd(t, q, t)
		small := scale(m, f, m.MulAdd(t, q, m.Sub(t, f)), k)
		m.Assign(result, m.Merge(m.Less(s, m.Const(generic.ExpZero)), m.Const(0), small))
	})
	return result
}

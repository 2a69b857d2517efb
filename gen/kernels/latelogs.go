package kernels

import (
	"math"

	"sumlog/gen/build"
	"sumlog/internal/generic"
)

// lateLogs stores the logarithms of the products of each round in the next one, whose products
// do not wait for them: one round is too long for a processor to begin the next beside it.
type lateLogs struct {
	p, e    build.F // the products of the last round, 1 before the first
	to      build.P // where their logarithms belong: before the first, where its own do later
	results build.F // the sum of all logarithms, which is NaN where one is
	most    int     // factors of a product
}

func newLateLogs(m *build.Machine, dst build.P, most int) *lateLogs {
	return &lateLogs{
		m.Var(m.Const(1)), m.Var(m.Const(0)), m.Offset(dst, 0), m.UniformVar(m.Const(0)), most,
	}
}

// next stores the logarithms of the last round, and keeps products whose logarithms belong to dst.
func (l *lateLogs) next(m *build.Machine, dst build.P, all scaledPair) {
	l.store(m)
	m.SetPtr(l.to, dst)
	m.Assign(l.p, all.p)
	m.Assign(l.e, all.e)
}

func (l *lateLogs) store(m *build.Machine) {
	sum := logProduct(m, l.p, l.e, build.I{})
	if l.most > generic.RawFactors {
		small := m.Less(l.p, m.Const(generic.MinProduct))
		sum = m.Merge(small, m.Const(math.NaN()), sum)
	}
	m.Assign(l.results, m.Add(l.results, sum))
	m.Store(l.to, sum)
}

// end stores the last logarithms, and sets the parameter fallback to 1 where an element was too
// small or a result is NaN.
func (l *lateLogs) end(m *build.Machine, minBits build.F) {
	l.store(m)
	fallback := m.Pointer("fallback")
	fail := func() {
		m.Scalar(func() { m.Store(fallback, m.Reg(m.Const(1))) })
	}
	m.IfAny(m.LessInt(m.Bits(minBits), m.Int(generic.RawMin<<32)), fail)
	m.UnlessAll(m.Equal(l.results, l.results), fail)
}

package kernels

import (
	"unsafe"

	"sumlog/gen/build"
	"sumlog/internal/generic"
)

var (
	productRaw    = product("productRaw", false)
	productScaled = product("productScaled", true)
)

// product multiplies the elements of a block into its lanes: as they are, or split into
// significand and exponent.
func product(name string, splitExponents bool) *build.Kernel {
	how := "as they are"
	if splitExponents {
		how = "scaled to significands, whose exponents go to lanes.Exp"
	}
	return &build.Kernel{
		Name: name,
		Doc: []string{
			name + " is",
			"",
			"	for j := range pairs * generic.RowPair {",
			"		lanes.P[j%generic.Width+j/generic.Stripe%2*generic.Width] *= x[j]",
			"	}",
			"",
			"of the elements " + how + ".",
			"The errors of the products are in lanes.E. Then the lanes are reduced to eight. now",
			"and next are the halves of lanes.P; x begins in a stripe of now's.",
		},
		Params: []string{"lanes", "now", "next", "x", "pairs"},
		Counts: []string{"pairs"},
		Lanes:  8,
		Body: func(m *build.Machine) {
			t := &accumulator{
				m: m, lanes: m.Pointer("lanes"), splitExponents: splitExponents,
				// The least bits of what x must not fall below, in the half of a lane where it
				// stands, and the largest exponent field.
				minBits: m.Var(m.Float(m.Int(generic.Infinity | generic.Infinity>>32))),
				maxExp:  m.Var(m.Const(0)),
			}
			t.exp = m.Var(m.LoadAt(t.lanes, unsafe.Offsetof(productLanes.Exp)))
			now, next, x := m.Pointer("now"), m.Pointer("next"), m.Pointer("x")
			m.StripMine(m.Count("pairs"), generic.Stripe/generic.RowPair, func(n build.N) {
				t.multiply(now, x, n)
				m.Swap(now, next)
			})
			m.StoreAt(t.lanes, unsafe.Offsetof(productLanes.Exp), t.exp)
			t.checkRange()
			m.Commentf("reduce the lanes")
			t.reduce()
		},
	}
}

var productLanes generic.ProductLanes

// lanes8 is P and E of eight lanes from first on.
func lanes8(m *build.Machine, lanes build.P, first uintptr) (p, e build.F) {
	return m.LoadAt(lanes, unsafe.Offsetof(productLanes.P)+8*first),
		m.LoadAt(lanes, unsafe.Offsetof(productLanes.E)+8*first)
}

// mergePair is generic.multiply.
func mergePair(m *build.Machine, p, e, q, f build.F) (t, d build.F) {
	t = m.Mul(p, q)
	return t, m.MulAdd(e, q, m.MulAdd(p, f, m.MulAdd(e, f, m.MulSub(p, q, t))))
}

// accumulator is a block on its way: where its lanes are, and what is kept besides.
type accumulator struct {
	m                    *build.Machine
	lanes                build.P
	splitExponents       bool
	exp, minBits, maxExp build.F
}

// prefetchDistance is how many bytes ahead of the loads memory is asked for.
const prefetchDistance = 1024

// multiply multiplies a stripe of n pairs of rows into half of the lanes, normalises
// these, and moves x to where the stripe ends.
func (t *accumulator) multiply(half, x build.P, n build.N) {
	m := t.m
	var p, e [2]build.F
	for k := range p {
		p0, e0 := lanes8(m, half, 8*uintptr(k))
		p[k], e[k] = m.Var(p0), m.Var(e0)
	}
	m.Repeat(n, func() {
		// A product keeps so many instructions in flight that too few loads are among
		// them to cover the way to memory. Every line is asked for: asking for some
		// disturbs the processor's own guesses, and costs a third.
		m.Prefetch(x, prefetchDistance, 8*generic.RowPair)
		for k := range p {
			product := p[k]
			for row := range uintptr(2) {
				v := m.LoadAt(x, 8*(row*generic.Width+8*uintptr(k)))
				if t.splitExponents {
					v = significand(m, v, t.exp, t.minBits, t.maxExp)
				} else {
					m.Assign(t.minBits, m.Float(m.MinInt32(m.Bits(t.minBits), m.Bits(v))))
				}
				next := m.Mul(product, v)
				m.Assign(e[k], m.MulAdd(e[k], v, m.MulSub(product, v, next)))
				product = next
			}
			m.Assign(p[k], product)
		}
		m.AddPtr(x, 8*generic.RowPair)
	})
	for k := range p {
		addTo(m, t.exp, normalize(m, p[k], e[k], t.maxExp))
		m.StoreAt(half, unsafe.Offsetof(productLanes.P)+8*8*uintptr(k), p[k])
		m.StoreAt(half, unsafe.Offsetof(productLanes.E)+8*8*uintptr(k), e[k])
	}
}

// checkRange sets Fallback where the lanes cannot be trusted.
func (t *accumulator) checkRange() {
	m := t.m
	limit := generic.RawMin << 32
	if t.splitExponents {
		limit = 1
	}
	// Nor may a field be the largest of a finite number: 2^-1023 would scale it.
	bad := m.Or(
		m.LessInt(m.Bits(t.minBits), m.Int(uint64(limit))),
		m.LessInt(m.Int(generic.Infinity>>52-2), m.Bits(t.maxExp)))
	m.IfAny(bad, func() { m.StoreAt(t.lanes, unsafe.Offsetof(productLanes.Fallback), m.Const(1)) })
}

// reduce merges the lanes until eight are left.
func (t *accumulator) reduce() {
	m := t.m
	p, e := lanes8(m, t.lanes, 0)
	q, f := lanes8(m, t.lanes, 16)
	p, e = mergePair(m, p, e, q, f)
	p1, e1 := lanes8(m, t.lanes, 8)
	q, f = lanes8(m, t.lanes, 24)
	p1, e1 = mergePair(m, p1, e1, q, f)
	p, e = mergePair(m, p, e, p1, e1)
	m.StoreAt(t.lanes, unsafe.Offsetof(productLanes.ReducedP), p)
	m.StoreAt(t.lanes, unsafe.Offsetof(productLanes.ReducedE), e)
}

// significand returns x's and adds its exponent to exp. minBits sinks to 0 or maxExp
// rises beyond a finite number's where x has no significand to speak of: zero and
// subnormal, infinite, NaN and negative.
func significand(m *build.Machine, x, exp, minBits, maxExp build.F) build.F {
	u := m.Bits(x)
	field := m.ShiftAllRight(u, 52)
	m.Assign(minBits, m.Float(m.MinInt32(m.Bits(minBits), field)))
	addTo(m, exp, exponentOf(m, field, maxExp))
	return mantissa(m, u)
}

// exponentOf is an exponent field less its bias. maxExp keeps the largest field.
func exponentOf(m *build.Machine, field build.I, maxExp build.F) build.I {
	const minusBias = 1<<64 - 1023
	m.Assign(maxExp, m.Float(m.MaxUint32(m.Bits(maxExp), field)))
	return m.AddInt(field, m.Int(minusBias))
}

// addTo adds to a variable that holds integers.
func addTo(m *build.Machine, v build.F, n build.I) {
	m.Assign(v, m.Float(m.AddInt(m.Bits(v), n)))
}

// mantissa is the number from 1 to 2 with the mantissa of u.
func mantissa(m *build.Machine, u build.I) build.F {
	return m.Float(m.OrInt(m.AndInt(u, m.Int(generic.MantissaMask)), m.Int(generic.OneBits)))
}

// normalize is generic's Product.normalize. It returns the exponents that it took from p.
func normalize(m *build.Machine, p, e, maxExp build.F) build.I {
	u := m.Bits(p)
	exp := exponentOf(m, m.ShiftAllRight(u, 52), maxExp)
	scale := m.SubInt(m.Int(2046<<52), m.AndInt(u, m.Int(generic.Infinity)))
	m.Assign(e, m.Mul(e, m.Float(scale)))
	m.Assign(p, mantissa(m, u))
	return exp
}

package kernels

import (
	"unsafe"

	"sumlog/gen/machine"
	"sumlog/internal/generic"
)

var (
	productRaw  = product("productRaw", false)
	productTame = product("productTame", true)
)

// product multiplies the elements of a block into its lanes: as they are, or with
// significand and exponent apart.
func product(name string, apart bool) *machine.Kernel {
	how := "as they are"
	if apart {
		how = "their exponents apart"
	}
	return &machine.Kernel{
		Name: name,
		Doc: []string{
			name + " is",
			"",
			"	for j := range pairs * generic.Pair {",
			"		lanes.P[j%generic.Width+j/generic.Stretch%2*generic.Width] *= x[j]",
			"	}",
			"",
			"of the elements " + how + ", with the errors of the products in lanes.E; then it",
			"joins the lanes down to eight. now and next are the halves of lanes.P; x begins in a",
			"stretch of now's.",
		},
		Params: []string{"lanes", "now", "next", "x", "pairs"},
		Counts: []string{"pairs"},
		Lanes:  8,
		Body: func(m *machine.Machine) {
			t := &tally{
				m: m, lanes: m.Pointer("lanes"), apart: apart,
				// The least of what x must not fall below, in the half of a lane where it
				// stands, and the largest exponent field.
				least: m.Var(m.Float(m.Int(generic.Infinity | generic.Infinity>>32))),
				top:   m.Var(m.Const(0)),
			}
			t.exp = m.Var(m.LoadAt(t.lanes, unsafe.Offsetof(productLanes.Exp)))
			now, next, x := m.Pointer("now"), m.Pointer("next"), m.Pointer("x")
			m.Chunks(m.Count("pairs"), generic.Stretch/generic.Pair, func(n machine.N) {
				t.multiply(now, x, n)
				m.Exchange(now, next)
			})
			m.StoreAt(t.lanes, unsafe.Offsetof(productLanes.Exp), t.exp)
			t.judge()
			m.Notef("join")
			t.join()
		},
	}
}

var productLanes generic.ProductLanes

// lanes8 is P and E of eight lanes from first on.
func lanes8(m *machine.Machine, lanes machine.P, first uintptr) (p, e machine.F) {
	return m.LoadAt(lanes, unsafe.Offsetof(productLanes.P)+8*first),
		m.LoadAt(lanes, unsafe.Offsetof(productLanes.E)+8*first)
}

// join is generic.multiply.
func join(m *machine.Machine, p, e, q, f machine.F) (t, d machine.F) {
	t = m.Mul(p, q)
	return t, m.FMA(e, q, m.FMA(p, f, m.FMA(e, f, m.FMS(p, q, t))))
}

// tally is a block on its way: where its lanes are, and what is kept besides.
type tally struct {
	m               *machine.Machine
	lanes           machine.P
	apart           bool
	exp, least, top machine.F
}

// ahead is how many bytes are asked for before they are needed.
const ahead = 1024

// multiply multiplies a stretch of n pairs of rows into half of the lanes, normalises
// these, and moves x to where the stretch ends.
func (t *tally) multiply(half, x machine.P, n machine.N) {
	m := t.m
	var p, e [2]machine.F
	for k := range p {
		p0, e0 := lanes8(m, half, 8*uintptr(k))
		p[k], e[k] = m.Var(p0), m.Var(e0)
	}
	m.Repeat(n, func() {
		// A product keeps so many instructions in flight that too few loads are among
		// them to cover the way to memory. Every line is asked for: asking for some
		// disturbs the processor's own guesses, and costs a third.
		m.Prefetch(x, ahead, 8*generic.Pair)
		for k := range p {
			product := p[k]
			for row := range uintptr(2) {
				v := m.LoadAt(x, 8*(row*generic.Width+8*uintptr(k)))
				if t.apart {
					v = significand(m, v, t.exp, t.least, t.top)
				} else {
					m.Assign(t.least, m.Float(m.MinInt32(m.Bits(t.least), m.Bits(v))))
				}
				next := m.Mul(product, v)
				m.Assign(e[k], m.FMA(e[k], v, m.FMS(product, v, next)))
				product = next
			}
			m.Assign(p[k], product)
		}
		m.Step(x, 8*generic.Pair)
	})
	for k := range p {
		addTo(m, t.exp, normalise(m, p[k], e[k], t.top))
		m.StoreAt(half, unsafe.Offsetof(productLanes.P)+8*8*uintptr(k), p[k])
		m.StoreAt(half, unsafe.Offsetof(productLanes.E)+8*8*uintptr(k), e[k])
	}
}

// judge sets Bad where the lanes cannot be trusted.
func (t *tally) judge() {
	m := t.m
	limit := generic.RawMin << 32
	if t.apart {
		limit = 1
	}
	// Nor may a field be the largest of a finite number: 2^-1023 would scale it.
	bad := m.Or(
		m.LessInt(m.Bits(t.least), m.Int(uint64(limit))),
		m.LessInt(m.Int(generic.Infinity>>52-2), m.Bits(t.top)))
	m.IfAny(bad, func() { m.StoreAt(t.lanes, unsafe.Offsetof(productLanes.Bad), m.Const(1)) })
}

// join joins the lanes down to eight.
func (t *tally) join() {
	m := t.m
	p, e := lanes8(m, t.lanes, 0)
	q, f := lanes8(m, t.lanes, 16)
	p, e = join(m, p, e, q, f)
	p1, e1 := lanes8(m, t.lanes, 8)
	q, f = lanes8(m, t.lanes, 24)
	p1, e1 = join(m, p1, e1, q, f)
	p, e = join(m, p, e, p1, e1)
	m.StoreAt(t.lanes, unsafe.Offsetof(productLanes.JoinP), p)
	m.StoreAt(t.lanes, unsafe.Offsetof(productLanes.JoinE), e)
}

// significand returns x's and adds its exponent to exp. least sinks to 0 or top
// rises beyond a finite number's where x has no significand to speak of: zero and
// subnormal, infinite, NaN and negative.
func significand(m *machine.Machine, x, exp, least, top machine.F) machine.F {
	u := m.Bits(x)
	field := m.ShiftRight(u, 52)
	m.Assign(least, m.Float(m.MinInt32(m.Bits(least), field)))
	addTo(m, exp, exponentOf(m, field, top))
	return mantissa(m, u)
}

// exponentOf is an exponent field less its bias. top keeps the largest field.
func exponentOf(m *machine.Machine, field machine.I, top machine.F) machine.I {
	const minusBias = 1<<64 - 1023
	m.Assign(top, m.Float(m.MaxUint32(m.Bits(top), field)))
	return m.AddInt(field, m.Int(minusBias))
}

// addTo adds to a variable that holds integers.
func addTo(m *machine.Machine, v machine.F, n machine.I) {
	m.Assign(v, m.Float(m.AddInt(m.Bits(v), n)))
}

// mantissa is the number from 1 to 2 with the mantissa of u.
func mantissa(m *machine.Machine, u machine.I) machine.F {
	return m.Float(m.OrInt(m.AndInt(u, m.Int(generic.MantissaMask)), m.Int(generic.One)))
}

// normalise is generic's Product.normal. It returns the exponents that it took from p.
func normalise(m *machine.Machine, p, e, top machine.F) machine.I {
	u := m.Bits(p)
	exp := exponentOf(m, m.ShiftRight(u, 52), top)
	scale := m.SubInt(m.Int(2046<<52), m.AndInt(u, m.Int(generic.Infinity)))
	m.Assign(e, m.Mul(e, m.Float(scale)))
	m.Assign(p, mantissa(m, u))
	return exp
}

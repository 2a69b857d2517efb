package kernels

import (
	"unsafe"

	"sumlog/gen/machine"
	"sumlog/kernel/generic"
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
			"		lanes.P[j%generic.Lanes] *= x[j]",
			"	}",
			"",
			"of the elements " + how + ", with the errors of the products in lanes.E; then it",
			"joins the lanes down to eight.",
		},
		Params: []string{"lanes", "x", "pairs"},
		Counts: []string{"pairs"},
		Lanes:  8,
		Body: func(m *machine.Machine) {
			lanes := m.Pointer("lanes")
			for half := range uintptr(2) { // all four quarters do not fit sixteen registers
				m.Notef("lanes %d to %d", 16*half, 16*half+15)
				multiplyHalf(m, lanes, 16*half, apart)
			}
			m.Notef("join")
			p, e := lanes8(m, lanes, 0)
			q, f := lanes8(m, lanes, 16)
			p, e = join(m, p, e, q, f)
			p1, e1 := lanes8(m, lanes, 8)
			q, f = lanes8(m, lanes, 24)
			p1, e1 = join(m, p1, e1, q, f)
			p, e = join(m, p, e, p1, e1)
			m.StoreAt(lanes, unsafe.Offsetof(productLanes.JoinP), p)
			m.StoreAt(lanes, unsafe.Offsetof(productLanes.JoinE), e)
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

// multiplyHalf multiplies sixteen of each row's elements into their lanes.
func multiplyHalf(m *machine.Machine, lanes machine.P, first uintptr, apart bool) {
	x, pairs := m.Pointer("x"), m.Count("pairs")
	if first > 0 {
		m.Step(x, int(8*first))
	}
	var p, e [2]machine.F
	for k := range p {
		p0, e0 := lanes8(m, lanes, first+8*uintptr(k))
		p[k], e[k] = m.Var(p0), m.Var(e0)
	}
	exp := m.Var(m.LoadAt(lanes, unsafe.Offsetof(productLanes.Exp)))
	// The least of what x must not fall below, in the half of a lane where it
	// stands, and the largest exponent field.
	least := m.Var(m.Float(m.Int(generic.Infinity | generic.Infinity>>32)))
	top := m.Var(m.Const(0))

	m.Chunks(pairs, generic.PairRows, func(n machine.N) {
		m.Repeat(n, func() {
			for k := range p {
				t := p[k]
				for row := range uintptr(2) {
					v := m.LoadAt(x, 8*(row*generic.Lanes+8*uintptr(k)))
					if apart {
						v = significand(m, v, exp, least, top)
					} else {
						m.Assign(least, m.Float(m.MinInt32(m.Bits(least), m.Bits(v))))
					}
					next := m.Mul(t, v)
					m.Assign(e[k], m.FMA(e[k], v, m.FMS(t, v, next)))
					t = next
				}
				m.Assign(p[k], t)
			}
			m.Step(x, 8*generic.Pair)
		})
		for k := range p {
			normalise(m, p[k], e[k], exp, top)
		}
	})
	for k := range p {
		m.StoreAt(lanes, unsafe.Offsetof(productLanes.P)+8*(first+8*uintptr(k)), p[k])
		m.StoreAt(lanes, unsafe.Offsetof(productLanes.E)+8*(first+8*uintptr(k)), e[k])
	}
	m.StoreAt(lanes, unsafe.Offsetof(productLanes.Exp), exp)
	bad := func(set machine.M) {
		m.IfAny(set, func() { m.StoreAt(lanes, unsafe.Offsetof(productLanes.Bad), m.Const(1)) })
	}
	limit := generic.RawMin << 32
	if apart {
		limit = 1
	}
	bad(m.LessInt(m.Bits(least), m.Int(uint64(limit))))
	// Nor may a field be the largest of a finite number: 2^-1023 would scale it.
	bad(m.LessInt(m.Int(generic.Infinity>>52-2), m.Bits(top)))
}

// significand returns x's and adds its exponent to exp. least sinks to 0 or top
// rises beyond a finite number's where x has no significand to speak of: zero and
// subnormal, infinite, NaN and negative.
func significand(m *machine.Machine, x, exp, least, top machine.F) machine.F {
	u := m.Bits(x)
	field := m.ShiftRight(u, 52)
	m.Assign(least, m.Float(m.MinInt32(m.Bits(least), field)))
	addExponent(m, exp, top, field)
	return mantissa(m, u)
}

// addExponent adds an exponent field to exp, less its bias; top keeps the largest.
func addExponent(m *machine.Machine, exp, top machine.F, field machine.I) {
	const minusBias = 1<<64 - 1023
	m.Assign(top, m.Float(m.MaxUint32(m.Bits(top), field)))
	m.Assign(exp, m.Float(m.AddInt(m.Bits(exp), m.AddInt(field, m.Int(minusBias)))))
}

// mantissa is the number from 1 to 2 with the mantissa of u.
func mantissa(m *machine.Machine, u machine.I) machine.F {
	return m.Float(m.OrInt(m.AndInt(u, m.Int(generic.MantissaMask)), m.Int(generic.One)))
}

// normalise is generic's Product.normal.
func normalise(m *machine.Machine, p, e, exp, top machine.F) {
	u := m.Bits(p)
	addExponent(m, exp, top, m.ShiftRight(u, 52))
	scale := m.SubInt(m.Int(2046<<52), m.AndInt(u, m.Int(generic.Infinity)))
	m.Assign(e, m.Mul(e, m.Float(scale)))
	m.Assign(p, mantissa(m, u))
}

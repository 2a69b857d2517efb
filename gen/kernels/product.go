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

// product multiplies the elements of a block: as they are, or split into significand and
// exponent.
func product(name string, splitExponents bool) *build.Kernel {
	how := "as they are"
	if splitExponents {
		how = "scaled to significands, whose exponents are added up"
	}
	return &build.Kernel{
		Name: name,
		Doc: []string{
			name + " is",
			"",
			"	block.P, block.E, block.Exp = generic.ProductOf(x, then the tail)",
			"	block.Log = block.Product().Log()",
			"",
			"of the elements " + how + ". The block, a generic.ProductBlock, tells how many",
			"there are; mask points into generic.TailMask, and lanes to generic.ProductLanes.",
		},
		Params: []string{"block", "lanes", "x", "tail", "mask"},
		Lanes:  8,
		Body: func(m *build.Machine) {
			t := &accumulator{
				m: m, block: m.Pointer("block"), lanes: m.Pointer("lanes"),
				splitExponents: splitExponents,
				exp:            m.UniformVar(m.Const(0)),
				// The least bits of what x must not fall below, in the half of a lane where it
				// stands, and the largest exponent field.
				minBits: m.UniformVar(m.Float(m.Int(generic.Infinity | generic.Infinity>>32))),
				maxExp:  m.UniformVar(m.Const(0)),
			}
			t.start()
			x, tail, mask := m.Pointer("x"), m.Pointer("tail"), m.Pointer("mask")
			m.Repeat(t.count(unsafe.Offsetof(productBlock.Both)), func() { t.bothHalves(x) })
			for h := range t.p {
				offset := 8 * uintptr(h)
				t.use(h)
				m.Repeat(t.count(unsafe.Offsetof(productBlock.Rows)+offset), func() {
					t.multiply(h, loadFrom(m, x, 0))
					m.AddPtr(x, 8*generic.RowPair)
				})
				m.If(t.count(unsafe.Offsetof(productBlock.Tail)+offset), func() {
					t.multiply(h, loadTail(m, tail, mask))
				})
				t.normalize(h)
			}
			t.finish()
		},
	}
}

var (
	productBlock generic.ProductBlock
	productLanes generic.ProductLanes
)

// mergePair is generic.multiply.
func mergePair(m *build.Machine, p, e, q, f build.F) (t, d build.F) {
	t = m.Mul(p, q)
	return t, m.MulAdd(e, q, m.MulAdd(p, f, m.MulAdd(e, f, m.MulSub(p, q, t))))
}

// accumulator is a block on its way: the two halves of its lanes, and what is kept besides.
type accumulator struct {
	m                    *build.Machine
	block, lanes         build.P
	splitExponents       bool
	p, e                 [2][2]build.F
	inMemory             bool // one of the halves is: the one that is not used
	used                 int
	exp, minBits, maxExp build.F
}

// FactorsARound is how many elements the loop of a product takes a round, for vectors of so
// many lanes: a pair of rows for one half of its lanes, or one for each where both halves are
// in registers.
func FactorsARound(lanes int) int {
	if lanes == generic.Row8 {
		return 2 * generic.RowPair
	}
	return generic.RowPair
}

// start makes all lanes 1. Where registers are too few for both halves, they are the same
// variables, and use loads them.
func (t *accumulator) start() {
	m := t.m
	for h := range t.p {
		if h == 1 && FactorsARound(m.Width()) == generic.RowPair {
			t.p[1], t.e[1] = t.p[0], t.e[0]
			t.inMemory = true
			t.store(1)
			break
		}
		for k := range t.p[h] {
			t.p[h][k], t.e[h][k] = m.Var(m.Const(1)), m.Var(m.Const(0))
		}
	}
}

// use brings half of the lanes to registers, where the other one is, or both are.
func (t *accumulator) use(half int) {
	if !t.inMemory || half == t.used {
		return
	}
	t.store(t.used)
	for k := range t.p[half] {
		p, e := t.load(half, k)
		t.m.Assign(t.p[half][k], p)
		t.m.Assign(t.e[half][k], e)
	}
	t.used = half
}

func (t *accumulator) store(half int) {
	for k := range t.p[half] {
		at := lanesAt(half, k)
		t.m.StoreAt(t.lanes, at+unsafe.Offsetof(productLanes[0].P), t.p[half][k])
		t.m.StoreAt(t.lanes, at+unsafe.Offsetof(productLanes[0].E), t.e[half][k])
	}
}

func (t *accumulator) load(half, k int) (p, e build.F) {
	at := lanesAt(half, k)
	return t.m.LoadAt(t.lanes, at+unsafe.Offsetof(productLanes[0].P)),
		t.m.LoadAt(t.lanes, at+unsafe.Offsetof(productLanes[0].E))
}

func lanesAt(half, k int) uintptr {
	return uintptr(half)*unsafe.Sizeof(productLanes[0]) + 8*8*uintptr(k)
}

// count is a field of the block.
func (t *accumulator) count(offset uintptr) build.N { return t.m.LoadCount(t.block, offset) }

// prefetchDistance is how many bytes ahead of the loads memory is asked for.
const prefetchDistance = 1024

// bothHalves multiplies a stripe into either half and moves x behind them.
func (t *accumulator) bothHalves(x build.P) {
	m := t.m
	stripe := func(body func()) { m.Repeat(t.count(unsafe.Offsetof(productBlock.Stripe)), body) }
	// A product keeps so many instructions in flight that too few loads are among
	// them to cover the way to memory. Every line is asked for: asking for some
	// disturbs the processor's own guesses, and costs a third.
	next := func() {
		m.Prefetch(x, prefetchDistance, 8*generic.RowPair)
		m.AddPtr(x, 8*generic.RowPair)
	}
	if !t.inMemory {
		// Side by side: twice as many chains of multiplications.
		stripe(func() {
			t.multiply(0, loadFrom(m, x, 0))
			t.multiply(1, loadFrom(m, x, 8*generic.Stripe))
			next()
		})
		m.AddPtr(x, 8*generic.Stripe)
		t.normalize(0)
		t.normalize(1)
		return
	}
	for h := range t.p {
		t.use(h)
		stripe(func() {
			t.multiply(h, loadFrom(m, x, 0))
			next()
		})
		t.normalize(h)
	}
	t.use(0)
}

// loadFrom returns the elements that many bytes behind x, and those a further offset on.
func loadFrom(m *build.Machine, x build.P, behind uintptr) func(offset uintptr) build.F {
	return func(offset uintptr) build.F { return m.LoadAt(x, behind+offset) }
}

// loadTail returns the elements of a tail, and ones behind them.
func loadTail(m *build.Machine, tail, mask build.P) func(offset uintptr) build.F {
	return func(offset uintptr) build.F {
		set := m.LessInt(m.Bits(m.LoadAt(mask, offset)), m.Int(0))
		return m.Merge(set, m.LoadWhere(set, tail, offset), m.Const(1))
	}
}

// multiply multiplies a pair of rows into half of the lanes.
func (t *accumulator) multiply(half int, load func(offset uintptr) build.F) {
	m := t.m
	for k := range t.p[half] {
		p, e := t.p[half][k], t.e[half][k]
		product := p
		for row := range uintptr(2) {
			v := load(8 * (row*generic.Width + 8*uintptr(k)))
			if t.splitExponents {
				v = significand(m, v, t.exp, t.minBits, t.maxExp)
			} else {
				m.Accumulate(t.minBits, m.MinInt32, m.Bits(v))
			}
			next := m.Mul(product, v)
			m.Assign(e, m.MulAdd(e, v, m.MulSub(product, v, next)))
			product = next
		}
		m.Assign(p, product)
	}
}

// normalize normalises half of the lanes.
func (t *accumulator) normalize(half int) {
	for k := range t.p[half] {
		addTo(t.m, t.exp, normalize(t.m, t.p[half][k], t.e[half][k], t.maxExp))
	}
}

// finish merges the lanes and stores the results.
func (t *accumulator) finish() {
	m := t.m
	limit := generic.RawMin << 32
	if t.splitExponents {
		limit = 1
	}
	// Nor may a field be the largest of a finite number: 2^-1023 would scale it.
	bad := m.Or(
		m.LessInt(m.Bits(t.minBits), m.Int(uint64(limit))),
		m.LessInt(m.Int(generic.Infinity>>52-2), m.Bits(t.maxExp)))
	m.IfAny(bad, func() {
		m.Scalar(func() { m.StoreAt(t.block, unsafe.Offsetof(productBlock.Fallback), m.Reg(m.Const(1))) })
	})

	var lanes [2]scaledPair // of 8: i and i+16, then i+8
	for k := range lanes {
		p, e := t.p[0][k], t.e[0][k]
		if t.inMemory {
			p, e = t.load(0, k)
		}
		lanes[k].p, lanes[k].e = mergePair(m, p, e, t.p[1][k], t.e[1][k])
	}
	p, e := mergePair(m, lanes[0].p, lanes[0].e, lanes[1].p, lanes[1].e)
	all := scaledPair{p: p, e: e}.foldLanes(m)
	all.exp = m.Bits(t.exp)
	m.Scalar(func() {
		for half := m.Width() / 2; half > 0; half /= 2 {
			all = all.transposeReduce(m, all, half)
		}
		p, e := m.Var(all.p), m.Var(all.e)
		exp := m.AddInt(all.exp, normalize(m, p, e, m.Var(m.Const(0))))
		m.StoreAt(t.block, unsafe.Offsetof(productBlock.P), p)
		m.StoreAt(t.block, unsafe.Offsetof(productBlock.E), e)
		m.StoreAt(t.block, unsafe.Offsetof(productBlock.Exp), m.Float(exp))
		m.If(t.count(unsafe.Offsetof(productBlock.WantLog)), func() {
			m.StoreAt(t.block, unsafe.Offsetof(productBlock.Log), logProduct(m, p, e, exp))
		})
	})
}

// significand returns x's and adds its exponent to exp. minBits sinks to 0 or maxExp
// rises beyond a finite number's where x has no significand to speak of: zero and
// subnormal, infinite, NaN and negative.
func significand(m *build.Machine, x, exp, minBits, maxExp build.F) build.F {
	u := m.Bits(x)
	field := m.ShiftAllRight(u, 52)
	m.Accumulate(minBits, m.MinInt32, field)
	addTo(m, exp, exponentOf(m, field, maxExp))
	return mantissa(m, u)
}

// exponentOf is an exponent field less its bias. maxExp keeps the largest field.
func exponentOf(m *build.Machine, field build.I, maxExp build.F) build.I {
	const minusBias = 1<<64 - 1023
	m.Accumulate(maxExp, m.MaxUint32, field)
	return m.AddInt(field, m.Int(minusBias))
}

// addTo adds to a variable that holds integers.
func addTo(m *build.Machine, v build.F, n build.I) {
	m.Accumulate(v, m.AddInt, n)
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

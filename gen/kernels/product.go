package kernels

import (
	"unsafe"

	"sumlog/gen/build"
	"sumlog/internal/generic"
)

var (
	productRaw    = product("productRaw", factors{})
	productMasked = product("productMasked", factors{maskZeros: true})
	productScaled = product("productScaled", factors{splitExponents: true})

	productFloat32 = product("productFloat32", factors{float32: true})
)

// factors are what a product makes of the elements of a block: the elements themselves where
// all are false.
type factors struct {
	maskZeros      bool // 1 in place of 0
	splitExponents bool // significands, and exponents apart
	onePlus        bool // 1 + x, as generic's rawProductOf1p
	float32        bool // elements of that type, but float64 in the tail
}

// size is how many bytes an element has.
func (f factors) size() int {
	if f.float32 {
		return 4
	}
	return 8
}

// product multiplies the elements of a block.
func product(name string, f factors) *build.Kernel {
	how := "as they are, which may fail: see generic.ProductBlock"
	switch {
	case f.float32:
		how = "as they are, float32 but for the tail's, which may fail in the same way"
	case f.maskZeros:
		how = "with 1 in place of 0, which may fail in the same way"
	case f.splitExponents:
		how = "split into significands and exponents"
	case f.onePlus:
		how = "with 1 added to each, which may fail in the same way"
	}
	return &build.Kernel{
		Name: name,
		Doc: []string{
			name + " is",
			"",
			"	block.P, block.E, block.Exp = generic.ProductOf(x, then the tail)",
			"	block.Log = block.Product().Log()",
			"",
			"of the elements " + how + ". The block,",
			"a generic.ProductBlock, tells how many there are; mask points into generic.TailMask,",
			"lanes to generic.ProductLanes, special to generic.ProductSpecial or, where elements",
			"are not split, nowhere.",
		},
		Params: []string{"block", "lanes", "x", "tail", "mask", "special"},
		Lanes:  8,
		Body: func(m *build.Machine) {
			t := &accumulator{
				m: m, block: m.Pointer("block"), lanes: m.Pointer("lanes"),
				special: m.Pointer("special"),
				factors: f,
				exp:     m.UniformVar(m.Const(0)),
			}
			if !f.splitExponents {
				// The least bits of x or, of 1 + x, of lanes, in the half where it stands.
				largest := m.Float(m.Int(generic.Infinity | generic.Infinity>>32))
				t.minBits = m.UniformVar(largest)
				t.minElement = t.minBits
				if f.maskZeros {
					t.minElement = m.UniformVar(largest)
				}
			}
			switch {
			case f.onePlus:
				t.maxBits = m.UniformVar(m.Const(0))
			case !f.splitExponents:
				t.maxExp = m.UniformVar(m.Const(0))
			}
			t.start()
			x, tail, mask := m.Pointer("x"), m.Pointer("tail"), m.Pointer("mask")
			m.Repeat(t.count(unsafe.Offsetof(productBlock.Both)), func() { t.bothHalves(x) })
			for h := range t.p {
				offset := 8 * uintptr(h)
				t.use(h)
				m.Repeat(t.count(unsafe.Offsetof(productBlock.Rows)+offset), func() {
					t.multiply(h, t.loadFrom(x))
					m.AddPtr(x, t.size()*generic.RowPair)
				})
				m.If(t.count(unsafe.Offsetof(productBlock.Tail)+offset), func() {
					t.multiply(h, loadTail(m, tail, mask, t.neutral()))
				})
				t.normalize(h)
			}
			t.finish()
		},
	}
}

var (
	productBlock   generic.ProductBlock
	productLanes   generic.ProductLanes
	productSpecial generic.ProductSpecial
)

// mergePair is generic.multiply.
func mergePair(m *build.Machine, p, e, q, f build.F) (t, d build.F) {
	t = m.Mul(p, q)
	return t, m.MulAdd(e, q, m.MulAdd(p, f, m.MulAdd(e, f, m.MulSub(p, q, t))))
}

// accumulator is a block on its way: the two halves of its lanes, and what is kept besides.
type accumulator struct {
	m                     *build.Machine
	block, lanes, special build.P
	factors
	p, e         [2][2]build.F
	inMemory     bool // one of the halves is: the one that is not used
	used         int
	exp, minBits build.F
	minElement   build.F // minBits of the elements before zeros are masked
	maxExp       build.F // the largest exponent field of a lane
	maxBits      build.F // or the largest bits of 1 + x, which bound the lanes: see generic
}

// start makes all lanes 1. Where registers are too few for both halves, they are the same
// variables, and use loads them.
func (t *accumulator) start() {
	m := t.m
	for h := range t.p {
		if h == 1 && m.Width() < generic.Row8 {
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

// prefetchDistance is how many bytes ahead of the loads memory is asked for. A stripe of each half
// of the lanes takes 4 KiB, so that it reaches into the pair that comes next.
const prefetchDistance = 5 << 10

// bothHalves multiplies a stripe into one half and the next stripe into the other, and moves x
// behind them. Side by side, two streams a stripe apart come from memory at half the rate on Zen 4
// (docs/decisions.md).
func (t *accumulator) bothHalves(x build.P) {
	m := t.m
	for h := range t.p {
		t.use(h)
		m.Repeat(t.count(unsafe.Offsetof(productBlock.Stripe)), func() {
			t.multiply(h, t.loadFrom(x))
			// A product keeps many instructions in flight, and too few loads are among
			// them to cover the way to memory. Every line is asked for: asking for some
			// disturbs the processor's own guesses, and costs a third.
			m.Prefetch(x, prefetchDistance, t.size()*generic.RowPair)
			m.AddPtr(x, t.size()*generic.RowPair)
		})
		t.normalize(h)
	}
	t.use(0)
}

// loadFrom returns the elements at a distance behind x, in elements.
func (t *accumulator) loadFrom(x build.P) func(further int) build.F {
	return func(further int) build.F {
		at := uintptr(t.size() * further)
		if t.float32 {
			return t.m.LoadFloat32At(x, at)
		}
		return t.m.LoadAt(x, at)
	}
}

// neutral is the element that changes no product.
func (f factors) neutral() float64 {
	if f.onePlus {
		return 0
	}
	return 1
}

// loadTail returns the elements of a tail, and neutral ones behind them.
func loadTail(m *build.Machine, tail, mask build.P, neutral float64) func(further int) build.F {
	return func(further int) build.F {
		offset := uintptr(8 * further)
		set := m.LessInt(m.Bits(m.LoadAt(mask, offset)), m.Int(0))
		return m.Merge(set, m.LoadMasked(set, tail, offset), m.Const(neutral))
	}
}

// multiply multiplies a pair of rows into half of the lanes.
func (t *accumulator) multiply(half int, load func(further int) build.F) {
	m := t.m
	for k := range t.p[half] {
		p, e := t.p[half][k], t.e[half][k]
		product, err := p, e
		for row := range 2 {
			v := load(row*generic.Width + 8*k)
			var below build.F // what v lacks
			if t.onePlus {
				v, below = onePlus(m, v)
				m.Accumulate(t.maxBits, m.MaxUint32, m.Bits(v))
			}
			if t.maskZeros {
				v = t.maskZero(v)
			}
			if t.splitExponents {
				v = t.significand(v)
			} else if !t.onePlus {
				m.Accumulate(t.minBits, m.MinInt32, m.Bits(v))
			}
			next := m.Mul(product, v)
			low := m.MulSub(product, v, next)
			if t.onePlus {
				low = m.MulAdd(product, below, low)
			}
			err = m.MulAdd(err, v, low)
			product = next
			if t.splitExponents || row == 1 {
				m.Assign(e, err) // now: err would live across the branch for special elements
				err = e
			}
		}
		m.Assign(p, product)
	}
}

// normalize normalises half of the lanes.
func (t *accumulator) normalize(half int) {
	for k := range t.p[half] {
		if t.onePlus {
			t.m.Accumulate(t.minBits, t.m.MinInt32, t.m.Bits(t.p[half][k]))
		}
		addTo(t.m, t.exp, normalize(t.m, t.p[half][k], t.e[half][k], t.maxExp))
	}
}

// finish merges the lanes and stores the results.
func (t *accumulator) finish() {
	m := t.m
	if !t.splitExponents {
		// A field must not be the largest of a finite number: 2^-1023 would scale it.
		small := m.Int(generic.RawMin << 32)
		large, largest := m.Int(generic.Infinity>>52-2), m.Bits(t.maxExp)
		if t.onePlus {
			// A lane is 0 where a factor is, and a negative one has more bits than a large one.
			small = m.Int(1 << 32)
			large, largest = m.Int(generic.RawMax1p-1), m.ShiftAllRight(m.Bits(t.maxBits), 32)
		}
		bad := m.Or(m.LessInt(m.Bits(t.minBits), small), m.LessInt(large, largest))
		m.IfAny(bad, func() {
			t.set(unsafe.Offsetof(productBlock.Fallback))
			if !t.maskZeros && !t.onePlus {
				t.noteZeros()
			}
		})
		if t.maskZeros {
			t.noteZeros()
		}
	}

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
		exp := m.AddInt(all.exp, normalize(m, p, e, build.F{}))
		m.StoreAt(t.block, unsafe.Offsetof(productBlock.P), p)
		m.StoreAt(t.block, unsafe.Offsetof(productBlock.E), e)
		m.StoreAt(t.block, unsafe.Offsetof(productBlock.Exp), m.Float(exp))
		m.If(t.count(unsafe.Offsetof(productBlock.WantLog)), func() {
			m.StoreAt(t.block, unsafe.Offsetof(productBlock.Log), logProduct(m, p, e, exp))
		})
	})
}

// set makes a field of the block 1.
func (t *accumulator) set(field uintptr) {
	t.m.Scalar(func() { t.m.StoreAt(t.block, field, t.m.Reg(t.m.Const(1))) })
}

// exponentOf is an exponent field less its bias. maxExp, if it is there, keeps the largest
// field.
func exponentOf(m *build.Machine, field build.I, maxExp build.F) build.I {
	const minusBias = 1<<64 - 1023
	if !maxExp.None() {
		m.Accumulate(maxExp, m.MaxUint32, field)
	}
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

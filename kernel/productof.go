package kernel

import (
	"math"
	"unsafe"

	"sumlog/internal/generic"
)

// multiplyBlocks multiplies all by x, block by block, from left to right. A block takes a few
// microseconds: assembly is not preempted.
func multiplyBlocks(isa ISA, all *generic.Product, x []float64) {
	var path blockPath
	for len(x) > 0 {
		n := min(len(x), generic.Block)
		block := path.product(isa, x[:n])
		all.Merge(&block)
		x = x[n:]
	}
}

// blockPath tells how a block should be multiplied, from how those before it were.
type blockPath struct {
	left  int     // how many blocks in a row left the fast path
	again int     // how many of the next ones are multiplied like the last of these at once
	how   factors // how that was
}

func (b *blockPath) product(isa ISA, x []float64) (p generic.Product) {
	if !hasAssembly || isa == Generic {
		return generic.ProductOf(x)
	}
	if b.triesFastPath() {
		var block generic.ProductBlock
		if multiply(isa, asTheyAre, &block, x); b.stays(&block) {
			return block.Product()
		}
	}
	p, b.how = productAgain(isa, b.how, x)
	return p
}

// triesFastPath reports whether the next block should be multiplied as it is.
func (b *blockPath) triesFastPath() bool {
	if b.again == 0 {
		return true
	}
	b.again--
	return false
}

// stays reports whether a block stayed on the fast path.
func (b *blockPath) stays(block *generic.ProductBlock) bool {
	if block.Fallback == 0 {
		b.left = 0
		return true
	}
	// The attempt takes a third of the time, and ten times that where lanes underflow.
	if b.left++; b.left > 1 {
		b.again = 15
	}
	b.how = nextAfter(block)
	return false
}

// nextAfter is how a block that left the fast path should be multiplied.
func nextAfter(b *generic.ProductBlock) factors {
	if b.Zeros != 0 {
		return zerosMasked
	}
	return significands
}

// productAgain is the product of a block that left the fast path, by how if that can do it, and
// how it was multiplied.
func productAgain(isa ISA, how factors, x []float64) (generic.Product, factors) {
	if how == zerosMasked {
		var b generic.ProductBlock
		if multiply(isa, zerosMasked, &b, x); b.Fallback == 0 {
			return b.Product(), zerosMasked
		}
	}
	return productSplit(isa, x), significands
}

// few is how many elements mulFew takes where vector code takes more of them faster.
const few = 8

// mulFew multiplies p by the product of x where that is one to most elements, and reports whether
// it is. It has the tree of [generic.ProductOf] for up to 16 elements; most is no more.
func mulFew(p *generic.Product, x []float64, most int) bool {
	switch {
	case len(x) == 1:
		p.Mul(x[0])
		return true
	case len(x) == 0 || len(x) > most:
		return false
	}
	q, f, ok := productOfFew(x)
	exp := int64(0)
	if !ok {
		q, f, exp = splitProductOfFew(p, x)
	}
	// A block is normalised before it is merged, which makes no difference to the bits.
	p.P, p.E = generic.Multiply(p.P, p.E, q, f)
	p.Exp += exp
	p.Normalize()
	return true
}

const (
	// fewMin is the least of eight factors whose product's error is a normal number: 2^-112.
	fewMin = (1023 - 112) << 52
	// fewSpan of its bits lead to 2^112, so that the product is finite.
	fewSpan = 2 * 112 << 52
)

// productOfFew is the product of two to eight numbers as they are, as a pair. ok tells that they
// are within bounds in which it stays normal.
func productOfFew(x []float64) (q, f float64, ok bool) {
	if len(x) > 8 {
		return 0, 0, false
	}
	lanes := [8]float64{1, 1, 1, 1, 1, 1, 1, 1}
	for i, v := range x {
		if math.Float64bits(v)-fewMin >= fewSpan {
			return 0, 0, false
		}
		lanes[i] = v
	}
	if len(x) <= 4 {
		q0, f0 := generic.TwoProd(lanes[0], lanes[2])
		q1, f1 := generic.TwoProd(lanes[1], lanes[3])
		q, f = generic.Multiply(q0, f0, q1, f1)
		return q, f, true
	}
	p0, e0 := generic.TwoProd(lanes[0], lanes[4])
	p1, e1 := generic.TwoProd(lanes[1], lanes[5])
	p2, e2 := generic.TwoProd(lanes[2], lanes[6])
	p3, e3 := generic.TwoProd(lanes[3], lanes[7])
	q0, f0 := generic.Multiply(p0, e0, p2, e2)
	q1, f1 := generic.Multiply(p1, e1, p3, e3)
	q, f = generic.Multiply(q0, f0, q1, f1)
	return q, f, true
}

// splitProductOfFew is the product of the significands of two to sixteen numbers as a pair, and
// the sum of their exponents. What special ones decide is noted in p.
func splitProductOfFew(p *generic.Product, x []float64) (q, f float64, exp int64) {
	lanes := [8]float64{1, 1, 1, 1, 1, 1, 1, 1}
	var errors [8]float64
	for i, v := range x {
		m, n := p.Split(v)
		i %= len(lanes)
		lanes[i], errors[i] = generic.Multiply(lanes[i], 0, m, 0)
		exp += n
	}
	for half := len(lanes) / 2; half > 0; half /= 2 {
		for i := range half {
			lanes[i], errors[i] = generic.Multiply(
				lanes[i], errors[i], lanes[i+half], errors[i+half])
		}
	}
	return lanes[0], errors[0], exp
}

// logOfFew returns the sum of the logarithms of x where that is one to most elements, and whether
// it is.
func logOfFew(x []float64, most int) (sum float64, ok bool) {
	if len(x) > 1 {
		if q, f, ok := productOfFew(x); ok {
			p := generic.Product{P: q, E: f} // not normalised: Log takes any normal P
			return p.Log(), true
		}
	}
	p := generic.One
	if !mulFew(&p, x, most) {
		return 0, false
	}
	return p.Log(), true
}

// logOfScalars is logOfBlock without assembly.
func logOfScalars(x []float64) float64 {
	if sum, ok := logOfFew(x, generic.Width); ok {
		return sum
	}
	return generic.ProductOf(x).Log()
}

// logOfBlock returns the sum of the logarithms of at most generic.Block elements.
func logOfBlock(isa ISA, x []float64) float64 {
	if sum, ok := logOfFew(x, few); ok {
		return sum
	}
	b := generic.ProductBlock{WantLog: 1}
	if multiply(isa, asTheyAre, &b, x); b.Fallback == 0 {
		return b.Log
	}
	p, _ := productAgain(isa, nextAfter(&b), x)
	return p.Log()
}

// sumLogSplit is logOfBlock without the fast path.
func sumLogSplit(isa ISA, x []float64) float64 {
	if sum, ok := logOfFew(x, few); ok {
		return sum
	}
	return productSplit(isa, x).Log()
}

// productSplit is the product of a block with elements split into significands and exponents.
func productSplit(isa ISA, x []float64) generic.Product {
	var b generic.ProductBlock
	var special generic.ProductSpecial
	multiplySplit(isa, &b, x, &special)
	p := b.Product()
	p.Note(&special)
	return p
}

// factors says what the assembly multiplies.
type factors uint8

const (
	asTheyAre    factors = iota // the elements as they are
	zerosMasked                 // 1 in place of zeros
	significands                // their significands
	onePlus                     // 1 + the elements
)

// multiply runs the assembly over x.
func multiply(isa ISA, of factors, b *generic.ProductBlock, x []float64) {
	if lanesOf(isa) == generic.Row8 { // in registers
		multiplyIn(nil, isa, of, b, x, nil)
		return
	}
	var lanes generic.ProductLanes
	multiplyIn(&lanes[0].P[0], isa, of, b, x, nil)
}

func multiplySplit(
	isa ISA, b *generic.ProductBlock, x []float64, special *generic.ProductSpecial,
) {
	var lanes generic.ProductLanes
	multiplyIn(&lanes[0].P[0], isa, significands, b, x, &special.Negative[0])
}

func multiplyIn(
	lanes *float64, isa ISA, of factors, b *generic.ProductBlock, x []float64, special *float64,
) {
	whole := b.Set(len(x))
	rest := x[whole:]
	if readsBeyond {
		var row [generic.RowPair]float64
		copy(row[:], rest)
		rest = row[:]
	}
	block, first, tail := float64s(&b.Both), unsafe.SliceData(x), unsafe.SliceData(rest)
	mask := maskOfTail(len(x) - whole)
	switch of {
	case asTheyAre:
		callProductRaw(isa, block, lanes, first, tail, mask, nil)
	case zerosMasked:
		callProductMasked(isa, block, lanes, first, tail, mask, nil)
	case significands:
		callProductScaled(isa, block, lanes, first, tail, mask, special)
	default:
		callProduct1p(isa, block, lanes, first, tail, mask, nil)
	}
}

// maskOfTail has ones for n elements.
func maskOfTail(n int) *float64 { return float64s(&generic.TailMask[generic.RowPair-n]) }

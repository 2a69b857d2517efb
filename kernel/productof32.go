package kernel

import (
	"unsafe"

	"sumlog/internal/generic"
)

// sumLogOf32 is sumLogOf of float32 numbers, which the assembly converts when it loads them. Blocks
// that leave the fast path are converted to space.
func sumLogOf32(isa ISA, x []float32, space []float64) float64 {
	if len(x) <= generic.Block {
		b := generic.ProductBlock{WantLog: 1}
		if multiply32(isa, &b, x); b.Fallback == 0 {
			return b.Log
		}
		widen(isa, space[:len(x)], x)
		p, _ := productAgain(isa, nextAfter(&b), space[:len(x)])
		return p.Log()
	}
	var path blockPath
	all := generic.One
	for len(x) > 0 {
		n := min(len(x), generic.Block)
		block := path.product32(isa, x[:n], space[:n])
		all.Merge(&block)
		x = x[n:]
	}
	return all.Log()
}

// product32 is product of float32 numbers.
func (b *blockPath) product32(isa ISA, x []float32, space []float64) (p generic.Product) {
	if b.triesFastPath() {
		var block generic.ProductBlock
		if multiply32(isa, &block, x); b.stays(&block) {
			return block.Product()
		}
	}
	widen(isa, space, x)
	p, b.how = productAgain(isa, b.how, space)
	return p
}

// multiply32 is multiply of float32 numbers as they are.
func multiply32(isa ISA, b *generic.ProductBlock, x []float32) {
	if lanesOf(isa) == generic.Row8 { // in registers
		multiply32In(nil, isa, b, x)
		return
	}
	var lanes generic.ProductLanes
	multiply32In(&lanes[0].P[0], isa, b, x)
}

func multiply32In(lanes *float64, isa ISA, b *generic.ProductBlock, x []float32) {
	whole := b.Set(len(x))
	var tail [generic.RowPair]float64
	widen(isa, tail[:len(x)-whole], x[whole:])
	callProductFloat32(isa, float64s(&b.Both), lanes, float64s(unsafe.SliceData(x)), &tail[0],
		maskOfTail(len(x)-whole), nil)
}

// asFloat32s returns x itself where its elements are float32 or a type defined on it.
func asFloat32s[T Number](x []T) ([]float32, bool) {
	if unsafe.Sizeof(T(0)) != 4 || !isFloat[T]() {
		return nil, false
	}
	return unsafe.Slice((*float32)(unsafe.Pointer(unsafe.SliceData(x))), len(x)), true
}

package kernel

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"sumlog/kernel/avx2"
	"sumlog/kernel/avx512"
	"sumlog/kernel/generic"
	"sumlog/kernel/neon"
)

// SumLog returns Σ ln x[j], the logarithm of the product of x.
//
// Max error: 0.6 ULP of the exact sum of the exact logarithms, plus n·2^-90
// absolute for n elements, also where the logarithms cancel and where they are
// near 0.
//
// Special values: a negative element gives NaN, also where an even number of them
// makes the product positive, and so does a NaN; else a zero of either
// sign gives -Inf, or NaN beside a +Inf; else a +Inf gives +Inf; no elements give
// +0.
//
// Panics where isa is not [Supported].
//
// Method: one multiplication an element instead of one logarithm, the rounding
// errors of the product carried along by fused multiply-adds, over 32 lanes and
// blocks of 4096 elements, whatever the instruction set: the same bits everywhere.
// See docs/numerics.md.
func SumLog(isa ISA, x []float64) float64 {
	checkISA("SumLog", isa)
	announce(nil, x, nil)
	if n := len(x); 0 < n && n <= generic.MaxRow {
		var sum [1]float64
		sumLogRows(isa, sum[:], x, n)
		return sum[0]
	}
	return productOf(isa, x).Log()
}

// SumLogRows sets dst[r] = Σ ln x[r·cols+c], c from 0 to cols-1: x holds the rows
// of a matrix one after the other. Each has the bits that [SumLog] of it has, and
// its error bound and special values.
//
// Panics where len(x) is not len(dst)·cols, cols is less than 1, dst overlaps x
// (unless cols is 1 and they are the same), or isa is not [Supported].
func SumLogRows(isa ISA, dst, x []float64, cols int) {
	const op = "SumLogRows"
	checkISA(op, isa)
	if cols < 1 {
		panic(fmt.Sprintf("sumlog/kernel: %s: cols = %d, want 1 or more", op, cols))
	}
	if len(x)%cols != 0 || len(x)/cols != len(dst) {
		panic(fmt.Sprintf("sumlog/kernel: %s: len(x) = %d, want len(dst)·cols = %d·%d", op, len(x), len(dst), cols))
	}
	if cols == 1 {
		checkOverlap(op, "x", dst, x)
	} else {
		checkApart(op, dst, x)
	}
	announce(dst, x, nil)
	sumLogRows(isa, dst, x, cols)
}

func sumLogRows(isa ISA, dst, x []float64, cols int) {
	switch isa {
	case AVX2:
		avx2.SumLogRows(dst, x, cols)
	case AVX512:
		avx512.SumLogRows(dst, x, cols)
	case NEON:
		neon.SumLogRows(dst, x, cols)
	default:
		generic.SumLogRows(dst, x, cols)
	}
}

// productOf returns the product of x, of the blocks from left to right.
func productOf(isa ISA, x []float64) generic.Product {
	all := blockOf(isa, x[:min(len(x), generic.Block)])
	for i := generic.Block; i < len(x); i += generic.Block {
		all = generic.Join(all, blockOf(isa, x[i:min(len(x), i+generic.Block)]))
	}
	return all
}

func blockOf(isa ISA, x []float64) generic.Product {
	switch isa {
	case AVX2:
		return avx2.ProductOf(x)
	case AVX512:
		return avx512.ProductOf(x)
	case NEON:
		return neon.ProductOf(x)
	default:
		return generic.ProductOf(x)
	}
}

// Product is a product of float64 numbers that neither overflows nor underflows
// and carries its rounding errors: the accumulator behind [SumLog]. Its zero value
// is the product of nothing. Products of parts may be computed apart, stored, sent
// and merged.
//
// Its logarithm has the error bound of SumLog over all the factors. Its bits are
// those of SumLog over x where x is added to one Product in parts, from left to
// right, each but the last a multiple of 4096 elements; or where Products of 4096
// elements each are merged one by one, from left to right. Otherwise they may differ
// in the last place.
type Product struct {
	p generic.Product // P = 0 stands for the product of nothing
}

func (p *Product) value() generic.Product {
	if p.p.P == 0 {
		return generic.Unit
	}
	return p.p
}

// Add multiplies p by all elements of x, taken in blocks of 4096. It panics where
// isa is not [Supported].
func (p *Product) Add(isa ISA, x []float64) {
	checkISA("Product.Add", isa)
	announce(nil, x, nil)
	all := p.value()
	for i := 0; i < len(x); i += generic.Block {
		all = generic.Join(all, blockOf(isa, x[i:min(len(x), i+generic.Block)]))
	}
	p.p = all
}

// Merge multiplies p by q, whose factors come after those of p.
func (p *Product) Merge(q Product) { p.p = generic.Join(p.value(), q.value()) }

// Log returns the sum of the logarithms of the factors, as [SumLog] would.
func (p Product) Log() float64 { return p.value().Log() }

// The binary form: a version, flags, and the three numbers, big-endian.
const (
	productVersion = 1
	productSize    = 2 + 3*8
)

const (
	flagNegative = 1 << iota
	flagZero
	flagInfinite
)

// AppendBinary appends the product in a form of 26 bytes that
// [Product.UnmarshalBinary] reads, on any machine and in any later version.
func (p Product) AppendBinary(b []byte) ([]byte, error) {
	v := p.value()
	var flags byte
	if v.Negative {
		flags |= flagNegative
	}
	if v.Zero {
		flags |= flagZero
	}
	if v.Infinite {
		flags |= flagInfinite
	}
	b = append(b, productVersion, flags)
	b = binary.BigEndian.AppendUint64(b, math.Float64bits(v.P))
	b = binary.BigEndian.AppendUint64(b, math.Float64bits(v.E))
	return binary.BigEndian.AppendUint64(b, uint64(v.Exp)), nil
}

// MarshalBinary is [Product.AppendBinary] to a new slice.
func (p Product) MarshalBinary() ([]byte, error) { return p.AppendBinary(nil) }

// ErrProduct is in the tree of the error of a binary form that is no product.
var ErrProduct = errors.New("not a product")

// UnmarshalBinary reads what [Product.AppendBinary] wrote. Anything else is an
// error that is [ErrProduct], and leaves p alone.
func (p *Product) UnmarshalBinary(data []byte) error {
	if len(data) != productSize {
		return fmt.Errorf("sumlog/kernel: Product: %d bytes, want %d: %w", len(data), productSize, ErrProduct)
	}
	if data[0] != productVersion {
		return fmt.Errorf("sumlog/kernel: Product: version %d, want %d: %w", data[0], productVersion, ErrProduct)
	}
	flags := data[1]
	v := generic.Product{
		P:        math.Float64frombits(binary.BigEndian.Uint64(data[2:])),
		E:        math.Float64frombits(binary.BigEndian.Uint64(data[10:])),
		Exp:      int64(binary.BigEndian.Uint64(data[18:])),
		Negative: flags&flagNegative != 0, Zero: flags&flagZero != 0, Infinite: flags&flagInfinite != 0,
	}
	const maxExp = 1 << 53 // as of 2^42 factors; and many more merge without wrapping around
	if flags >= flagInfinite<<1 || !(v.P >= 1 && v.P < 2) || !(math.Abs(v.E) < 0x1p-8) || v.Exp > maxExp || v.Exp < -maxExp {
		return fmt.Errorf("sumlog/kernel: Product: flags %#x, significand %g, error %g, exponent %d: %w",
			flags, v.P, v.E, v.Exp, ErrProduct)
	}
	p.p = v
	return nil
}

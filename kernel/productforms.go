package kernel

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"sumlog/internal/generic"
)

// ErrProduct is in the tree of the error of a binary or text form that is no product.
var ErrProduct = errors.New("not a product")

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

// UnmarshalBinary reads what [Product.AppendBinary] wrote. Anything else is an
// error that is [ErrProduct], and leaves p alone.
func (p *Product) UnmarshalBinary(data []byte) error {
	if len(data) != productSize {
		return fmt.Errorf("sumlog/kernel: Product: %d bytes, want %d: %w",
			len(data), productSize, ErrProduct)
	}
	if data[0] != productVersion {
		return fmt.Errorf("sumlog/kernel: Product: version %d, want %d: %w",
			data[0], productVersion, ErrProduct)
	}
	flags := data[1]
	v := generic.Product{
		P:        math.Float64frombits(binary.BigEndian.Uint64(data[2:])),
		E:        math.Float64frombits(binary.BigEndian.Uint64(data[10:])),
		Exp:      int64(binary.BigEndian.Uint64(data[18:])),
		Negative: flags&flagNegative != 0,
		Zero:     flags&flagZero != 0,
		Infinite: flags&flagInfinite != 0,
	}
	if flags >= flagInfinite<<1 || !isProduct(v) {
		return fmt.Errorf("sumlog/kernel: Product: flags %#x, significand %g, error %g, exponent %d: %w",
			flags, v.P, v.E, v.Exp, ErrProduct)
	}
	p.p = v
	p.finish()
	return nil
}

// isProduct reports whether v has the ranges that a product of factors has.
func isProduct(v generic.Product) bool {
	const maxExp = 1 << 53 // as of 2^42 factors; and many more merge without wrapping around
	return v.P >= 1 && v.P < 2 && math.Abs(v.E) < 0x1p-8 && -maxExp <= v.Exp && v.Exp <= maxExp
}

// The special factors in the text form, in this order.
const (
	textZero     = "*0"
	textInfinite = "*Inf"
	textNegative = "*NaN"
)

// String returns the text form of [Product.AppendText].
func (p Product) String() string { return string(p.appendText(nil)) }

// MarshalText is [Product.AppendText] to a new slice.
func (p Product) MarshalText() ([]byte, error) { return p.appendText(nil), nil }

// AppendText appends the product as a formula that [Product.UnmarshalText] reads to the
// last bit, on any machine and in any later version:
//
//	(0x1.a4p+00+0x0p+00)*2^6
//
// is 105. The significand, 1 or more and less than 2, and its error are hexadecimal
// floating-point numbers as C and Python write them (strtod and float.fromhex read
// them), the exponent is decimal. The factors that decide the logarithm by themselves
// follow in this order: *0 for zeros, *Inf for infinities, *NaN for negative numbers
// and NaNs. The product of nothing is (0x1p+00+0x0p+00)*2^0. The error is always nil.
func (p Product) AppendText(b []byte) ([]byte, error) { return p.appendText(b), nil }

func (p Product) appendText(b []byte) []byte {
	v := p.value()
	b = strconv.AppendFloat(append(b, '('), v.P, 'x', -1, 64)
	if !math.Signbit(v.E) {
		b = append(b, '+')
	}
	b = strconv.AppendFloat(b, v.E, 'x', -1, 64)
	b = strconv.AppendInt(append(b, ")*2^"...), v.Exp, 10)
	if v.Zero {
		b = append(b, textZero...)
	}
	if v.Infinite {
		b = append(b, textInfinite...)
	}
	if v.Negative {
		b = append(b, textNegative...)
	}
	return b
}

// UnmarshalText reads what [Product.AppendText] wrote, the numbers in any spelling of
// C's format %a. Anything else is an error that is [ErrProduct], and leaves p alone.
func (p *Product) UnmarshalText(text []byte) error {
	v, ok := parseProduct(string(text))
	if !ok || !isProduct(v) {
		return fmt.Errorf("sumlog/kernel: Product: unknown form %.100q: want one like %q: %w",
			text, Product{}, ErrProduct)
	}
	p.p = v
	p.finish()
	return nil
}

// parseProduct reads the text form, and leaves the ranges of the numbers to the caller.
func parseProduct(s string) (v generic.Product, ok bool) {
	s, v.Negative = strings.CutSuffix(s, textNegative)
	s, v.Infinite = strings.CutSuffix(s, textInfinite)
	s, v.Zero = strings.CutSuffix(s, textZero)
	sum, exponent, power := strings.Cut(s, ")*2^")
	sum, open := strings.CutPrefix(sum, "(")
	sign := max(strings.Index(sum, "+0x"), strings.Index(sum, "-0x"))
	if !power || !open || sign < 0 {
		return v, false
	}
	var errs [3]error
	v.P, errs[0] = parseHexFloat(sum[:sign])
	v.E, errs[1] = parseHexFloat(sum[sign+1:])
	if sum[sign] == '-' {
		v.E = -v.E
	}
	v.Exp, errs[2] = strconv.ParseInt(exponent, 10, 64)
	return v, errs == [3]error{}
}

// parseHexFloat reads a number without a sign. ParseFloat reads more: decimal numbers,
// words, underscores between digits.
func parseHexFloat(s string) (float64, error) {
	if !strings.HasPrefix(s, "0x") || strings.Contains(s, "_") {
		return 0, strconv.ErrSyntax
	}
	return strconv.ParseFloat(s, 64)
}

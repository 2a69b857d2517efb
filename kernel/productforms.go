package kernel

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"sumlog/internal/generic"
)

// ErrProduct is in the tree of the error of a binary or text form that is no product.
var ErrProduct = errors.New("not a product")

// AppendBinary appends the product in a form of 26 bytes that
// [Product.UnmarshalBinary] reads, on any machine and in any later version.
func (p Product) AppendBinary(b []byte) ([]byte, error) {
	v := p.value()
	flags := flagsOf(v.Negative, v.Zero, v.Infinite)
	return appendForm(b, formProduct, flags,
		math.Float64bits(v.P), math.Float64bits(v.E), uint64(v.Exp)), nil
}

// MarshalBinary is [Product.AppendBinary] to a new slice.
func (p Product) MarshalBinary() ([]byte, error) { return p.AppendBinary(nil) }

// UnmarshalBinary reads what [Product.AppendBinary] wrote. Anything else is an
// error that is [ErrProduct], and leaves p alone.
func (p *Product) UnmarshalBinary(data []byte) error {
	var v generic.Product
	var words [3]uint64
	flags := []*bool{&v.Negative, &v.Zero, &v.Infinite}
	if err := readForm(data, formProduct, flags, words[:]); err != nil {
		return fmt.Errorf("sumlog/kernel: Product: %w: %w", err, ErrProduct)
	}
	v.P, v.E = math.Float64frombits(words[0]), math.Float64frombits(words[1])
	v.Exp = int64(words[2])
	if !isProduct(v) {
		return fmt.Errorf("sumlog/kernel: Product: significand %g, error %g, exponent %d: %w",
			v.P, v.E, v.Exp, ErrProduct)
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

func (p Product) appendText(b []byte) []byte { return appendProduct(b, p.value()) }

func appendProduct(b []byte, v generic.Product) []byte {
	b = appendPair(b, v.P, v.E)
	b = strconv.AppendInt(append(b, "*2^"...), v.Exp, 10)
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
	var errs [2]error
	v.P, v.E, s, errs[0] = parsePair(s)
	exponent, power := strings.CutPrefix(s, "*2^")
	v.Exp, errs[1] = strconv.ParseInt(exponent, 10, 64)
	return v, power && errs == [2]error{}
}

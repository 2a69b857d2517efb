package kernel

import (
	"fmt"
	"math"
	"strings"

	"sumlog/internal/generic"
)

// AppendBinary appends the sum in a form of 42 bytes that [Log1pSum.UnmarshalBinary] reads, on any
// machine and in any later version. The error is always nil.
func (s Log1pSum) AppendBinary(b []byte) ([]byte, error) {
	v := s.value()
	return appendForm(b, formLog1pSum, flagsOf(v.Product.Negative, v.Zero, v.Infinite),
		math.Float64bits(v.P), math.Float64bits(v.E), uint64(v.Exp),
		math.Float64bits(v.S), math.Float64bits(v.C)), nil
}

// MarshalBinary is [Log1pSum.AppendBinary] to a new slice.
func (s Log1pSum) MarshalBinary() ([]byte, error) { return s.AppendBinary(nil) }

// UnmarshalBinary reads what [Log1pSum.AppendBinary] wrote. Anything else is an error that is
// [ErrSum], and leaves s alone.
func (s *Log1pSum) UnmarshalBinary(data []byte) error {
	var v generic.Sum1p
	var words [5]uint64
	flags := []*bool{&v.Negative, &v.Zero, &v.Infinite}
	if err := readForm(data, formLog1pSum, flags, words[:]); err != nil {
		return fmt.Errorf("sumlog/kernel: Log1pSum: %w: %w", err, ErrSum)
	}
	v.P, v.E = math.Float64frombits(words[0]), math.Float64frombits(words[1])
	v.Exp = int64(words[2])
	v.S, v.C = math.Float64frombits(words[3]), math.Float64frombits(words[4])
	if !s.set(v) {
		return fmt.Errorf("sumlog/kernel: Log1pSum: "+
			"significand %g, error %g, exponent %d, sum %g, error %g: %w",
			v.P, v.E, v.Exp, v.S, v.C, ErrSum)
	}
	return nil
}

// String returns the text form of [Log1pSum.AppendText].
func (s Log1pSum) String() string { return string(s.appendText(nil)) }

// MarshalText is [Log1pSum.AppendText] to a new slice.
func (s Log1pSum) MarshalText() ([]byte, error) { return s.appendText(nil), nil }

// AppendText appends the sum as text that [Log1pSum.UnmarshalText] reads to the last bit, on any
// machine and in any later version:
//
//	log1p((0x1.a4p+00+0x0p+00)*2^6, 0x1p-40, 0x0p+00)
//
// is ln 105 + 2^-40. First stands a product of 1+x in the form of [Product.AppendText], then the
// sum of elements that are added rather than multiplied, and its error. The error returned is
// always nil.
func (s Log1pSum) AppendText(b []byte) ([]byte, error) { return s.appendText(b), nil }

func (s Log1pSum) appendText(b []byte) []byte {
	v := s.value()
	b = appendProduct(append(b, "log1p("...), v.Product)
	b = appendHex(append(b, ", "...), v.S)
	b = appendHex(append(b, ", "...), v.C)
	return append(b, ')')
}

// UnmarshalText reads what [Log1pSum.AppendText] wrote, the numbers in any spelling of C's format
// %a. Anything else is an error that is [ErrSum], and leaves s alone.
func (s *Log1pSum) UnmarshalText(text []byte) error {
	var v generic.Sum1p
	fields, ok := fieldsOf(string(text), "log1p", 3)
	if ok {
		v.Product, ok = parseProduct(fields[0])
	}
	if !ok || !parseAll(fields[1:], &v.S, &v.C) || !s.set(v) {
		return fmt.Errorf("sumlog/kernel: Log1pSum: unknown form %.150q: want one like %q: %w",
			text, Log1pSum{}, ErrSum)
	}
	return nil
}

// set sets s to v, if that is a sum that elements have.
func (s *Log1pSum) set(v generic.Sum1p) bool {
	const most = math.MaxFloat64
	if !isProduct(v.Product) || !(math.Abs(v.S) <= most) || !(math.Abs(v.C) <= most) {
		return false
	}
	s.s = v
	s.finish()
	return true
}

// AppendBinary appends the sum in a form of 26 bytes that [DotLogSum.UnmarshalBinary] reads, on
// any machine and in any later version. The error is always nil.
func (s DotLogSum) AppendBinary(b []byte) ([]byte, error) {
	v := s.s
	return appendForm(b, formDotLogSum, flagsOf(v.Invalid, v.Positive, v.Negative),
		math.Float64bits(v.S), math.Float64bits(v.C), math.Float64bits(v.A)), nil
}

// MarshalBinary is [DotLogSum.AppendBinary] to a new slice.
func (s DotLogSum) MarshalBinary() ([]byte, error) { return s.AppendBinary(nil) }

// UnmarshalBinary reads what [DotLogSum.AppendBinary] wrote. Anything else is an error that is
// [ErrSum], and leaves s alone.
func (s *DotLogSum) UnmarshalBinary(data []byte) error {
	var v generic.DotSum
	var words [3]uint64
	flags := []*bool{&v.Invalid, &v.Positive, &v.Negative}
	if err := readForm(data, formDotLogSum, flags, words[:]); err != nil {
		return fmt.Errorf("sumlog/kernel: DotLogSum: %w: %w", err, ErrSum)
	}
	v.S, v.C = math.Float64frombits(words[0]), math.Float64frombits(words[1])
	v.A = math.Float64frombits(words[2])
	if !s.set(v) {
		return fmt.Errorf("sumlog/kernel: DotLogSum: sum %g, error %g, magnitude %g: %w",
			v.S, v.C, v.A, ErrSum)
	}
	return nil
}

// The terms that decide a DotLogSum, in this order in its text form.
const (
	textPlusInf  = "+Inf"
	textMinusInf = "-Inf"
	textPlusNaN  = "+NaN"
)

// String returns the text form of [DotLogSum.AppendText].
func (s DotLogSum) String() string { return string(s.appendText(nil)) }

// MarshalText is [DotLogSum.AppendText] to a new slice.
func (s DotLogSum) MarshalText() ([]byte, error) { return s.appendText(nil), nil }

// AppendText appends the sum as text that [DotLogSum.UnmarshalText] reads to the last bit, on any
// machine and in any later version:
//
//	dotlog(0x1.8p+01, 0x1p-55, 0x1.8p+01)+Inf
//
// has the sum 3 + 2^-55 of finite terms, whose magnitudes add up to 3, and infinite terms. The
// terms that decide the sum by themselves follow in this order: +Inf, -Inf, +NaN. The error
// returned is always nil.
func (s DotLogSum) AppendText(b []byte) ([]byte, error) { return s.appendText(b), nil }

func (s DotLogSum) appendText(b []byte) []byte {
	b = appendHex(append(b, "dotlog("...), s.s.S)
	b = appendHex(append(b, ", "...), s.s.C)
	b = appendHex(append(b, ", "...), s.s.A)
	b = append(b, ')')
	if s.s.Positive {
		b = append(b, textPlusInf...)
	}
	if s.s.Negative {
		b = append(b, textMinusInf...)
	}
	if s.s.Invalid {
		b = append(b, textPlusNaN...)
	}
	return b
}

// UnmarshalText reads what [DotLogSum.AppendText] wrote, the numbers in any spelling of C's format
// %a. Anything else is an error that is [ErrSum], and leaves s alone.
func (s *DotLogSum) UnmarshalText(text []byte) error {
	var v generic.DotSum
	rest, invalid := strings.CutSuffix(string(text), textPlusNaN)
	rest, v.Negative = strings.CutSuffix(rest, textMinusInf)
	rest, v.Positive = strings.CutSuffix(rest, textPlusInf)
	v.Invalid = invalid
	fields, ok := fieldsOf(rest, "dotlog", 3)
	if !ok || !parseAll(fields, &v.S, &v.C, &v.A) || !s.set(v) {
		return fmt.Errorf("sumlog/kernel: DotLogSum: unknown form %.150q: want one like %q: %w",
			text, DotLogSum{}, ErrSum)
	}
	return nil
}

// set sets s to v, if that is a sum that terms have: finite where the magnitude is.
func (s *DotLogSum) set(v generic.DotSum) bool {
	const most = math.MaxFloat64
	finite := math.Abs(v.S) <= most && math.Abs(v.C) <= most
	if !(v.A >= 0) || v.A <= most && !finite {
		return false
	}
	s.s = v
	return true
}

// fieldsOf returns the n fields of "name(field, field, …)".
func fieldsOf(s, name string, n int) (fields []string, ok bool) {
	s, open := strings.CutPrefix(s, name+"(")
	s, closed := strings.CutSuffix(s, ")")
	fields = strings.Split(s, ", ")
	return fields, open && closed && len(fields) == n
}

// parseAll reads a number into each of dst.
func parseAll(fields []string, dst ...*float64) bool {
	for i, d := range dst {
		var err error
		if *d, err = parseHex(fields[i]); err != nil {
			return false
		}
	}
	return true
}

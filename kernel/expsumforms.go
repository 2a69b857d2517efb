package kernel

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"sumlog/internal/generic"
)

// AppendBinary appends the sum in a form of 26 bytes that [ExpSum.UnmarshalBinary] reads, on any
// machine and in any later version. The error is always nil.
func (s ExpSum) AppendBinary(b []byte) ([]byte, error) {
	v := s.value()
	return appendForm(b, formExpSum, flagsOf(v.Invalid),
		math.Float64bits(v.M), math.Float64bits(v.S), math.Float64bits(v.E)), nil
}

// MarshalBinary is [ExpSum.AppendBinary] to a new slice.
func (s ExpSum) MarshalBinary() ([]byte, error) { return s.AppendBinary(nil) }

// UnmarshalBinary reads what [ExpSum.AppendBinary] wrote. Anything else is an error that is
// [ErrSum], and leaves s alone.
func (s *ExpSum) UnmarshalBinary(data []byte) error {
	var v generic.ExpSum
	var words [3]uint64
	if err := readForm(data, formExpSum, []*bool{&v.Invalid}, words[:]); err != nil {
		return fmt.Errorf("sumlog/kernel: ExpSum: %w: %w", err, ErrSum)
	}
	v.M, v.S = math.Float64frombits(words[0]), math.Float64frombits(words[1])
	v.E = math.Float64frombits(words[2])
	if !isExpSum(v) {
		return fmt.Errorf("sumlog/kernel: ExpSum: largest %g, sum %g, error %g: %w",
			v.M, v.S, v.E, ErrSum)
	}
	s.set(v)
	return nil
}

// isExpSum reports whether v has the ranges that a sum of exponentials has.
func isExpSum(v generic.ExpSum) bool {
	if v.S == 0 { // of nothing, or invalid
		return math.IsInf(v.M, -1) && v.E == 0
	}
	const (
		least = 1 - 0x1p-20 // times the largest term, which is one of them: S and E are rounded
		most  = 0x1p64      // of 2^63 terms
	)
	return !v.Invalid && v.M >= -math.MaxFloat64 && math.Abs(v.E) <= 0x1p-8*v.S &&
		v.S+v.E >= least*generic.Leading(v.M) && v.S <= most
}

// String returns the text form of [ExpSum.AppendText].
func (s ExpSum) String() string { return string(s.appendText(nil)) }

// MarshalText is [ExpSum.AppendText] to a new slice.
func (s ExpSum) MarshalText() ([]byte, error) { return s.appendText(nil), nil }

// AppendText appends the sum as a formula that [ExpSum.UnmarshalText] reads to the last bit, on
// any machine and in any later version:
//
//	(0x1.8p+00+0x0p+00)*2^6, max 0x1.0ap+02
//
// is 96, of exponentials of 4.15625 and less. The sum and its error are hexadecimal floating-point
// numbers as C and Python write them, the exponent, which follows from the largest element, is
// decimal. Where that element is 2^40 or more in magnitude, e^max stands for the power of two. The
// sum of nothing is 0, and NaN stands for sums with a NaN. The error is always nil.
func (s ExpSum) AppendText(b []byte) ([]byte, error) { return s.appendText(b), nil }

const (
	textNothing = "0"
	textInvalid = "NaN"
	textMax     = ", max "
)

func (s ExpSum) appendText(b []byte) []byte {
	v := s.value()
	switch {
	case v.Invalid:
		return append(b, textInvalid...)
	case v.S == 0:
		return append(b, textNothing...)
	}
	b = appendPair(b, v.S, v.E)
	b = append(append(b, '*'), unitText(v.M)...)
	return appendHex(append(b, textMax...), v.M)
}

// unitText is the unit of sums with that largest element.
func unitText(m float64) string {
	if generic.IsWideExp(m) {
		return "e^max"
	}
	return "2^" + strconv.FormatInt(generic.Octave(m), 10)
}

// UnmarshalText reads what [ExpSum.AppendText] wrote, the numbers in any spelling of C's format
// %a. Anything else is an error that is [ErrSum], and leaves s alone.
func (s *ExpSum) UnmarshalText(text []byte) error {
	v, ok := parseExpSum(string(text))
	if !ok || !isExpSum(v) {
		return fmt.Errorf("sumlog/kernel: ExpSum: unknown form %.100q: want one like %q: %w",
			text, "(0x1p+00+0x0p+00)*2^0, max 0x0p+00", ErrSum)
	}
	s.set(v)
	return nil
}

// parseExpSum reads the text form, and leaves the ranges of the numbers to the caller.
func parseExpSum(s string) (v generic.ExpSum, ok bool) {
	switch s {
	case textNothing:
		return generic.NoExp, true
	case textInvalid:
		return generic.ExpSum{M: math.Inf(-1), Invalid: true}, true
	}
	var errs [2]error
	v.S, v.E, s, errs[0] = parsePair(s)
	unit, largest, named := strings.Cut(s, textMax)
	v.M, errs[1] = parseHex(largest)
	return v, named && errs == [2]error{} && unit == "*"+unitText(v.M)
}

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

// ErrExpSum is in the tree of the error of a binary or text form that is no [ExpSum].
var ErrExpSum = errors.New("not a sum of exponentials")

// The binary form: a version, flags, and the three numbers, big-endian.
const (
	expSumVersion = 1
	expSumSize    = 2 + 3*8
	flagInvalid   = 1
)

// AppendBinary appends the sum in a form of 26 bytes that [ExpSum.UnmarshalBinary] reads, on any
// machine and in any later version. The error is always nil.
func (s ExpSum) AppendBinary(b []byte) ([]byte, error) {
	v := s.value()
	var flags byte
	if v.Invalid {
		flags = flagInvalid
	}
	b = append(b, expSumVersion, flags)
	for _, number := range [...]float64{v.M, v.S, v.E} {
		b = binary.BigEndian.AppendUint64(b, math.Float64bits(number))
	}
	return b, nil
}

// MarshalBinary is [ExpSum.AppendBinary] to a new slice.
func (s ExpSum) MarshalBinary() ([]byte, error) { return s.AppendBinary(nil) }

// UnmarshalBinary reads what [ExpSum.AppendBinary] wrote. Anything else is an error that is
// [ErrExpSum], and leaves s alone.
func (s *ExpSum) UnmarshalBinary(data []byte) error {
	if len(data) != expSumSize {
		return fmt.Errorf("sumlog/kernel: ExpSum: %d bytes, want %d: %w",
			len(data), expSumSize, ErrExpSum)
	}
	if data[0] != expSumVersion {
		return fmt.Errorf("sumlog/kernel: ExpSum: version %d, want %d: %w",
			data[0], expSumVersion, ErrExpSum)
	}
	number := func(i int) float64 {
		return math.Float64frombits(binary.BigEndian.Uint64(data[2+8*i:]))
	}
	v := generic.ExpSum{M: number(0), S: number(1), E: number(2), Invalid: data[1] != 0}
	if data[1] > flagInvalid || !isExpSum(v) {
		return fmt.Errorf("sumlog/kernel: ExpSum: flags %#x, largest %g, sum %g, error %g: %w",
			data[1], v.M, v.S, v.E, ErrExpSum)
	}
	s.set(v)
	return nil
}

// isExpSum reports whether v has the ranges that a sum of exponentials has.
func isExpSum(v generic.ExpSum) bool {
	if v.S == 0 { // of nothing, or invalid
		return math.IsInf(v.M, -1) && v.E == 0
	}
	const least, most = 0.95, 0x1p64 // of one term, and of 2^63 of them
	return !v.Invalid && v.M >= -math.MaxFloat64 &&
		v.S >= least && v.S <= most && math.Abs(v.E) <= 0x1p-8*v.S
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
	textPower   = ")*"
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
	b = strconv.AppendFloat(append(b, '('), v.S, 'x', -1, 64)
	if !math.Signbit(v.E) {
		b = append(b, '+')
	}
	b = strconv.AppendFloat(b, v.E, 'x', -1, 64)
	b = append(append(b, textPower...), unitText(v.M)...)
	return strconv.AppendFloat(append(b, textMax...), v.M, 'x', -1, 64)
}

// unitText is the unit of sums with that largest element.
func unitText(m float64) string {
	if generic.IsWideExp(m) {
		return "e^max"
	}
	return "2^" + strconv.FormatInt(generic.Octave(m), 10)
}

// UnmarshalText reads what [ExpSum.AppendText] wrote, the numbers in any spelling of C's format
// %a. Anything else is an error that is [ErrExpSum], and leaves s alone.
func (s *ExpSum) UnmarshalText(text []byte) error {
	v, ok := parseExpSum(string(text))
	if !ok || !isExpSum(v) {
		return fmt.Errorf("sumlog/kernel: ExpSum: unknown form %.100q: want one like %q: %w",
			text, "(0x1p+00+0x0p+00)*2^0, max 0x0p+00", ErrExpSum)
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
	sum, rest, power := strings.Cut(s, textPower)
	unit, largest, named := strings.Cut(rest, textMax)
	sum, open := strings.CutPrefix(sum, "(")
	sign := max(strings.Index(sum, "+0x"), strings.Index(sum, "-0x"))
	if !power || !named || !open || sign < 0 {
		return v, false
	}
	var errs [3]error
	v.S, errs[0] = parseHexFloat(sum[:sign])
	v.E, errs[1] = parseHexFloat(sum[sign+1:])
	if sum[sign] == '-' {
		v.E = -v.E
	}
	magnitude, negative := strings.CutPrefix(largest, "-")
	if v.M, errs[2] = parseHexFloat(magnitude); largest == "+Inf" {
		v.M, errs[2] = math.Inf(1), nil
	}
	if negative {
		v.M = -v.M
	}
	return v, errs == [3]error{} && unit == unitText(v.M)
}

package kernel

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// ErrSum is in the tree of the error of a binary or text form that is no sum: of a [Log1pSum], a
// [DotLogSum] or an [ExpSum].
var ErrSum = errors.New("not a sum")

// The binary forms of the accumulators begin with a byte that tells type and version, and a byte
// of flags. Then come numbers, big-endian.
const (
	formProduct   = 0x01
	formLog1pSum  = 0x11
	formDotLogSum = 0x21
	formExpSum    = 0x31
)

// flagsOf has bit i set where set[i] is.
func flagsOf(set ...bool) (flags byte) {
	for i, is := range set {
		if is {
			flags |= 1 << i
		}
	}
	return flags
}

func appendForm(b []byte, form, flags byte, words ...uint64) []byte {
	b = append(b, form, flags)
	for _, w := range words {
		b = binary.BigEndian.AppendUint64(b, w)
	}
	return b
}

// readForm reads what appendForm wrote: len(words) words, and as many flags as given.
func readForm(data []byte, form byte, flags []*bool, words []uint64) error {
	if want := 2 + 8*len(words); len(data) != want {
		return fmt.Errorf("%d bytes, want %d", len(data), want)
	}
	if data[0] != form {
		return fmt.Errorf("version %#02x, want %#02x", data[0], form)
	}
	if data[1]>>len(flags) != 0 {
		return fmt.Errorf("flags %#02x, of which %d are known", data[1], len(flags))
	}
	for i, f := range flags {
		*f = data[1]>>i&1 != 0
	}
	for i := range words {
		words[i] = binary.BigEndian.Uint64(data[2+8*i:])
	}
	return nil
}

// appendHex appends v as C's format %a writes it, or +Inf, -Inf or NaN.
func appendHex(b []byte, v float64) []byte { return strconv.AppendFloat(b, v, 'x', -1, 64) }

// parseHex reads what appendHex wrote, in any spelling of C's format %a. ParseFloat reads more:
// decimal numbers, other words, underscores between digits.
func parseHex(s string) (float64, error) {
	digits := strings.TrimPrefix(s, "-")
	known := strings.HasPrefix(digits, "0x") && !strings.Contains(s, "_")
	if !known && s != "NaN" && s != "+Inf" && s != "-Inf" {
		return 0, strconv.ErrSyntax
	}
	return strconv.ParseFloat(s, 64)
}

// appendPair appends (high+low), or (high-|low|).
func appendPair(b []byte, high, low float64) []byte {
	b = appendHex(append(b, '('), high)
	if !math.Signbit(low) {
		b = append(b, '+')
	}
	return append(appendHex(b, low), ')')
}

// parsePair reads what appendPair wrote from the beginning of s, and returns what follows it.
func parsePair(s string) (high, low float64, rest string, err error) {
	pair, rest, closed := strings.Cut(s, ")")
	pair, open := strings.CutPrefix(pair, "(")
	sign := max(strings.Index(pair, "+0x"), strings.Index(pair, "-0x"))
	if !open || !closed || sign < 0 {
		return 0, 0, "", strconv.ErrSyntax
	}
	high, err = parseHex(pair[:sign])
	if err == nil {
		low, err = parseHex(strings.TrimPrefix(pair[sign:], "+"))
	}
	return high, low, rest, err
}

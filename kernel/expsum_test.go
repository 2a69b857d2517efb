package kernel_test

import (
	"bytes"
	"encoding/binary"
	"encoding/gob"
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sumlog/kernel"
)

func expSum(x ...float64) (s kernel.ExpSum) {
	s.Add(kernel.Best(), x)
	return s
}

// expSums has a sum of every kind: with errors of either sign, in either unit, without elements
// and without a number.
func expSums() []kernel.ExpSum {
	inf, nan := math.Inf(1), math.NaN()
	return []kernel.ExpSum{
		{},
		expSum(-inf),
		expSum(0),
		expSum(0.1, 0.2, 0.3),
		expSum(-0.1, -0.7),
		expSum(-1e5, 2),
		expSum(values(10_000, -700, 700)...),
		expSum(0x1p40, 0x1p40+1),
		expSum(-1e300, -2e300),
		expSum(math.MaxFloat64),
		expSum(inf, inf, 3),
		expSum(nan, inf),
	}
}

func TestExpSumText(t *testing.T) {
	inf := math.Inf(1)
	for want, s := range map[string]kernel.ExpSum{
		"0":                                    {},
		"NaN":                                  expSum(1, math.NaN()),
		"(0x1p+00+0x0p+00)*2^0, max 0x0p+00":   expSum(0),
		"(0x1.8p+01+0x0p+00)*2^0, max 0x0p+00": expSum(0, 0, -inf, 0),
		"(0x1p+01+0x0p+00)*e^max, max -0x1.8p+50":    expSum(-0x1.8p50, -0x1.8p50),
		"(0x1p+00+0x0p+00)*e^max, max +Inf":          expSum(inf, 3),
		"(0x1p+00+0x1p-1074)*2^0, max 0x0p+00":       {},
		"(0x1.8p+00-0x1p-60)*2^-7, max -0x1.2p+02":   {},
		"(0x1.8p+00-0x1p-60)*e^max, max -0x1.2p+102": {},
	} {
		var read kernel.ExpSum
		require.NoError(t, read.UnmarshalText([]byte(want)))
		assert.Equal(t, want, read.String())
		if s != (kernel.ExpSum{}) || want == "0" {
			assert.Equal(t, want, s.String())
			assert.True(t, s == read, "%v, %v", s, read)
		}
	}
}

func TestExpSumForms(t *testing.T) {
	type stored struct {
		Value   kernel.ExpSum
		Pointer *kernel.ExpSum
		Map     map[string]kernel.ExpSum
	}
	for _, s := range expSums() {
		want := stored{s, &s, map[string]kernel.ExpSum{"s": s}}
		text, err := json.Marshal(want)
		require.NoError(t, err)
		var got stored
		require.NoError(t, json.Unmarshal(text, &got), "%s", text)
		require.Equal(t, want, got, "%s", text)

		var buffer bytes.Buffer
		require.NoError(t, gob.NewEncoder(&buffer).Encode(want))
		got = stored{}
		require.NoError(t, gob.NewDecoder(&buffer).Decode(&got))
		require.Equal(t, want, got, "%v", s)

		data, err := s.AppendBinary([]byte("x"))
		require.NoError(t, err)
		require.Len(t, data, 27)
		read := expSum(3)
		require.NoError(t, read.UnmarshalBinary(data[1:]))
		require.True(t, s == read, "%v, %v", s, read)
	}
}

// The binary form is for ever.
func TestExpSumBinaryIsFixed(t *testing.T) {
	data, err := expSum(0, math.Log(3)).MarshalBinary()
	require.NoError(t, err)
	want := []byte{0x31, 0}
	for _, v := range []uint64{0x3ff193ea7aad030a, 0x3fffffffffffffff, 0x3c7c226c47c00cb8} {
		want = binary.BigEndian.AppendUint64(want, v)
	}
	assert.Equal(t, want, data)
}

func TestExpSumRefuses(t *testing.T) {
	good, err := expSum(1, 2, 3).MarshalBinary()
	require.NoError(t, err)
	number := func(at int, v float64) []byte {
		b := slices.Clone(good)
		binary.BigEndian.PutUint64(b[2+8*at:], math.Float64bits(v))
		return b
	}
	at := func(i int, v byte) []byte {
		b := slices.Clone(good)
		b[i] = v
		return b
	}
	s := expSum(5)
	was := s
	for name, data := range map[string][]byte{
		"empty": nil, "short": good[:25], "long": append(slices.Clone(good), 0),
		"version": at(0, 2), "flags": at(1, 2), "invalid with a sum": at(1, 1),
		"max NaN": number(0, math.NaN()), "max -Inf": number(0, math.Inf(-1)),
		"no sum": number(1, 0), "less than its largest term": number(1, 1.25), "negative": number(1, -1),
		"sum +Inf": number(1, math.Inf(1)), "sum NaN": number(1, math.NaN()),
		"error": number(2, 0.5), "error NaN": number(2, math.NaN()),
	} {
		require.ErrorIs(t, s.UnmarshalBinary(data), kernel.ErrSum, name)
		require.Equal(t, was, s, "left alone")
	}
	const text = "(0x1.8p+00+0x1p-60)*2^1, max 0x1p+00"
	require.NoError(t, s.UnmarshalText([]byte(text)))
	was = s
	for old, others := range map[string][]string{
		text:        {"", "1", "{}", "nan", "-NaN", "00", text + text, " " + text, text + " "},
		"(":         {"", "((", "-("},
		"0x1.8p+00": {"", "1.5", "0x1p-1", "NaN", "0x1p+65", "0x1_8p-4"},
		"+0x":       {"0x", "++0x", "+-0x"},
		"0x1p-60":   {"", "0", "0x1p-7", "inf"},
		")*":        {")", "*"},
		"2^1":       {"2^0", "2^2", "2^+1", "2^01", "e^max", "", "2^"},
		", max ":    {", max", " max ", ", "},
		"0x1p+00":   {"", "1", "+0x1p+00", "--0x1p+00", "0x1p+01", "-Inf", "Inf", "NaN"},
	} {
		for _, other := range others {
			changed := strings.Replace(text, old, other, 1)
			if old == "0x1p+00" {
				changed = strings.TrimSuffix(text, old) + other
			}
			require.ErrorIs(t, s.UnmarshalText([]byte(changed)), kernel.ErrSum, changed)
			require.Equal(t, was, s, "left alone")
		}
	}
	assert.EqualError(t, s.UnmarshalText([]byte("1")), `sumlog/kernel: ExpSum: unknown form "1": `+
		`want one like "(0x1p+00+0x0p+00)*2^0, max 0x0p+00": not a sum`)
}

// Sums of blocks, added or merged, stored and read on the way, have the bits of LogSumExp.
func TestExpSumOfParts(t *testing.T) {
	r := rand.New(rand.NewPCG(10, 4))
	for range 30 {
		x := make([]float64, r.IntN(20_000))
		for i := range x {
			x[i] = []float64{10, -1000, 0x1p41, -0x1p41, math.Inf(-1)}[i/4096] + r.Float64()
		}
		want := kernel.LogSumExp(kernel.Generic, x)
		for _, isa := range kernel.Supported() {
			require.Equal(t, want, kernel.LogSumExp(isa, x))
			var added, merged kernel.ExpSum
			cut := min(len(x), r.IntN(5)*4096)
			added.Add(isa, x[:cut])
			added.Add(isa, x[cut:])
			for block := range slices.Chunk(x, 4096) {
				var s, read kernel.ExpSum
				s.Add(isa, block)
				data, err := s.MarshalBinary()
				require.NoError(t, err)
				require.NoError(t, read.UnmarshalBinary(data))
				merged.Merge(read)
			}
			require.True(t, added == merged, "%v, %v", added, merged)
			require.Equal(t, want, added.Log())
		}
	}
}

// The largest element is +0 where there are zeros of both signs, in any order.
func TestExpSumOfZeros(t *testing.T) {
	zero := math.Copysign(0, -1)
	for _, isa := range kernel.Supported() {
		for _, x := range [][]float64{{zero}, {0, zero}, {zero, 0}, {zero, -1, zero, -1, -1, -1, -1, -1, -1}} {
			var s kernel.ExpSum
			s.Add(isa, x)
			assert.False(t, math.Signbit(s.Max()), "%v of %v", x, isa)
		}
	}
}

func TestExpSumOfNothing(t *testing.T) {
	inf := math.Inf(1)
	var s kernel.ExpSum
	assert.Equal(t, -inf, s.Log())
	assert.Equal(t, -inf, s.Max())
	s.Add(kernel.Best(), nil)
	s.Add(kernel.Best(), []float64{-inf})
	s.Merge(kernel.ExpSum{})
	assert.True(t, s == kernel.ExpSum{}, "%v", s)
	s.Merge(expSum(-3))
	assert.True(t, s == expSum(-3), "%v", s)
	assert.Equal(t, -3., s.Max())
	assert.Equal(t, -3., s.Log())
	s.Merge(expSum(math.NaN()))
	assert.True(t, s == expSum(math.NaN()), "%v", s)
	assert.True(t, math.IsNaN(s.Max()) && math.IsNaN(s.Log()))
}

// FuzzExpSumForms reads arbitrary bytes and text: what is no sum is an error, and what is one is
// written as it was read and can be used like any other.
func FuzzExpSumForms(f *testing.F) {
	for _, s := range expSums() {
		data, _ := s.MarshalBinary()
		f.Add(data, s.String())
	}
	f.Fuzz(func(t *testing.T, data []byte, text string) {
		var s, again kernel.ExpSum
		if err := s.UnmarshalBinary(data); err != nil {
			require.ErrorIs(t, err, kernel.ErrSum)
			require.Equal(t, kernel.ExpSum{}, s, "left alone")
		} else {
			require.NoError(t, again.UnmarshalText([]byte(s.String())))
			require.True(t, s == again, "%v, %v", s, again)
		}
		if err := again.UnmarshalText([]byte(text)); err != nil {
			require.ErrorIs(t, err, kernel.ErrSum)
		}
		s.Merge(again)
		require.True(t, math.IsNaN(s.Max()) || s.Log() >= s.Max() ||
			s.Max()-s.Log() < 1e-6*max(1, math.Abs(s.Max())), "%v", s)
	})
}

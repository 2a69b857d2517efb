package kernel_test

import (
	"bytes"
	"encoding"
	"encoding/gob"
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog/kernel"
)

// sum is an accumulator with its forms; *T reads what T writes.
type sum interface {
	comparable
	encoding.BinaryAppender
	encoding.TextAppender
	String() string
	Sum() float64
}

func log1pSum(x ...float64) (s kernel.Log1pSum) {
	s.Add(kernel.Best(), x)
	return s
}

func dotLogSum(w, x []float64) (s kernel.DotLogSum) {
	s.Add(kernel.Best(), w, x)
	return s
}

func TestLog1pSumForms(t *testing.T) {
	inf := math.Inf(1)
	sums := map[string]kernel.Log1pSum{
		"log1p((0x1p+00+0x0p+00)*2^0, 0x0p+00, 0x0p+00)":             log1pSum(),
		"log1p((0x1.a4p+00+0x0p+00)*2^6, 0x0p+00, 0x0p+00)":          log1pSum(2, 4, 6),
		"log1p((0x1p+00+0x0p+00)*2^0, 0x1p-60, -0x1p-121)":           log1pSum(0x1p-60),
		"log1p((0x1p+00+0x0p+00)*2^0, -0x1p-1074, 0x0p+00)":          log1pSum(-math.SmallestNonzeroFloat64),
		"log1p((0x1.8p+00+0x0p+00)*2^0*0*Inf*NaN, 0x0p+00, 0x0p+00)": log1pSum(0.5, -1, inf, -2),
	}
	both := log1pSum(3)
	both.Merge(log1pSum(0x1p-60))
	sums["log1p((0x1p+00+0x0p+00)*2^2, 0x1p-60, -0x1p-121)"] = both
	checkForms(t, sums, map[string][]string{
		"log1p(":  {"", "sumlog1p(", "log1p((", "dotlog("},
		", ":      {"", ",", ",  ", ", 0x1p+00, "},
		", 0x1p":  {", 1p", ", NaN0x1p", ", +0x1p", ", 0x1_1p", ", 0x"},
		")*2^2":   {")2^2", ")*2", ")*2^x"},
		"-121)":   {"-121", "-121))", "-121) ", "+9999)"},
		"0x1p-60": {"NaN", "+Inf"},
	}, both)
}

func TestDotLogSumForms(t *testing.T) {
	inf, one := math.Inf(1), []float64{1, 1, 1}
	over := dotLogSum([]float64{1e308, 1e308}, []float64{10, 10})
	some := dotLogSum(one, []float64{0.5, 0, inf})
	checkForms(t, map[string]kernel.DotLogSum{
		"dotlog(0x0p+00, 0x0p+00, 0x0p+00)":                                               dotLogSum(nil, nil),
		"dotlog(-0x1.62e42fefa39efp-01, -0x1.abc9e3bp-56, 0x1.62e42fefa39efp-01)+Inf-Inf": some,
		"dotlog(0x0p+00, 0x0p+00, 0x0p+00)+Inf-Inf+NaN":                                   dotLogSum(one, []float64{0, inf, -1}),
		over.String(): over,
	}, map[string][]string{
		"dotlog(":  {"", "log1p(", "dotlog(("},
		", ":       {"", ",", ",  ", ", 0x1p+00, "},
		"-0x1":     {"NaN", "+Inf", "+0x1", "1", "-0x1p+9999"},
		"+Inf-Inf": {"-Inf+Inf", "+Inf+Inf", "Inf-Inf", "+NaN+Inf", "+Inf-Inf "},
		", 0x1.6":  {", -0x1.6", ", NaN", ", -Inf"},
	}, some)
	require.Greater(t, over.Magnitude(), math.MaxFloat64)
}

// checkForms reads back what each sum writes, to the last bit, and has the forms of good refused
// after each change.
func checkForms[T sum](t *testing.T, sums map[string]T, changes map[string][]string, good T) {
	read := func(s *T) interface {
		encoding.BinaryUnmarshaler
		encoding.TextUnmarshaler
	} {
		return any(s).(interface {
			encoding.BinaryUnmarshaler
			encoding.TextUnmarshaler
		})
	}
	for text, s := range sums {
		require.Equal(t, text, s.String())
		var back T
		require.NoError(t, read(&back).UnmarshalText([]byte(text)))
		require.Equal(t, text, any(back).(interface{ String() string }).String())
		data, err := s.AppendBinary([]byte("x"))
		require.NoError(t, err)
		var sent T
		require.NoError(t, read(&sent).UnmarshalBinary(data[1:]))
		require.Equal(t, text, sent.String())
		require.Equal(t, math.Float64bits(s.Sum()), math.Float64bits(sent.Sum()), text)
		if !strings.Contains(text, "(NaN") && !strings.Contains(text, ", NaN") {
			require.True(t, s == back && s == sent, "%s: %v, %v", text, back, sent)
		}
		// Without forms of its own a sum is {} in JSON, and reads back as the empty one.
		inJSON, err := json.Marshal([]T{s})
		require.NoError(t, err)
		var list []T
		require.NoError(t, json.Unmarshal(inJSON, &list))
		require.Equal(t, text, list[0].String())
		var buffer bytes.Buffer
		require.NoError(t, gob.NewEncoder(&buffer).Encode(s))
		require.NoError(t, gob.NewDecoder(&buffer).Decode(&list[0]))
		require.Equal(t, text, list[0].String())
	}

	kept := good
	for old, others := range changes {
		for _, other := range others {
			text := strings.Replace(good.String(), old, other, 1)
			require.NotEqual(t, good.String(), text)
			require.ErrorIs(t, read(&kept).UnmarshalText([]byte(text)), kernel.ErrSum, text)
			require.Equal(t, good, kept, "left alone")
		}
	}
	data, err := good.AppendBinary(nil)
	require.NoError(t, err)
	for name, change := range map[string]func(b []byte) []byte{
		"empty":    func([]byte) []byte { return nil },
		"short":    func(b []byte) []byte { return b[:len(b)-1] },
		"long":     func(b []byte) []byte { return append(b, 0) },
		"version":  func(b []byte) []byte { b[0]++; return b },
		"flags":    func(b []byte) []byte { b[1] |= 8; return b },
		"infinite": func(b []byte) []byte { copy(b[len(b)-16:], "\x7f\xf0\x00\x00\x00\x00\x00\x00"); return b },
		"huge":     func(b []byte) []byte { b[len(b)-8], b[len(b)-7] = 0xff, 0xff; return b },
	} {
		err := read(&kept).UnmarshalBinary(change(bytes.Clone(data)))
		require.ErrorIs(t, err, kernel.ErrSum, name)
		require.Equal(t, good, kept, "left alone")
	}
}

// Each type refuses the others' forms, though Product and DotLogSum have the same length.
func TestFormsTellTypesApart(t *testing.T) {
	var p kernel.Product
	product, err := p.MarshalBinary()
	require.NoError(t, err)
	dot, err := kernel.DotLogSum{}.MarshalBinary()
	require.NoError(t, err)
	var s kernel.DotLogSum
	require.EqualError(t, s.UnmarshalBinary(product),
		"sumlog/kernel: DotLogSum: version 0x01, want 0x21: not a sum")
	require.EqualError(t, p.UnmarshalBinary(dot),
		"sumlog/kernel: Product: version 0x21, want 0x01: not a product")
	require.Len(t, dot, len(product))
}

// Whatever a sum of nothing went through, it is the zero value.
func TestEmptyLog1pSumIsTheZeroValue(t *testing.T) {
	s := log1pSum(0, 0)
	s.Merge(log1pSum())
	require.True(t, s == kernel.Log1pSum{}, "%#v", s)
}

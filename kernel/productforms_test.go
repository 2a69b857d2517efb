package kernel_test

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sumlog/kernel"
)

// productsOfAllKinds has a product with each flag, with errors of either sign, with far
// exponents, and the empty one.
func productsOfAllKinds() []kernel.Product {
	var list []kernel.Product
	for _, x := range [][]float64{
		nil,
		{1},
		{3, 5, 7},
		{0.1, 0.7, 0.3},
		{1.1, 1.3, 1.7},
		{0},
		{math.Inf(1), 3},
		{-2},
		{0, math.Inf(1), math.NaN(), 3},
		values(100_000, 0, 1), values(100_000, 1e300, 1.7e308),
		{math.SmallestNonzeroFloat64},
	} {
		var p kernel.Product
		p.Add(kernel.Generic, x)
		list = append(list, p)
	}
	return append(list, kernel.Product{})
}

// stored holds products in every way that encodings tell apart.
type stored struct {
	Value   kernel.Product
	Pointer *kernel.Product
	Map     map[string]kernel.Product
	Slice   []kernel.Product
}

func TestProductText(t *testing.T) {
	for want, x := range map[string][]float64{
		"(0x1p+00+0x0p+00)*2^0":                              nil,
		"(0x1.a4p+00+0x0p+00)*2^6":                           {3, 5, 7},
		"(0x1p+00+0x0p+00)*2^-1074":                          {math.SmallestNonzeroFloat64},
		"(0x1.8p+00+0x0p+00)*2^1*0":                          {3, 0},
		"(0x1p+00+0x0p+00)*2^0*0*Inf*NaN":                    {0, math.Inf(1), math.NaN()},
		"(0x1p+00+0x0p+00)*2^0*NaN":                          {-1},
		"(0x1.47ae147ae147cp+00-0x1.eb851eb851eb8p-54)*2^-7": {0.1, 0.1},
	} {
		var p, q kernel.Product
		p.Add(kernel.Generic, x)
		assert.Equal(t, want, p.String())
		text, err := p.AppendText([]byte("x"))
		require.NoError(t, err)
		assert.Equal(t, "x"+want, string(text))
		require.NoError(t, q.UnmarshalText(text[1:]))
		assert.True(t, p == q, "%v, %v", p, q)
	}
	for _, p := range productsOfAllKinds() {
		var q kernel.Product
		require.NoError(t, q.UnmarshalText([]byte(p.String())))
		require.True(t, p == q, "%v, %v", p, q)
		require.Equal(t, binaryForm(t, p), binaryForm(t, q))
	}
}

// What other languages write for 105: C's %a may begin with another digit than 1, Python
// writes all digits.
func TestProductTextOfOthers(t *testing.T) {
	for _, text := range []string{
		"(0x1.a40p+0+0x0.0p+0)*2^6", "(0xd.2p-3+0x0p+0)*2^6", "(0x1.a400000000000p+0+0x0.0p+0)*2^+6", "(0x1.A4P0+0x0p0)*2^6",
	} {
		var p kernel.Product
		require.NoError(t, p.UnmarshalText([]byte(text)), text)
		require.Equal(t, "(0x1.a4p+00+0x0p+00)*2^6", p.String(), text)
	}
}

func TestProductTextRefuses(t *testing.T) {
	const good = "(0x1.8p+00+0x1p-60)*2^1*0*Inf*NaN"
	var p kernel.Product
	require.NoError(t, p.UnmarshalText([]byte(good)))
	was := p
	for old, others := range map[string][]string{
		good:         {"", "{}", "(", ")*2^", "()*2^1", "(+)*2^1", "1", "3", "v2 " + good, good + good},
		"(":          {"", " (", "(+", "(-", "(("},
		"0x1.8p+00":  {"", "1.5", "1.5p0", "0x1.8", "0x2p+00", "0x1p-1", "0x1.p", "0x1.8p+9999", "nan", "inf", "0x1_8p-4", "0x1.8p+00+0x1p-70"},
		"+0x":        {"0x", " + 0x", "++0x", "+-0x", "*0x"},
		"0x1p-60":    {"", "0", "0x1p-8", "0x1p+9999", "0x", "NaN", "inf"},
		")*2^":       {")2^", "*2^", ")*3^", ")*2", ") * 2^", ")*2^^"},
		"^1":         {"^", "^1.5", "^0x1", "^ 1", "^1_0", "^9007199254740993", "^-9007199254740993", "^99999999999999999999"},
		"*0*Inf*NaN": {"*", "*1", "*0*0", "*inf", "*NaN*Inf", "*Inf*0", "*NaN*NaN", "*0*Inf*NaN ", "*0*Inf*NaN\n"},
	} {
		for _, other := range others {
			text := strings.Replace(good, old, other, 1)
			err := p.UnmarshalText([]byte(text))
			require.ErrorIs(t, err, kernel.ErrProduct, text)
			require.Equal(t, was, p, "left alone")
		}
	}
	assert.EqualError(t, p.UnmarshalText([]byte("1")),
		`sumlog/kernel: Product: unknown form "1": want one like "(0x1p+00+0x0p+00)*2^0": not a product`)
}

// Without a text form JSON writes {} for any product, and reads it back as the empty one.
func TestProductEncodings(t *testing.T) {
	for _, p := range productsOfAllKinds() {
		want := stored{p, &p, map[string]kernel.Product{"p": p}, []kernel.Product{p, {}}}
		text, err := json.Marshal(want)
		require.NoError(t, err)
		var got stored
		require.NoError(t, json.Unmarshal(text, &got), "%s", text)
		require.Equal(t, want, got, "%s", text)

		var buffer bytes.Buffer
		require.NoError(t, gob.NewEncoder(&buffer).Encode(want))
		got = stored{}
		require.NoError(t, gob.NewDecoder(&buffer).Decode(&got))
		require.Equal(t, want, got, "%v", p)
	}
	var p kernel.Product
	assert.Error(t, json.Unmarshal([]byte("{}"), &p))
}

// Whatever a product of nothing went through, it is the zero value.
func TestEmptyProductIsTheZeroValue(t *testing.T) {
	for name, change := range map[string]func(p *kernel.Product){
		"Add":   func(p *kernel.Product) { p.Add(kernel.Best(), nil) },
		"Merge": func(p *kernel.Product) { p.Merge(kernel.Product{}) },
		"binary form": func(p *kernel.Product) {
			data, err := p.MarshalBinary()
			require.NoError(t, err)
			require.NoError(t, p.UnmarshalBinary(data))
		},
		"text form": func(p *kernel.Product) {
			text, err := p.MarshalText()
			require.NoError(t, err)
			require.NoError(t, p.UnmarshalText(text))
		},
		"reciprocals": func(p *kernel.Product) { p.Add(kernel.Best(), []float64{0.5, 2}) },
		"of factors before": func(p *kernel.Product) {
			data, err := p.MarshalBinary()
			require.NoError(t, err)
			p.Add(kernel.Best(), []float64{3})
			require.NoError(t, p.UnmarshalBinary(data))
		},
	} {
		var p kernel.Product
		change(&p)
		assert.True(t, p == kernel.Product{}, "%s: %#v", name, p)
	}
}

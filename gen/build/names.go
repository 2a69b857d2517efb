package build

import (
	"fmt"
	"math"
	"slices"

	"sumlog/gen/ir"
	"sumlog/internal/generic"
)

// entry is a 64-bit pattern and its name: the constants of the assembly are called what they are.
// Those of the specification have the name of the Go constant in sumlog/internal/generic, in lower
// case, with its index where that is an array.
type entry struct {
	name string
	bits uint64
}

// fromSpecification lists the constants that package generic names.
func fromSpecification() []entry {
	list := []entry{
		{"ln2hi", math.Float64bits(generic.Ln2Hi)},
		{"ln2lo", math.Float64bits(generic.Ln2Lo)},
		{"ln2", math.Float64bits(generic.Ln2)},
		{"ln2tail", math.Float64bits(generic.Ln2Tail)},
		{"infinity", generic.Infinity},
		{"mantissamask", generic.MantissaMask},
		{"integer", generic.Integer},
		{"logsplit", generic.LogSplit},
		{"smallx", math.Float64bits(generic.SmallX)},
		{"directsplit", math.Float64bits(generic.DirectSplit)},
		{"expinverse", math.Float64bits(generic.ExpInverse)},
		{"expsafe", math.Float64bits(generic.ExpSafe)},
		{"expinfinite", math.Float64bits(generic.ExpInfinite)},
		{"leadingfirst", math.Float64bits(generic.LeadingFirst)},
		{"leadingfifth", math.Float64bits(generic.LeadingFifth)},
		{"expzero", math.Float64bits(generic.ExpZero)},
		{"halfln2pi", math.Float64bits(generic.HalfLn2Pi)},
		{"halfln2pilo", math.Float64bits(generic.HalfLn2PiLo)},
		{"fewfactors", math.Float64bits(generic.FewFactors)},
		{"maxrising", math.Float64bits(generic.MaxRising)},
		{"maxexactrest", math.Float64bits(generic.MaxExactRest)},
		{"narrowrising", math.Float64bits(generic.NarrowRising)},
		{"gammaleast", math.Float64bits(generic.GammaLeast)},
		{"digammaslope", math.Float64bits(generic.DigammaSlope)},
		{"digammazero", math.Float64bits(generic.DigammaZero)},
		{"gammahuge", math.Float64bits(generic.GammaHuge)},
		{"gammaoverflow", math.Float64bits(generic.GammaOverflow)},
	}
	for _, array := range []struct {
		name   string
		values []float64
	}{
		{"logq", generic.LogQ[:]},
		{"atanhr", generic.AtanhR[:]},
		{"stirling", generic.Stirling[:]},
		{"expe", generic.ExpE[:]},
		{"ratior", generic.RatioR[:]},
		{"carefulq", generic.CarefulQ[:]},
		{"carefulln2", generic.CarefulLn2[:]},
		{"gammastirling", generic.GammaStirling[:]},
	} {
		for i, c := range array.values {
			list = append(list, entry{fmt.Sprint(array.name, i), math.Float64bits(c)})
		}
	}
	for i, c := range generic.CarefulSeries {
		name := fmt.Sprint("carefulseries", i+1)
		list = append(list,
			entry{name, math.Float64bits(c[0])}, entry{name + "lo", math.Float64bits(c[1])})
	}
	return list
}

// logOffset is what Log takes from the bits of its argument.
const logOffset = generic.LogSplit - generic.OneBits + 2<<52

// derived lists the constants that the kernels make of those of the specification, of a
// format's fields and of small numbers.
var derived = []entry{
	{"zero", 0},
	{"one", generic.OneBits},
	{"half", math.Float64bits(0.5)},
	{"two", math.Float64bits(2)},
	{"quarter", math.Float64bits(0.25)},
	{"eighth", math.Float64bits(0.125)},
	{"below8", math.Float64bits(0x1.fffffffffffffp2)},
	{"minus600", math.Float64bits(-600)},
	{"two_to600", math.Float64bits(0x1p600)},
	{"two_to800", math.Float64bits(0x1p800)},
	{"two_to30", math.Float64bits(0x1p30)},
	{"two_to_minus200", math.Float64bits(0x1p-200)},
	{"two_to_minus500", math.Float64bits(0x1p-500)},
	{"two_to_minus800", math.Float64bits(0x1p-800)},
	{"two_to_minus900", math.Float64bits(0x1p-900)},
	{"minus1022", math.Float64bits(-1022)},
	{"farbelow", math.Float64bits(generic.FarBelow)},
	{"nan", math.Float64bits(math.NaN())},
	{"minusleast", math.Float64bits(-math.SmallestNonzeroFloat64)},

	// Patterns that take a number apart.
	{"minnormal", generic.MantissaMask + 1},
	{"infinityhalves", generic.Infinity | generic.Infinity>>32}, // in both halves of a lane
	{"rawmin", generic.RawMin << 32},
	{"maxfield", generic.Infinity>>52 - 2}, // of an exponent that may be normalised
	{"minusbias", 1<<64 - 1023},
	{"twicebias", 2046 << 52}, // in the exponent field
	// of a positive normal number less the least one, without its last bit
	{"normalmax", (2046<<52 - 1) >> 1},
	{"dotcancels", math.Float64bits(generic.DotCancels)},
	{"last_place", 52 << 52}, // from an exponent to the one of the last place
	{"minusone_int", 1<<64 - 1},
	{"minus8_int", 1<<64 - 8},
	{"minus1022_int", 1<<64 - 1022},
	{"signbit", 1 << 63},
	{"ratio_span", ((generic.RatioMax-generic.RatioMin)<<32 - 1) >> 1}, // without its last bit
	{"kldivscale", math.Float64bits(1 << generic.KLDivShift)},
	{"lowhalf", 1<<32 - 1},
	{"highone", 1 << 32},
	{"signbit32", 1 << 31},
	{"ratiomax_less_half", (generic.RatioMax<<32 - 1) >> 1},
	{"infinity_less_half", (generic.Infinity - 1) >> 1},
	{"third", math.Float64bits(generic.Third)},
	{"rawmax1p_less", generic.RawMax1p - 1}, // of a high half
	{"xlogysafe", math.Float64bits(generic.XLogYSafe)},
	{"xlogysafe_max", (generic.Infinity - 1 - math.Float64bits(generic.XLogYSafe)) >> 1},
	{"xlogysafe_span", (generic.Infinity - math.Float64bits(generic.XLogYSafe)) >> 1},
	{"xlogymin", math.Float64bits(generic.XLogYMin)},
	{"xlogymin_span", (generic.Infinity - math.Float64bits(generic.XLogYMin)) >> 1},
	{"absmask", 1<<63 - 1},
	{"ln2_eighth", math.Float64bits(generic.Ln2 / 8)},
	{"minusinfinity", math.Float64bits(math.Inf(-1))},
	{"expsafe_less", math.Float64bits(generic.ExpSafe) - 1},
	{"minus_expln2hi", math.Float64bits(-generic.ExpLn2Hi)},
	{"minus_expln2lo", math.Float64bits(-generic.ExpLn2Lo)},
	{"log1pscale", 2044 << 52},               // twicebias less what logoffset has too much
	{"log1poffset_max", (2045<<52 - 1) >> 1}, // without its last bit
	{"one_minus_logsplit", generic.OneBits - generic.LogSplit},
	{"one_minus_sqrthalfsplit", generic.OneBits - generic.SqrtHalfSplit},
	{"minus_gammafirst", 1<<64 - generic.GammaFirst},
	{"one_minus_ratiosplit", 1<<64 + generic.OneBits - generic.RatioSplit},
	{"sqrthalfsplit", generic.SqrtHalfSplit},

	// An exponent field taken as an integer is 2^52 times the exponent: logarithms of 2 for that.
	{"ln2hi_field", math.Float64bits(generic.Ln2Hi * 0x1p-52)},
	{"ln2lo_field", math.Float64bits(generic.Ln2Lo * 0x1p-52)},
	{"ln2_field", math.Float64bits(generic.Ln2 * 0x1p-52)},
	{"ln2tail_field", math.Float64bits(generic.Ln2Tail * 0x1p-52)},
	{"carefulln20_field", math.Float64bits(generic.CarefulLn2[0] * 0x1p-52)},
	{"carefulln21_field", math.Float64bits(generic.CarefulLn2[1] * 0x1p-52)},
	{"carefulln22_field", math.Float64bits(generic.CarefulLn2[2] * 0x1p-52)},
	{"gammamost_above", math.Float64bits(math.Nextafter(generic.GammaMost, math.Inf(1)))},
	{"logoffset", 1<<64 - logOffset},
	{"logoffset_max", (generic.Infinity - 1 - logOffset) >> 1}, // without its last bit

	// Floats that an integer is or-ed into or added to.
	{"integer_plus1021", math.Float64bits(0x1p52 + 1021)},
	{"integer_plus1023", math.Float64bits(0x1p52 + 1023)},
	{"integer_plus2048", math.Float64bits(0x1p52 + 2048)},
	{"integer_plus2048_less_kldivshift", math.Float64bits(0x1p52 + 2048 - generic.KLDivShift)},
	{"upperinteger", math.Float64bits(0x1p84)}, // an integer times 2^32
	{"upperinteger_plus2to52", math.Float64bits(0x1p84 + 0x1p52)},
	{"upperinteger_plus2to63and2to52", math.Float64bits(0x1p84 + 0x1p63 + 0x1p52)},
	{"integer_plus2to31", math.Float64bits(0x1p52 + 0x1p31)},
	{"integer_signed", math.Float64bits(0x3p51)},

	// NEON's names of the bytes of a table.
	{"entrymask", 0x0000000700000007},
	{"entrysize", 0x0808080808080808},
	{"entrybytes", 0x0706050403020100},
}

// tables names the tables of look-ups.
var tables = func() map[[8]float64]string {
	m := map[[8]float64]string{
		generic.LogC:           "logc",
		generic.LogHi:          "loghi",
		generic.LogLo:          "loglo",
		generic.CarefulLogMid:  "carefullogmid",
		generic.CarefulLogRest: "carefullogrest",
		generic.Factorials:     "factorials",
		generic.ExpT:           "expt",
		generic.ExpTLess:       "exptless",
		generic.ExpR:           "expr",
		generic.GammaZero:      "gammazero",
		generic.GammaCentre:    "gammacentre",
		generic.GammaG0:        "gammag0",
		generic.GammaG0Lo:      "gammag0lo",
		generic.GammaG1:        "gammag1",
		generic.GammaG1Lo:      "gammag1lo",
	}
	for k, t := range generic.GammaQ {
		m[t] = fmt.Sprint("gammaq", k)
	}
	return m
}()

// byBits has the first name of each pattern: some constants of the specification are alike.
var byBits = func() map[uint64]string {
	m := map[uint64]string{}
	for _, c := range slices.Concat(derived, fromSpecification()) {
		if _, named := m[c.bits]; !named {
			m[c.bits] = c.name
		}
	}
	return m
}()

// Name returns the name of a constant. It stops the generation of p where there is none.
func Name(p *ir.Program, bits uint64) string {
	name, ok := nameOf(bits)
	if !ok {
		p.Failf("constant %#016x has no name: give it one in gen/build/names.go", bits)
	}
	return name
}

// nameOf returns the name of a constant: that in the lists here, int7 for an integer below 2^16, n3
// and n3_half for the floats 3 and 3.5, and "minus" before the name of its negative. Any other has
// none.
func nameOf(bits uint64) (name string, ok bool) {
	if name, ok = byBits[bits]; ok {
		return name, true
	}
	whole, part := math.Modf(math.Float64frombits(bits))
	small := 1 <= whole && whole < 1<<16
	switch {
	case bits < 1<<16:
		return fmt.Sprintf("int%d", bits), true
	case small && part == 0:
		return fmt.Sprintf("n%.0f", whole), true
	case small && part == 0.5:
		return fmt.Sprintf("n%.0f_half", whole), true
	case bits>>63 == 1:
		name, ok = nameOf(bits ^ 1<<63)
		return "minus" + name, ok
	}
	return "", false
}

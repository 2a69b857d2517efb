package generic

// The constants of the logarithm and of the closed form. The generator of the
// assembly reads this file, so no digit is written twice.

// Ln2Hi + Ln2Lo is ln 2 to 2^-86. Ln2Hi is ln 2 cut to 32 bits, so that its product
// with an exponent, and that product plus a value of [LogHi], is exact.
const (
	Ln2Hi = 0x1.62e42fee00000p-1
	Ln2Lo = 0x1.a39ef35793c76p-33
)

// The logarithm writes x = 2^k·m with m in [21/32, 21/16), cuts that interval
// into the eight parts between consecutive values of the top three bits of
// bits(m) - bits(21/32), and multiplies m by the [LogC] of its part: r = m·C - 1
// then lies in [-0.0704, 0.0665].
//
// LogC has at most five significant bits, and |r| is below 2^-4 where m is below 1,
// which makes r exact. Its sixth value is 1, so that ln x is r + O(r²) near x = 1
// and keeps its relative precision there.
var LogC = [8]float64{23. / 16, 21. / 16, 5. / 4, 9. / 8, 17. / 16, 1, 7. / 8, 13. / 16}

// LogHi + LogLo is -ln [LogC], to 2^-77. LogHi is a multiple of 2^-22: its lower 32
// bits are zero, so that one half of it need be looked up.
var (
	LogHi = [8]float64{
		-0x1.739d8p-2, -0x1.1675dp-2, -0x1.c8ff8p-3, -0x1.e2708p-4,
		-0x1.f0a3p-5, 0, 0x1.1178ep-3, 0x1.a93eep-3,
	}
	LogLo = [8]float64{
		0x1.2885ff2c63b67p-27, 0x1.515167c7f18cep-24, 0x1.c32b2ef29ed14p-26, 0x1.23aa1a342c2afp-25,
		-0x1.8022c54cc2f99p-26, 0, 0x1.044fc8f7bc671p-24, -0x1.86ea4c3921a83p-24,
	}
)

// LogQ approximates q(r) = (ln(1+r) - r + r²/2) / r³, lowest power first. Minimax
// by Sollya's fpminimax, coefficients rounded to binary64: the error in ln(1+r)
// is 2^-65.4 absolute over r in [-0.0704, 0.0665], and 2^-59.7 relative to r
// where LogC is 1.
var LogQ = [10]float64{
	0x1.55555555555cp-2, -0x1.00000000007cfp-2, 0x1.999999990e452p-3, -0x1.5555554ecc6cp-3,
	0x1.24924b11e9c86p-3, -0x1.00000f4403f9dp-3, 0x1.c716549d8613p-4, -0x1.997ad9eca5e9fp-4,
	0x1.78d799249d7ap-4, -0x1.61cc551b86ba1p-4,
}

// AtanhR approximates R(z) = (2·atanh(s) - 2s)/s with z = s², lowest power of z
// first and without a constant term: R(z) = z·(AtanhR[0] + AtanhR[1]·z + …). The
// error is 2^-58.45 for |s| <= 3 - 2√2. The coefficients are those of
// fdlibm's e_log.c (Lg1 … Lg7, Sun Microsystems, 1993).
var AtanhR = [7]float64{
	0x1.5555555555593p-1, 0x1.999999997fa04p-2, 0x1.2492494229359p-2, 0x1.c71c51d8e78afp-3,
	0x1.7466496cb03dep-3, 0x1.39a09d078c69fp-3, 0x1.2f112df3e5244p-3,
}

// Stirling approximates the correction of Stirling's series,
// ln Γ(a) - ((a-1/2)·ln a - a + ln(2π)/2), as i·(Stirling[0] + Stirling[1]·i² + …)
// with i = 1/a. Minimax by Sollya's fpminimax: the bracket errs by 4.6e-18 for
// i <= 1/16, the correction by 2.0e-19.
var Stirling = [5]float64{
	0x1.5555555555555p-4, -0x1.6c16c16bfc7cfp-9, 0x1.a019fe82f7977p-11, -0x1.380af746b2769p-11,
	0x1.afa00988baeccp-11,
}

// GammaStirling is [Stirling] for i <= 1/8, where ln Γ and its kin begin with it. Minimax by
// Sollya's fpminimax of the series to B_48: the bracket errs by 2^-57.58, nearly all of
// which is the rounding of 1/12.
var GammaStirling = [7]float64{
	0x1.5555555555555p-4, -0x1.6c16c16c10997p-9, 0x1.a01a015dd60fdp-11, -0x1.3813320aa1161p-11,
	0x1.b920e2fb672fcp-11, -0x1.ee6cb6498c401p-10, 0x1.46763238eff36p-8,
}

const (
	// HalfLn2Pi + HalfLn2PiLo is ln(2π)/2 to 2^-109.
	HalfLn2Pi   = 0x1.d67f1c864beb5p-1
	HalfLn2PiLo = -0x1.65b5a1b7ff5dfp-55
)

// Factorials holds 0! … 7!.
var Factorials = [8]float64{1, 1, 2, 6, 24, 120, 720, 5040}

// The bit patterns by which a value is taken apart.
const (
	MantissaMask  = 1<<52 - 1
	OneBits       = 0x3FF0000000000000 // bits(1)
	bias          = 1023               // of the exponent field
	Infinity      = 0x7FF0000000000000 // bits(+Inf)
	LogSplit      = 0x3FE5000000000000 // bits(21/32), where the logarithm's m begins
	SqrtHalfSplit = 0x3FE6A09E667F3BCD // bits(√½), where the closed form's m begins
	Integer       = 0x4330000000000000 // bits(2^52): or-ing in an integer k < 2^52 gives 2^52 + k
)

const (
	// MaxFactors is how many leading factors of the product (1+x)(2+x)… the
	// closed form multiplies out when x is small, so that Stirling's series is
	// used at 1+MaxFactors+x >= 16 only.
	MaxFactors = 16
	// SmallX is the bound under which x needs these factors.
	SmallX = MaxFactors - 1
	// FirstLarge is the argument from which on ln Γ and its kin use Stirling's series.
	FirstLarge = 8
	// GammaHuge is the argument from which on the terms of Stirling's series may overflow before
	// their sum does.
	GammaHuge = 0x1p1014
	// GammaOverflow exceeds every argument whose ln Γ is finite.
	GammaOverflow = 0x1p1015
	// NarrowRising is the fractional count below which LogRising takes a central difference of
	// that width.
	NarrowRising = 0x1p-30

	// MaxExactRest is the count up to which LogRising takes 8 off without a rounding.
	MaxExactRest = 0x1p53
	// FewFactors is the bound under which a product of 8 factors does not overflow.
	FewFactors = 0x1p100
	// MaxRising is the x from which on LogRising is infinite, and the functions made of it are: a
	// product (1+√2)·x must not overflow.
	MaxRising = 0x1.8p1022
	// DirectChunk is how many terms LogAccumulateDirect adds before it
	// normalises its sum. A chunk's exact part stays below
	// DirectChunk·710 < 2^18, a multiple of 2^-34: 52 bits.
	DirectChunk = 256
	// DirectSplit is 3·2^(52-34-1): adding and subtracting it rounds a value of
	// magnitude below 2^17 to a multiple of 2^-34.
	DirectSplit = 0x3p17
)

// Reductions are defined on virtual lanes, so that the width of a machine's
// vectors does not show in the result.
const (
	// Lanes is how many lanes a block has, in two halves of Width. The elements of a
	// block fill them by stripes: the first goes to the lower half, element j to
	// lane j mod Width, the second to the upper half, and so on in turn. So memory is
	// read from beginning to end, and the registers need to hold one half only.
	Lanes  = 32
	Width  = Lanes / 2
	Stripe = 256
	// Block is the number of elements reduced to one product before block products are
	// merged in order.
	Block = 4096
)

// Ln2 is ln 2 rounded to 53 bits, and Ln2Tail what is missing, to 2^-110: for sums
// whose exponent is too large for [Ln2Hi].
const (
	Ln2     = 0x1.62e42fefa39efp-1
	Ln2Tail = 0x1.abc9e3b39803fp-56
)

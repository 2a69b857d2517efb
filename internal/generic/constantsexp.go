package generic

// The constants of e^x, which is 2^(n/8)·e^r with |r| <= ln 2/16·(1 + 2^-20).

// ExpInverse is 8/ln 2. ExpLn2Hi + ExpLn2Lo is ln 2/8 to 2^-96; ExpLn2Hi is ln 2/8 cut to a
// multiple of 2^-42, so that its product with an n below 2^14 is exact.
const (
	ExpInverse = 0x1.71547652b82fep3
	ExpLn2Hi   = 0x1.62e42fefap-4
	ExpLn2Lo   = 0x1.cf79abc9e3b3ap-43
)

// ExpT·(1 + ExpR) is 2^(i/8), to 2^-75 relative. ExpR has 21 bits: its lower 32 bits are zero,
// so that one half of it need be looked up.
var (
	ExpT = [8]float64{
		1, 0x1.172b83c7d517bp0, 0x1.306fe0a31b715p0, 0x1.4bfdad5362a27p0,
		0x1.6a09e667f3bcdp0, 0x1.8ace5422aa0dbp0, 0x1.ae89f995ad3adp0, 0x1.d5818dcfba487p0,
	}
	ExpR = [8]float64{
		0, -0x1.01b16p-55, 0x1.34d75p-55, 0x1.690cfp-56,
		-0x1.3b3fp-54, 0x1.db73p-55, 0x1.c1a78p-55, 0x1.4a386p-56,
	}
)

// ExpTLess is ExpT with i·2^49 taken from the bits of element i: vector code adds n·2^49, which is
// the exponent of 2^(n/8) and the index i besides.
var ExpTLess = [8]float64{
	1, 0x1.f72b83c7d517bp-1, 0x1.f06fe0a31b715p-1, 0x1.ebfdad5362a27p-1,
	0x1.ea09e667f3bcdp-1, 0x1.eace5422aa0dbp-1, 0x1.ee89f995ad3adp-1, 0x1.f5818dcfba487p-1,
}

// ExpE approximates (e^r - 1 - r)/r², lowest power first. Minimax by Sollya's fpminimax,
// coefficients rounded to binary64: the error in e^r is 2^-65.2.
var ExpE = [7]float64{
	0x1p-1, 0x1.555555555559dp-3, 0x1.555555555559bp-5, 0x1.1111110c6689ep-7,
	0x1.6c16c16638ep-10, 0x1.a01edd4886cc1p-13, 0x1.a01eaf9a05a83p-16,
}

const (
	// ExpSafe bounds the |x| for which no step of e^x overflows or is subnormal.
	ExpSafe = 708
	// ExpInfinite and ExpZero are arguments beyond which e^x is rounded to +Inf and to 0. n is
	// below 2^14 between them.
	ExpInfinite = 710
	ExpZero     = -746
	// ExpShift is 3·2^51: adding it rounds to an integer, whose two's complement is then at the
	// lower end of the bits.
	ExpShift = 0x3p51
	// LeadingFirst and LeadingFifth take the places of 1 and 1/24 in the series of e^r, so that
	// five terms of it bound e^r from above for the r of this reduction: e^r/24 is below
	// LeadingFifth, and roundings are below LeadingFirst - 1.
	LeadingFirst = 1 + 0x1p-40
	LeadingFifth = 0x1.7p-5
)

package generic

// ProductBlock is one block of factors for vector code: how many there are of which kind, and
// what becomes of them. The generator reads the offsets.
//
// The factors of a block are taken as they are on the fast path, where that is safe: none is
// below RawMin, and no lane reaches 2^1023 before it is normalised. Else Fallback is set, and of
// the rest only Zeros means something. The block is done again: where zeros may be the reason, in
// the same way with ones in their place; else, or if that fails as well, with the factors split
// into significands and exponents, and those that have none noted in a ProductSpecial. All have
// the bits of [ProductOf], because scaling by powers of two is exact.
type ProductBlock struct {
	Both   int64 // pairs of whole stripes
	Stripe int64 // row pairs of a stripe, a constant

	// The factors after those, by halves of the lanes: row pairs, and 1 where the tail comes
	// next, less than a row pair. One half at most has it.
	Rows, Tail [2]int64

	WantLog int64 // 1 where Log is wanted

	P, E     float64
	Exp      int64
	Log      float64 // of the product, where it is wanted
	Fallback float64 // not 0 where the factors left the fast path
	Zeros    float64 // not 0 where zeros were masked; after Fallback, where they may be the reason
}

const (
	// RawFactors is how many factors vector code multiplies into a lane before it
	// normalises: that many factors of at least RawMin keep the lanes, and the 106
	// bits of their errors, normal numbers.
	RawFactors = Stripe / Width
	// RawMin is the high word of 2^-48.
	RawMin = 0x3CF00000
	// MinProduct is the least product of twice that many factors whose error vector code keeps.
	MinProduct = 0x1p-900
	// RowPair is how many elements two rows of Width have. Blocks are filled up with
	// ones to whole pairs.
	RowPair = 2 * Width
)

// Set makes b the block of n factors, and returns how many of them are not in its tail.
func (b *ProductBlock) Set(n int) (whole int) {
	b.Stripe = Stripe / RowPair
	b.Both = int64(n / (2 * Stripe))
	rest := n % (2 * Stripe)
	first := min(rest, Stripe)
	b.Rows = [2]int64{int64(first / RowPair), int64((rest - first) / RowPair)}
	tail := n % RowPair
	switch {
	case tail == 0:
	case rest > Stripe:
		b.Tail[1] = 1
	default:
		b.Tail[0] = 1
	}
	return n - tail
}

// Product returns what vector code left.
func (b *ProductBlock) Product() Product {
	return Product{P: b.P, E: b.E, Exp: b.Exp, Zero: b.Zeros != 0}
}

// Note adds the kinds of factors that were left out.
func (a *Product) Note(s *ProductSpecial) {
	for lane := range s.Zero {
		a.Negative = a.Negative || s.Negative[lane] != 0
		a.Zero = a.Zero || s.Zero[lane] != 0
		a.Infinite = a.Infinite || s.Infinite[lane] != 0
	}
}

// ProductSpecial is which factors are left out of a block, by lanes: 1 where there is one.
type ProductSpecial struct{ Negative, Zero, Infinite [8]float64 }

// ProductLanes is room for both halves of the lanes, for vector code with few registers.
type ProductLanes [2]struct{ P, E [Width]float64 }

// TailMask is -1 for each element of a tail of n, from element RowPair-n on, and 0 behind them.
var TailMask = func() (m [2 * RowPair]int64) {
	for i := range RowPair {
		m[i] = -1
	}
	return m
}()

package generic

// ProductLanes is what vector code keeps of a block while it multiplies: the
// lanes, and what it finds out on the way. The generator reads the offsets.
//
// The factors of a block are taken as they are on the fast path, where that is
// safe: none is below RawMin, and no lane reaches 2^1023 before it is normalised. Else
// Fallback is set, the lanes mean nothing, and the block is done again with the factors
// split into significands and exponents; where Fallback is set then too, a factor is zero,
// subnormal, negative, infinite, NaN, or 2^1023 or more, and the block is [ProductOf]'s.
// All three have the same bits, because scaling by powers of two is exact.
type ProductLanes struct {
	P, E     [Lanes]float64
	Exp      [group]int64   // sums of exponents, which lane's makes no difference
	Fallback [group]float64 // not 0 where the lanes cannot be trusted
	ReducedP [group]float64 // the lanes, reduced to group
	ReducedE [group]float64
}

const (
	// group is how many lanes vector code reduces to. No machine's vectors have
	// more.
	group = 8
	// RawFactors is how many factors vector code multiplies into a lane before it
	// normalises: that many factors of at least RawMin keep the lanes, and the 106
	// bits of their errors, normal numbers.
	RawFactors = Stripe / Width
	// RawMin is the high word of 2^-48.
	RawMin = 0x3CF00000
	// RowPair is how many elements two rows of Width have. Blocks are filled up with
	// ones to whole pairs.
	RowPair = 2 * Width
)

// EmptyLanes are the lanes of an empty block.
var EmptyLanes = func() (l ProductLanes) {
	for i := range l.P {
		l.P[i] = 1
	}
	for i := range l.ReducedP {
		l.ReducedP[i] = 1
	}
	return l
}()

// Product returns the product of the lanes, reducing what vector code left. It uses
// them up.
func (l *ProductLanes) Product() Product {
	var all Product
	for _, n := range l.Exp {
		all.Exp += n
	}
	all.P, all.E = reduceLanes(l.ReducedP[:], l.ReducedE[:])
	return all.normalize()
}

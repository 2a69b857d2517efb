package generic

const (
	// MaxLaneRow is the longest row of which vector code takes as many as a vector has lanes, a row
	// a lane. Longer ones fill the lanes by themselves.
	MaxLaneRow = 128
	// LaneRows is how many rows it takes at a time.
	LaneRows = 64
)

// RowColumns are the columns of as many rows as the widest vector has lanes, which become the S of
// the lanes of the sums. The C of the lanes lie before them.
type RowColumns [(Width + MaxLaneRow + 1) * Row8]float64

// DotColumns are those of elements, of their weights, and the C of lanes, of which S and A take the
// places of elements and weights. In a second pass C takes that of weights, and A is left out.
type DotColumns [(MaxLaneRow + 1) * 3 * Row8]float64

// RowsPlan says where vector code finds the elements of rows, and which lanes of a row they go
// to. The generator reads the offsets.
type RowsPlan struct {
	Stride   int64 // bytes from a row to the next
	Group    int64 // and to the row that is as many on as a vector has lanes
	Vectors  int64 // how many vectors of a row lie before its last one, which may overlap them
	Last     int64 // bytes from the row to its last vector,
	LastBack int64 // less those of the vectors before it
	ToBack   int64 // the same in the columns

	// Lanes are taken in twos: how many have elements, how many each has beside its first one, and
	// how many are merged with those that are 8 further on, then 4, then 2.
	Lanes int64
	More  [Width / 2]int64
	Pairs [3]int64
}

// NewRowsPlan returns the plan for rows of that many elements, 2 to MaxLaneRow. Those of fewer than
// a vector has lanes are filled up to as many.
func NewRowsPlan(cols, lanes int) (p RowsPlan) {
	width := max(cols, lanes)
	p.Stride = 8 * int64(width)
	p.Group = p.Stride * int64(lanes)
	p.Vectors = int64((width - 1) / lanes)
	p.Last = 8 * int64(width-lanes)
	p.LastBack = p.Last - 8*int64(lanes)*p.Vectors
	p.ToBack = int64(lanes) * p.LastBack
	n := min(cols, Width)
	p.Lanes = int64(n+1) / 2
	for i := range p.Lanes {
		p.More[i] = (int64(cols) - 2*i - 1) / Width
	}
	for i := range p.Pairs {
		half := Width / 2 >> i
		p.Pairs[i] = int64(max(0, n-half)+1) / 2
		n = min(n, half)
	}
	return p
}

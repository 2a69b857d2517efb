package generic

// RowLanes is what vector code keeps of a block of short rows: the product of each,
// not normalised, NaN where the row has to be done by SumLog.
type RowLanes struct {
	P, E [RowBlock]float64
	Exp  [RowBlock]int64
}

const (
	// RowBlock is how many rows vector code takes at a time.
	RowBlock = 64
	// MaxRow is the longest row it takes: a lane then has at most sixteen factors,
	// as many as it may have before it is normalised.
	MaxRow = 16 * Lanes
	// Octet is how many elements vector code takes at once. Rows are filled up to
	// whole octets with ones.
	Octet = group
)

// RowPlan says how many octets of a row go to each quarter of the lanes: the first
// to lanes 0 to 7, the second to lanes 8 to 15, and so on, and round again.
type RowPlan struct {
	Has    [4]int64 // 1 where there is one
	More   [4]int64 // and how many more
	Stride int64    // bytes from a row to the next

	// Where lanes have to be normalised, so that none has more than 2·PairRows raw
	// factors: 1 where a quarter has to be before it is joined with others, and
	// where the eight lanes that are left have to be.
	EachQuarter, Joined int64
}

// NewRowPlan returns the plan for rows of that many octets, at least one.
func NewRowPlan(octets int) RowPlan {
	p := RowPlan{Stride: int64(octets) * Octet * 8}
	for q := range p.Has {
		if octets > q {
			p.Has[q] = 1
			p.More[q] = int64((octets - q - 1) / 4)
		}
	}
	const most = 2 * PairRows
	if octets > most {
		p.EachQuarter = 1
	}
	if octets*Octet > most {
		p.Joined = 1
	}
	return p
}

package generic

// RowLanes is what vector code keeps of a short row: the product in Row8 lanes, P
// NaN in one at least where the row has to be done by SumLog.
type RowLanes struct {
	P, E [Row8]float64
	Exp  [Row8]int64 // sums of exponents, which lane's makes no difference
}

const (
	// RowBlock is how many rows vector code takes at a time.
	RowBlock = 32
	// MaxRow is the longest row it takes: no lane then has more than RawFactors.
	MaxRow = RawFactors * Lanes
	// Row8 is how many elements of a row vector code takes at once: a row of 8.
	Row8 = 8
)

// RowPlan says how many times 8 elements of a row go to each quarter of the lanes: those
// of the first stripe to lanes 0 to 7 and 8 to 15 in turn, those of the second to lanes 16
// to 23 and 24 to 31.
type RowPlan struct {
	Has    [4]int64 // 1 where there is one
	Whole  [4]int64 // how many before the last of the row, which need not be whole
	Last   [4]int64 // 1 where that one goes
	Stride int64    // bytes from a row to the next

	// Where lanes have to be normalised, so that none has more than RawFactors: 1
	// where a quarter has to be before it is merged with others, and where the
	// eight lanes that are left have to be.
	EachQuarter, Joined int64
}

// NewRowPlan returns the plan for rows of that many elements, 1 to MaxRow, that are stride
// elements apart.
func NewRowPlan(cols, stride int) RowPlan {
	p := RowPlan{Stride: int64(stride) * 8}
	const each = Stripe / Row8 // rows of 8 in a stripe
	rows8 := (cols + Row8 - 1) / Row8
	for q := range p.Has {
		// Every second row of 8 in stripe q/2, the first or the second one on.
		n := (min(rows8-q/2*each, each) - q%2 + 1) / 2
		if n > 0 {
			p.Has[q], p.Whole[q] = 1, int64(n)
		}
	}
	last := (rows8-1)/each*2 + (rows8-1)%2
	p.Whole[last]--
	p.Last[last] = 1
	if rows8 > RawFactors { // two quarters of more than half of that each
		p.EachQuarter = 1
	}
	if rows8*Row8 > RawFactors {
		p.Joined = 1
	}
	return p
}

// RowMask turns the row of 8 at the end of a row, read whole, into the elements of the
// row followed by ones: an element read is and-ed with And and or-ed with Or, from
// element Row8-n on where n elements belong to the row.
var RowMask = func() (m struct {
	And [2 * Row8]int64
	Or  [2 * Row8]float64
},
) {
	for i := range Row8 {
		m.And[i] = -1
		m.Or[Row8+i] = 1
	}
	return m
}()

// GroupMask is -1 for each element of a group of n, from element 32-n on, and 0 behind them.
var GroupMask = func() (m [4 * Width]int64) {
	for i := range 2 * Width {
		m[i] = -1
	}
	return m
}()

package generic

// RowLanes is what vector code keeps of a short row: the product in Octet lanes, P
// NaN in one at least where the row has to be done by SumLog.
type RowLanes struct {
	P, E [Octet]float64
	Exp  [Octet]int64 // sums of exponents, which lane's makes no difference
}

const (
	// RowBlock is how many rows vector code takes at a time.
	RowBlock = 32
	// MaxRow is the longest row it takes: no lane then has more than RawFactors.
	MaxRow = RawFactors * Lanes
	// Octet is how many elements vector code takes at once.
	Octet = group
)

// RowPlan says how many octets of a row go to each quarter of the lanes: those of
// the first stretch to lanes 0 to 7 and 8 to 15 in turn, those of the second to
// lanes 16 to 23 and 24 to 31.
type RowPlan struct {
	Has    [4]int64 // 1 where there is one
	Whole  [4]int64 // how many before the last of the row, which need not be whole
	Last   [4]int64 // 1 where that one goes
	Stride int64    // bytes from a row to the next

	// Where lanes have to be normalised, so that none has more than RawFactors: 1
	// where a quarter has to be before it is joined with others, and where the
	// eight lanes that are left have to be.
	EachQuarter, Joined int64
}

// NewRowPlan returns the plan for rows of that many elements, 1 to MaxRow.
func NewRowPlan(cols int) RowPlan {
	p := RowPlan{Stride: int64(cols) * 8}
	const each = Stretch / Octet // octets of a stretch
	octets := (cols + Octet - 1) / Octet
	for q := range p.Has {
		// Every second octet of stretch q/2, the first or the second one on.
		n := (min(octets-q/2*each, each) - q%2 + 1) / 2
		if n > 0 {
			p.Has[q], p.Whole[q] = 1, int64(n)
		}
	}
	last := (octets-1)/each*2 + (octets-1)%2
	p.Whole[last]--
	p.Last[last] = 1
	if octets > RawFactors { // two quarters of more than half of that each
		p.EachQuarter = 1
	}
	if octets*Octet > RawFactors {
		p.Joined = 1
	}
	return p
}

// RowMask turns the octet at the end of a row, read whole, into the elements of the
// row followed by ones: it keeps what is set in Keep and adds what is in Fill, from
// element Octet-n on where n elements belong to the row.
var RowMask = func() (m struct {
	Keep [2 * Octet]int64
	Fill [2 * Octet]float64
},
) {
	for i := range Octet {
		m.Keep[i] = -1
		m.Fill[Octet+i] = 1
	}
	return m
}()

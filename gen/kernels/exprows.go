package kernels

import (
	"math"
	"unsafe"

	"sumlog/gen/build"
	"sumlog/internal/generic"
)

var rowsPlan generic.RowsPlan

var expSumRows = &build.Kernel{
	Name: "expSumRows",
	Doc: []string{
		"expSumRows stores the sums of the exponentials of rows of x, as generic.ExpOf does, for",
		"as many rows as a vector has lanes at a time: a vector of S in sums, one of E and one of",
		"M. What is stored where the unit is not a power of two means nothing. The",
		"generic.RowsPlan at plan tells how long rows are; columns points to a",
		"generic.RowColumns. rows is a whole number of vectors.",
	},
	Params: []string{"sums", "x", "columns", "plan", "rows"},
	Counts: []string{"rows"},
	Group:  1,
	Body: func(m *build.Machine) {
		sums, x, plan := m.Pointer("sums"), m.Pointer("x"), m.Pointer("plan")
		vector := uintptr(8 * m.Width())
		m.ForEachGroup(m.Count("rows"), func() {
			largest := expColumns(m, x, plan)
			m.StoreAt(sums, 2*vector, largest)
			m.WithVectors(2, func() { expLanesOfRows(m, plan, newExpUnit(m, largest)) })
			s, c := reduceColumns(m, plan)
			s, c = fastTwoSum(m, s, c)
			m.Store(sums, s)
			m.StoreAt(sums, vector, c)
			m.AddPtr(sums, 3*int(vector))
		})
	},
}

// columnsAt is where the first column is in a generic.RowColumns, behind the C of lanes.
func columnsAt(m *build.Machine) int { return generic.Width * 8 * m.Width() }

// expColumns stores the columns of rows, as many as a vector has lanes, and returns the largest
// element of each row.
func expColumns(m *build.Machine, x, plan build.P) build.F {
	none := m.Const(math.Inf(-1))
	largest := m.Var(none)
	to := m.Offset(m.Pointer("columns"), columnsAt(m))
	storeColumns(m, x, to, plan, 1, none, func(columns []build.F) {
		for len(columns) > 1 {
			half := len(columns) / 2
			for i := range half {
				columns[i] = m.Max(columns[i], columns[half+i])
			}
			columns = columns[:half]
		}
		m.Assign(largest, m.Max(largest, columns[0]))
	})
	return m.Add(largest, m.Const(0))
}

// storeColumns stores the columns of rows, as many as a vector has lanes, and one of beyond behind
// them, spacing vectors apart, and moves x behind the rows. It calls look with the columns.
func storeColumns(
	m *build.Machine, x, to, plan build.P, spacing int, beyond build.F, look func(columns []build.F),
) {
	width := m.Width()
	column := spacing * 8 * width
	from := m.Offset(x, 0)
	transpose := func() {
		rows := make([]build.F, width)
		row := m.Offset(from, 0)
		for i := range rows {
			rows[i] = m.Load(row)
			m.AddPtrCount(row, m.LoadCount(plan, unsafe.Offsetof(rowsPlan.Stride)))
		}
		columns := transposed(m, rows)
		for c, v := range columns {
			m.StoreAt(to, uintptr(c*column), v)
		}
		look(columns)
	}
	m.Repeat(m.LoadCount(plan, unsafe.Offsetof(rowsPlan.Vectors)), func() {
		transpose()
		m.AddPtr(from, 8*width)
		m.AddPtr(to, width*column)
	})
	m.AddPtrCount(from, m.LoadCount(plan, unsafe.Offsetof(rowsPlan.LastBack)))
	for range spacing {
		m.AddPtrCount(to, m.LoadCount(plan, unsafe.Offsetof(rowsPlan.ToBack)))
	}
	transpose()
	m.StoreAt(to, uintptr(width*column), m.Reg(beyond))
	m.AddPtrCount(x, m.LoadCount(plan, unsafe.Offsetof(rowsPlan.Group)))
}

// transposed returns the columns of as many rows as a vector has lanes.
func transposed(m *build.Machine, rows []build.F) []build.F {
	// As reduceAll goes through them, but both halves are kept.
	parts := make([][]build.F, len(rows)) // the vectors of some rows, in the order of columns
	for i, v := range rows {
		parts[i] = []build.F{v}
	}
	for half := len(rows) / 2; half > 0; half /= 2 {
		for i := range half {
			a := i/2*4 + i%2
			b := a + min(half, 2)
			var both []build.F
			for k := range parts[a] {
				low, high := m.Interleave(parts[a][k], parts[b][k], half)
				both = append(both, low, high)
			}
			parts[i] = both
		}
	}
	return parts[0]
}

// expUnitOf is generic.ExpUnit, a vector of them.
type expUnitOf struct{ shift, least, octaves build.F }

// newExpUnit is generic.NewExpUnit. It keeps eight times the octave as well.
func newExpUnit(m *build.Machine, largest build.F) expUnitOf {
	on := m.Const(generic.ExpShift)
	n := m.Bits(m.MulAdd(largest, m.Const(generic.ExpInverse), on))
	octaves := m.Sub(m.Float(m.AndInt(n, m.Int(^uint64(7)))), on)
	steps := m.Sub(m.Const(8*1023), octaves)
	return expUnitOf{
		shift:   m.Add(on, steps),
		least:   m.Mul(m.Sub(m.Const(3), steps), m.Const(generic.Ln2/8)),
		octaves: octaves,
	}
}

// expLanesOfRows adds the exponentials of columns to the lanes of rows, whose S take their places.
// Two lanes are done side by side: where there is one, the other is the column of -Inf, whose terms
// are 0.
func expLanesOfRows(m *build.Machine, plan build.P, unit expUnitOf) {
	start := m.Const(generic.ExpLaneStart)
	c := m.Pointer("columns")
	column := m.Offset(c, columnsAt(m))
	more := m.Offset(plan, int(unsafe.Offsetof(rowsPlan.More)))
	m.RepeatSome(m.LoadCount(plan, unsafe.Offsetof(rowsPlan.Lanes)), func() {
		// The first element of a lane, without what adding 0 and subtracting twice would cost.
		f, e := expTerm(m, m.Load(column), unit.shift, unit.least)
		s := m.Var(m.Sub(m.Add(start, f), start))
		low := m.Var(m.Add(m.Sub(f, s), e))
		m.If(m.LoadCount(more, 0), func() {
			from := m.Offset(column, 0)
			m.Assign(s, m.Add(s, start))
			m.RepeatSome(m.LoadCount(more, 0), func() {
				m.AddPtr(from, generic.Width*8*m.Width())
				f, e := expTerm(m, m.Load(from), unit.shift, unit.least)
				sum := m.Add(s, f)
				m.Assign(low, m.Add(low, m.Add(m.Sub(f, m.Sub(sum, s)), e)))
				m.Assign(s, sum)
			})
			m.Assign(s, m.Sub(s, start))
		})
		m.Store(column, s)
		m.Store(c, low)
		m.AddPtr(column, 2*8*m.Width())
		m.AddPtr(c, 2*8*m.Width())
		m.AddPtr(more, 8)
	})
}

// reduceColumns is generic's SumLanes.Reduce of the lanes of rows.
func reduceColumns(m *build.Machine, plan build.P) (sum, low build.F) {
	s := uintptr(columnsAt(m))
	merge := func(c build.P, apart int) (build.F, build.F) {
		other := uintptr(apart * 8 * m.Width())
		return addPair(m, m.LoadAt(c, s), m.Load(c), m.LoadAt(c, s+other), m.LoadAt(c, other))
	}
	m.WithVectors(2, func() {
		for level := range rowsPlan.Pairs {
			c := m.Pointer("columns")
			m.Repeat(m.LoadCount(plan, unsafe.Offsetof(rowsPlan.Pairs)+8*uintptr(level)), func() {
				sum, low := merge(c, generic.Width/2>>level)
				m.StoreAt(c, s, sum)
				m.Store(c, low)
				m.AddPtr(c, 2*8*m.Width())
			})
		}
	})
	return merge(m.Pointer("columns"), 1)
}

// addPair is generic.addPair.
func addPair(m *build.Machine, s, c, t, d build.F) (sum, low build.F) {
	sum, e := twoSum(m, s, t)
	return sum, m.Add(m.Add(c, d), e)
}

var logExpRows = &build.Kernel{
	Name: "logExpRows",
	Doc: []string{
		"logExpRows sets h[r] + l[r] to the logarithm of sum r of those that expSumRows stores, as",
		"generic's ExpSum.LogPair does, with h rounded. Where the sum is NaN, or its largest element",
		"is not below the limit in magnitude, h[r] is NaN, and fallback gets a 1. n is a whole number",
		"of vectors.",
	},
	Params: []string{"h", "l", "sums", "n", "limit", "fallback"},
	Counts: []string{"n"},
	Group:  1,
	Body: func(m *build.Machine) {
		h, l, sums := m.Pointer("h"), m.Pointer("l"), m.Pointer("sums")
		limit := m.Broadcast(m.Pointer("limit"), 0)
		vector := uintptr(8 * m.Width())
		results := m.UniformVar(m.Const(0)) // their sum, which is NaN where one is
		m.ForEachGroup(m.Count("n"), func() {
			largest := m.LoadAt(sums, 2*vector)
			s, low := logOfExpSum(m, m.Load(sums), m.LoadAt(sums, vector), largest)
			high, low := fastTwoSum(m, s, low)
			high = m.Merge(m.Less(abs(m, largest), limit), high, m.Const(math.NaN()))
			m.Assign(results, m.Add(results, high))
			m.Store(h, high)
			m.Store(l, low)
			m.AddPtr(sums, 3*int(vector))
		}, h, l)
		m.UnlessAll(m.Equal(results, results), func() {
			m.Scalar(func() { m.Store(m.Pointer("fallback"), m.Reg(m.Const(1))) })
		})
	},
}

// logOfExpSum is generic's ExpSum.logParts, of sums whose unit is a power of two.
func logOfExpSum(m *build.Machine, s, e, largest build.F) (h, low build.F) {
	unit := newExpUnit(m, largest)
	h, low = logPartsOfProduct(m, s, e, func() build.F { return m.Mul(unit.octaves, m.Const(0.125)) })
	h, low = m.Var(h), m.Var(low)
	m.IfAny(mayBeLeading(m, s, largest), func() {
		m.Commentf("one term outweighs the others")
		start := m.Const(generic.ExpLaneStart)
		f, d := expTerm(m, largest, unit.shift, unit.least)
		f, rest := m.Sub(m.Add(f, start), start), f
		f, d = fastTwoSum(m, f, m.Add(m.Sub(rest, f), d))
		leading := m.And(m.Equal(s, f), m.Equal(e, d))
		m.Assign(h, m.Merge(leading, largest, h))
		m.Assign(low, m.Merge(leading, m.Const(0), low))
	})
	return h, low
}

// mayBeLeading is where a sum is so small that generic's ExpSum.isLeading may hold: it is not
// above what bounds the leading term, four terms of the series and more than the fifth.
func mayBeLeading(m *build.Machine, s, largest build.F) build.M {
	n, r := expReduce(m, largest)
	bound := m.MulAdd(r, m.Const(generic.LeadingFifth), m.Const(generic.ExpE[1]))
	bound = m.MulAdd(r, bound, m.Const(generic.ExpE[0]))
	bound = m.MulAdd(r, bound, m.Const(1))
	bound = m.MulAdd(r, bound, m.Const(generic.LeadingFirst))
	return m.Less(s, m.Mul(m.Lookup(&generic.ExpT, n), bound))
}

package kernel

import (
	"math/bits"

	"sumlog/internal/check"
	"sumlog/internal/generic"
)

// SumLogGroups sets dst[i] = Σ ln x[j], j from offsets[i] to offsets[i+1]-1: sums of groups of any
// lengths that lie one after the other, as in the CSR format and in NumPy's add.reduceat. Each has
// the bits that [SumLog] of it has, and its error bound and special values; an empty group gives
// +0. What lies before the first group or behind the last one is not read.
//
// Panics where len(offsets) is not len(dst)+1, offsets decrease, the first is negative or the
// last beyond len(x), dst overlaps x, or isa is not [Supported].
//
// Method: groups of at most 8 elements, and those of at most 32, are filled up with ones to rows
// of one length, which are multiplied side by side. A 1 changes no bit of a product.
func SumLogGroups(isa ISA, dst, x []float64, offsets []int) {
	const op = "sumlog/kernel: SumLogGroups"
	checkISA(op, isa)
	check.Groups(op, dst, x, offsets)
	if len(dst) == 0 {
		return
	}
	x = x[:offsets[len(dst)]]
	raceAccess(dst, x[offsets[0]:], nil)
	if !hasAssembly || isa == Generic || len(dst) < fewGroups {
		for i := range dst {
			dst[i] = sumLog(isa, x[offsets[i]:offsets[i+1]])
		}
		return
	}
	var g groups
	for at := 0; at < len(dst); at += shortGroups {
		g.sum(isa, dst, x, offsets, at, min(at+shortGroups, len(dst)))
	}
	g.sumMedium(isa, dst, x, offsets)
}

const (
	shortGroups  = 64 // groups that are taken at a time
	mediumGroups = 16
	mediumGroup  = 32 // elements; a longer group is worth a call
	fewGroups    = 4  // fewer are summed one by one
)

// groups are rows for the assembly, filled up with ones. Ones behind a group may end in the next
// row, which is written later, or in the spare one.
type groups struct {
	short  [(shortGroups + 1) * generic.Row8]float64
	medium [(mediumGroups + 1) * mediumGroup]float64
	which  [mediumGroups]int // the group in each row of medium
	n      int               // rows of medium in use
	lanes  [mediumGroups]generic.RowLanes
	p, e   [mediumGroups]float64
	exp    [mediumGroups]int64
}

var mediumPlan = generic.NewRowPlan(mediumGroup, mediumGroup)

type row8 = [generic.Row8]float64

// sum sets dst[from:to], except that groups of medium length may be left to sumMedium. x ends
// where the last group does.
func (g *groups) sum(isa ISA, dst, x []float64, offsets []int, from, to int) {
	var longer [shortGroups]int
	n := fillShort(&g.short, &longer, x, offsets[from:to+1])
	g.sumShort(isa, dst[from:to])
	for _, i := range longer[:n] {
		i += from
		lo, hi := offsets[i], offsets[i+1]
		if hi-lo > mediumGroup {
			dst[i] = sumLog(isa, x[lo:hi])
			continue
		}
		if g.n == mediumGroups {
			g.sumMedium(isa, dst, x, offsets)
		}
		fillMedium(g.medium[g.n*mediumGroup:], x, lo, hi-lo)
		g.which[g.n] = i
		g.n++
	}
}

// fillShort makes a row of each of the groups between the given offsets, and returns the number
// of those that are longer, which it lists.
//
// The lengths of groups are hard to predict, so that it does not branch on them: it copies whole
// rows, of longer groups too.
func fillShort(
	short *[(shortGroups + 1) * generic.Row8]float64, longer *[shortGroups]int,
	x []float64, offsets []int,
) int {
	n := uint(0)
	lo, left := offsets[0], short[:]
	for i, hi := range offsets[1:] {
		size := hi - lo
		longer[n%shortGroups] = i
		n += uint(generic.Row8-size) >> (bits.UintSize - 1) // 1 where it is longer
		size = min(size, generic.Row8)
		if lo+generic.Row8 <= len(x) {
			to, from := (*row8)(left), (*row8)(x[lo:])
			to[0], to[1], to[2], to[3] = from[0], from[1], from[2], from[3]
			to[4], to[5], to[6], to[7] = from[4], from[5], from[6], from[7]
		} else {
			copy8(left, x, lo, size)
		}
		*(*row8)(left[size:]) = row8{1, 1, 1, 1, 1, 1, 1, 1}
		lo, left = hi, left[generic.Row8:]
	}
	return int(n)
}

// fillMedium makes a row of the elements of x from lo on. The ones may end in the next row.
func fillMedium(row, x []float64, lo, size int) {
	for k := 0; k < mediumGroup; k += generic.Row8 {
		if k < size {
			copy8(row[k:], x, lo+k, min(size-k, generic.Row8))
		} else {
			*(*row8)(row[k:]) = row8{1, 1, 1, 1, 1, 1, 1, 1}
		}
	}
	*(*row8)(row[size:]) = row8{1, 1, 1, 1, 1, 1, 1, 1}
}

// copy8 copies eight elements of x from lo on or, where it ends before, size of them. One by
// one: for an assignment of arrays, which might overlap, the compiler calls memmove.
func copy8(dst, x []float64, lo, size int) {
	if lo+generic.Row8 > len(x) {
		copy(dst, x[lo:lo+size])
		return
	}
	to, from := (*row8)(dst), (*row8)(x[lo:])
	to[0], to[1], to[2], to[3] = from[0], from[1], from[2], from[3]
	to[4], to[5], to[6], to[7] = from[4], from[5], from[6], from[7]
}

// sumShort sums the first len(dst) rows of short.
func (g *groups) sumShort(isa ISA, dst []float64) {
	m := rows{g.short[:], generic.Row8, generic.Row8}
	whole := len(dst) &^ (lanesOf(isa) - 1)
	if whole > 0 {
		sumVectorsOfRows(isa, dst[:whole], m)
	}
	if dst = dst[whole:]; len(dst) > 0 {
		var sums [maxLanes]float64
		n := wholeVectors(isa, len(dst))
		for r := len(dst); r < n; r++ {
			*(*row8)(g.short[(whole+r)*generic.Row8:]) = row8{1, 1, 1, 1, 1, 1, 1, 1}
		}
		sumVectorsOfRows(isa, sums[:n], m.from(whole))
		copy(dst, sums[:])
	}
}

// sumMedium sums the rows of medium, and empties it.
func (g *groups) sumMedium(isa ISA, dst, x []float64, offsets []int) {
	which := g.which[:g.n]
	g.n = 0
	if len(which) < fewGroups {
		for _, i := range which {
			dst[i] = sumLog(isa, x[offsets[i]:offsets[i+1]])
		}
		return
	}
	var sums [mediumGroups]float64
	m := rows{g.medium[:], mediumGroup, mediumGroup}
	multiplyRows(isa, g.p[:], g.e[:], g.exp[:], g.lanes[:], m, len(which), &mediumPlan)
	logsOfRows(isa, sums[:len(which)], g.p[:], g.e[:], g.exp[:], m)
	for r, i := range which {
		dst[i] = sums[r]
	}
}

package kernel

import (
	"sumlog/internal/check"
	"sumlog/internal/generic"
	"sumlog/internal/panel"
)

// SumLogColumns sets dst[c] = Σ ln x[r·stride+c], r over all rows: the columns of a matrix whose
// rows are stride elements apart and have len(dst) elements, or more (gonum's RawMatrix). Each has
// the bits that [SumLog] of it has, and its error bound and special values; columns without rows
// give +0. What lies between the rows is not read.
//
// Panics where stride is less than len(dst), x ends within a row, dst overlaps x, or isa is not
// [Supported].
//
// Method: columns are copied, a few at a time and 4096 rows at most, and multiplied as rows.
func SumLogColumns(isa ISA, dst, x []float64, stride int) {
	const op = "sumlog/kernel: SumLogColumns"
	checkISA(op, isa)
	rows := check.Columns(op, dst, x, stride)
	raceAccess(dst, nil, nil)
	switch {
	case rows == 0:
		clear(dst)
	case panel.Step(rows)*len(dst) <= 1024:
		var space [1024]float64
		sumShortColumns(isa, dst, x, rows, stride, space[:])
	default:
		space := panel.Get()
		if rows > generic.Block {
			sumLongColumns(isa, dst, x, rows, stride, space)
		} else {
			sumShortColumns(isa, dst, x, rows, stride, space[:])
		}
		panel.Put(space)
	}
}

// sumShortColumns sums columns of one block at most, as many at a time as there is space for.
func sumShortColumns(isa ISA, dst, x []float64, n, stride int, space []float64) {
	step := panel.Step(n)
	width := len(space) / step
	if width > panel.Width {
		width = min(width&^(panel.Width-1), 64)
	}
	for c := 0; c < len(dst); c += width {
		sums := dst[c:min(c+width, len(dst))]
		panel.Copy(space, x[c:], n, len(sums), stride)
		sumLogRows(isa, sums, rows{space, n, step})
	}
}

// sumLongColumns goes through the blocks of some columns at a time, so that their
// products are on the stack.
func sumLongColumns(isa ISA, dst, x []float64, n, stride int, space *panel.Space) {
	const most = 64
	for from := 0; from < len(dst); from += most {
		sums := dst[from:min(from+most, len(dst))]
		var all [most]generic.Product
		var paths [most]blockPath
		for c := range sums {
			all[c] = generic.One
		}
		for done := 0; done < n; done += generic.Block {
			size := min(generic.Block, n-done)
			for c := 0; c < len(sums); c += panel.Width {
				width := min(panel.Width, len(sums)-c)
				panel.Copy(space[:], x[done*stride+from+c:], size, width, stride)
				for k := range width {
					column := space[k*panel.Step(size):][:size]
					block := paths[c+k].product(isa, column)
					all[c+k].Merge(&block)
				}
			}
		}
		for c := range sums {
			sums[c] = all[c].Log()
		}
	}
}

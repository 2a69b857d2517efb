package kernel

import (
	"sumlog/internal/check"
	"sumlog/internal/generic"
	"sumlog/internal/panel"
)

// SumLogColumns sets dst[c] = Σ ln x[r·stride+c], r over all rows: the columns of a matrix whose
// rows are stride elements apart and have len(dst) elements, or more (gonum's RawMatrix). Each has
// the bits that [SumLog] of it has, and its error bound and special values; columns without rows
// give +0. What lies between the rows may be read, but does not count.
//
// Panics where stride is less than len(dst), x ends within a row, dst overlaps x, or isa is not
// [Supported].
//
// Method: the rows are read in their order in memory, up to 256 columns at a time, and each element
// is multiplied into the lane of [SumLog]'s product that it belongs to, for several columns at
// once. Columns of up to 16 rows are copied, and multiplied as rows.
func SumLogColumns(isa ISA, dst, x []float64, stride int) {
	const op = "sumlog/kernel: SumLogColumns"
	checkISA(op, isa)
	rows := check.Columns(op, dst, x, stride)
	raceAccess(dst, nil, nil)
	switch {
	case rows == 0:
		clear(dst)
	case !hasAssembly || isa == Generic:
		sumCopies(dst, x, rows, stride)
	case stride == 1:
		raceAccess(nil, x, nil)
		dst[0] = sumLog(isa, x)
	case rows <= generic.Width:
		sumShortColumns(isa, dst, x, rows, stride)
	default:
		raceColumns(x, rows, len(dst), stride)
		sumColumns(isa, dst, x, rows, stride)
	}
}

// sumShortColumns is SumLogColumns of at most 16 rows: the columns are copied, and summed as rows.
func sumShortColumns(isa ISA, dst, x []float64, n, stride int) {
	var space [1024]float64
	step := panel.Step(n)
	width := len(space) / step &^ (panel.Width - 1)
	for c := 0; c < len(dst); c += width {
		sums := dst[c:min(c+width, len(dst))]
		panel.Copy(space[:], x[c:], n, len(sums), stride)
		sumLogRows(isa, sums, rows{space[:], n, step})
	}
}

// MulColumns multiplies products[c] by all elements of column c of the matrix x, whose rows are
// stride elements apart and have len(products) elements, or more: [Product.Add] of each column.
// What lies between the rows may be read, but does not count.
//
// Panics where stride is less than len(products), x ends within a row, or isa is not [Supported].
func MulColumns(isa ISA, products []Product, x []float64, stride int) {
	const op = "sumlog/kernel: MulColumns"
	checkISA(op, isa)
	rows := check.ProductColumns(op, len(products), x, stride)
	if rows == 0 {
		return
	}
	if !hasAssembly || isa == Generic {
		copyColumns(x, rows, len(products), stride, func(c int, column []float64) {
			products[c].Add(Generic, column)
		})
		return
	}
	raceColumns(x, rows, len(products), stride)
	s := columnSpaces.Get().(*columnSpace)
	defer columnSpaces.Put(s)
	forEachPanel(len(products), func(from, n int) {
		all := s.products[:n]
		for c := range all {
			products[from+c].start()
			all[c] = products[from+c].p
		}
		s.multiplyBlocks(isa, all, x[from:], rows, stride)
		for c := range all {
			products[from+c].p = all[c]
			products[from+c].finish()
		}
	})
}

// sumColumns is SumLogColumns in vector code.
func sumColumns(isa ISA, dst, x []float64, rows, stride int) {
	s := columnSpaces.Get().(*columnSpace)
	defer columnSpaces.Put(s)
	forEachPanel(len(dst), func(from, n int) {
		sums := dst[from : from+n]
		if rows <= generic.Block {
			p := s.panelOf(x[from:], rows, n, stride)
			p.product(isa)
			p.logs(isa, sums)
			return
		}
		all := s.products[:n]
		for c := range all {
			all[c] = generic.One
		}
		s.multiplyBlocks(isa, all, x[from:], rows, stride)
		for c := range sums {
			sums[c] = all[c].Log()
		}
	})
}

// forEachPanel cuts columns into panels of nearly the same width, which begin at a multiple of 8.
func forEachPanel(cols int, f func(from, n int)) {
	panels := (cols + generic.MaxColumns - 1) / generic.MaxColumns
	width := (cols + panels - 1) / panels
	width = (width + generic.Row8 - 1) &^ (generic.Row8 - 1)
	for from := 0; from < cols; from += width {
		f(from, min(width, cols-from))
	}
}

// multiplyBlocks multiplies all by columns, block by block, from left to right. Where most columns
// leave the fast path, as in [blockPath], it is not tried for some blocks.
func (s *columnSpace) multiplyBlocks(
	isa ISA, all []generic.Product, x []float64, rows, stride int,
) {
	var left, split int
	for done := 0; done < rows; done += generic.Block {
		p := s.panelOf(x[done*stride:], min(generic.Block, rows-done), len(all), stride)
		if split > 0 {
			split--
			p.split(isa, all)
			continue
		}
		p.product(isa)
		if bad := p.mergeInto(isa, all); bad <= len(all)/2 {
			left = 0
		} else if left++; left > 1 {
			split = 15
		}
	}
}

// sumCopies is SumLogColumns without vector code.
func sumCopies(dst, x []float64, rows, stride int) {
	for from := 0; from < len(dst); from += panel.Width {
		sums := dst[from:min(from+panel.Width, len(dst))]
		var all [panel.Width]generic.Product
		for c := range sums {
			all[c] = generic.One
		}
		copyColumns(x[from:], rows, len(sums), stride, func(c int, column []float64) {
			block := generic.ProductOf(column)
			all[c].Merge(&block)
		})
		for c := range sums {
			sums[c] = all[c].Log()
		}
	}
}

// copyColumns calls f for the blocks of each column, from top to bottom, with a copy of each.
func copyColumns(x []float64, rows, cols, stride int, f func(c int, column []float64)) {
	space := panel.Get()
	defer panel.Put(space)
	for from := 0; from < cols; from += panel.Width {
		width := min(panel.Width, cols-from)
		for done := 0; done < rows; done += generic.Block {
			n := min(generic.Block, rows-done)
			panel.Copy(space[:], x[done*stride+from:], n, width, stride)
			for k := range width {
				f(from+k, space[k*panel.Step(n):][:n])
			}
		}
	}
}

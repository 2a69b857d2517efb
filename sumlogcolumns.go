package sumlog

import (
	"sumlog/dispatch"
	"sumlog/internal/check"
	"sumlog/internal/cost"
	"sumlog/kernel"
)

// SumLogColumns sets dst[c] = Σ ln x[r·stride+c], r over all rows: the columns of a matrix whose
// rows are stride elements apart and have len(dst) elements, or more. With gonum's mat.Dense:
//
//	raw := m.RawMatrix()
//	sumlog.SumLogColumns(dst[:raw.Cols], raw.Data, raw.Stride)
//
// Error bound, special values and bits are those of [kernel.SumLogColumns].
//
// It panics where stride is less than len(dst), x ends within a row, or dst overlaps x.
func SumLogColumns(dst, x []float64, stride int) {
	if isa := dispatch.ISA(); small(len(x), cost.SumLogColumns.Of(isa)) {
		kernel.SumLogColumns(isa, dst, x, stride)
		return
	}
	_ = Run{}.SumLogColumns(dst, x, stride)
}

// SumLogColumns is the function [SumLogColumns]. A worker polls the context at least every
// 131 072 elements, or eight columns of up to 4096 elements. Progress counts columns.
func (r Run) SumLogColumns(dst, x []float64, stride int) error {
	const op = "sumlog: SumLogColumns"
	rows := check.Columns(op, dst, x, stride)
	isa := r.isa()
	ns := cost.SumLogColumns.Of(isa)
	if r.inline(rows*len(dst), ns) {
		err := r.ready(op)
		if err == nil {
			kernel.SumLogColumns(isa, dst, x, stride)
		}
		return err
	}
	if rows > sumBlock {
		return r.sumLongColumns(op, dst, x, rows, stride)
	}
	t := columnSumsTasks.get()
	*t = columnSumsTask{isa, dst, x, stride}
	w := work(len(dst), ns*float64(rows), 8, max((1<<17)/max(rows, 1)&^7, 8))
	err := r.do(op, w, t)
	columnSumsTasks.put(t)
	return err
}

// columnSumsTask sums columns of one block.
type columnSumsTask struct {
	isa    kernel.ISA
	dst, x []float64
	stride int
}

var columnSumsTasks tasks[columnSumsTask]

func (t *columnSumsTask) Do(lo, hi int) {
	if len(t.x) == 0 {
		clear(t.dst[lo:hi])
		return
	}
	x := t.x[lo:]
	last := (len(x) - 1) / t.stride * t.stride // the last row, which ends with these columns
	kernel.SumLogColumns(t.isa, t.dst[lo:hi], x[:last+hi-lo], t.stride)
}

// maxColumns is the number of columns that one worker multiplies at a time.
const maxColumns = 256

// sumLongColumns sums columns of several blocks. Workers share the blocks.
func (r Run) sumLongColumns(op string, dst, x []float64, rows, stride int) error {
	scratch := scratchProducts.get()
	defer scratchProducts.pool.Put(scratch)
	t := columnProductsTasks.get()
	defer columnProductsTasks.put(t)
	*t = columnProductsTask{isa: r.isa(), stride: stride}
	ns := cost.SumLogColumns.Of(t.isa)
	finished := 0 // elements
	for from := 0; from < len(dst); from += maxColumns {
		t.cols = min(maxColumns, len(dst)-from)
		var all [maxColumns]kernel.Product
		most := maxPending / t.cols * sumBlock // rows of a round
		for done := 0; done < rows; done += most {
			t.x, t.rows = x[done*stride+from:], min(most, rows-done)
			blocks := (t.rows + sumBlock - 1) / sumBlock
			t.products = scratch[:blocks*t.cols]
			t.groups = columnGroups(blocks, t.cols)
			items := blocks * t.groups
			n := t.rows * t.cols
			w := work(items, ns*float64(n)/float64(items), 1, 1)
			if err := r.share(finished, n, rows*len(dst), len(dst)).do(op, w, t); err != nil {
				return err
			}
			finished += n
			for i, block := range t.products {
				all[i%t.cols].Merge(block)
			}
		}
		for c := range t.cols {
			dst[from+c] = all[c].Log()
		}
	}
	return nil
}

// columnProductsTask multiplies the blocks of columns: item i is the group of columns i%groups in
// block i/groups.
type columnProductsTask struct {
	isa                        kernel.ISA
	products                   []kernel.Product // of each column of the first block, of the second …
	x                          []float64
	rows, cols, stride, groups int
}

var columnProductsTasks tasks[columnProductsTask]

func (t *columnProductsTask) Do(lo, hi int) {
	width := (t.cols + t.groups - 1) / t.groups
	width = (width + 7) &^ 7
	for i := lo; i < hi; i++ {
		block, from := i/t.groups, i%t.groups*width
		if from >= t.cols {
			continue
		}
		n := min(sumBlock, t.rows-block*sumBlock)
		products := t.products[block*t.cols+from:][:min(width, t.cols-from)]
		clear(products)
		x := t.x[block*sumBlock*t.stride+from:]
		kernel.MulColumns(t.isa, products, x[:(n-1)*t.stride+len(products)], t.stride)
	}
}

// columnGroups returns how many groups to cut columns into: as few as give enough items, because
// long pieces of rows are read faster than short ones, and of 32 columns at least.
func columnGroups(blocks, cols int) int {
	const enough = 64 // items
	return max(1, min((enough+blocks-1)/blocks, cols/32))
}

package sumlog

import (
	"unsafe"

	"sumlog/internal/check"
	"sumlog/internal/cost"
	"sumlog/kernel"
	"sumlog/shared"
)

// AddColumns sets column dst of a to the sum of its columns x and y, in place and by the
// type's own addition. The columns may be the same. Contiguous columns are added as [Add]
// does; in a row-major array of several columns it reads and writes one element a column and
// row. It retains a ([shared.Array.Retain]) while it works.
//
// It panics where a column is out of range or a is nil. It panics with an error where a is
// closed ([shared.ErrClosed]), read-only ([shared.ErrReadOnly]), or has lost its memory
// ([shared.ErrTruncated], [shared.ErrMemory]); in the last case the column is partly written.
func AddColumns[T kernel.Number](a *shared.Array[T], dst, x, y int) {
	mustWork(AddColumnsOn(Run{}, a, dst, x, y))
}

// AddColumnsOn is [AddColumns], run by r; it returns the errors with which AddColumns panics.
// A worker polls the context at least every 32 768 rows.
func AddColumnsOn[T kernel.Number](r Run, a *shared.Array[T], dst, x, y int) error {
	const op = "sumlog: AddColumns"
	check.Array(op, "a", a == nil)
	check.Column(op, "dst", dst, a.Cols())
	check.Column(op, "x", x, a.Cols())
	check.Column(op, "y", y, a.Cols())
	return onArray(r, op, a, func() error {
		if to, ok := a.Col(dst).Slice(); ok {
			from, _ := a.Col(x).Slice()
			with, _ := a.Col(y).Slice()
			return AddOn(r, to, from, with)
		}
		data, cols := a.Data(), a.Cols()
		switch size := unsafe.Sizeof(T(0)); {
		case size == 8 && isFloat[T]():
			return addColumnsTasks64.add(r, op, as[float64](data), cols, dst, x, y)
		case size == 8:
			return addColumnsTasksInt64.add(r, op, as[int64](data), cols, dst, x, y)
		case size == 4 && isFloat[T]():
			return addColumnsTasks32.add(r, op, as[float32](data), cols, dst, x, y)
		case size == 4:
			return addColumnsTasksInt32.add(r, op, as[int32](data), cols, dst, x, y)
		case size == 2:
			return addColumnsTasksInt16.add(r, op, as[int16](data), cols, dst, x, y)
		default:
			return addColumnsTasksInt8.add(r, op, as[int8](data), cols, dst, x, y)
		}
	})
}

// addColumnsTask adds columns x and y of rows into column dst, all of them in range.
type addColumnsTask[T kernel.Number] struct {
	rows            []T
	cols, dst, x, y int
}

type addColumnsTasks[T kernel.Number] struct{ tasks[addColumnsTask[T]] }

var (
	addColumnsTasks64    addColumnsTasks[float64]
	addColumnsTasks32    addColumnsTasks[float32]
	addColumnsTasksInt64 addColumnsTasks[int64]
	addColumnsTasksInt32 addColumnsTasks[int32]
	addColumnsTasksInt16 addColumnsTasks[int16]
	addColumnsTasksInt8  addColumnsTasks[int8]
)

func (p *addColumnsTasks[T]) add(r Run, op string, rows []T, cols, dst, x, y int) error {
	t := p.get()
	*t = addColumnsTask[T]{rows, cols, dst, x, y}
	err := r.do(op, work(len(rows)/cols, cost.AddColumns, 64, 1<<15), t)
	p.put(t)
	return err
}

// Do takes as long as moving the rows through the cache, so it is a plain loop without bounds
// checks, which doubled the time. It goes through four quarters of the rows at once: from
// memory, more loads are in flight than in one stream (docs/decisions.md).
func (t *addColumnsTask[T]) Do(lo, hi int) {
	size := unsafe.Sizeof(T(0))
	stride := uintptr(t.cols) * size
	start := unsafe.Pointer(unsafe.SliceData(t.rows[lo*t.cols : hi*t.cols]))
	to, from, with := uintptr(t.dst)*size, uintptr(t.x)*size, uintptr(t.y)*size
	n := hi - lo
	quarter := uintptr(n/4) * stride
	for offset := uintptr(0); offset < quarter; offset += stride {
		r0 := unsafe.Add(start, offset)
		r1 := unsafe.Add(r0, quarter)
		r2 := unsafe.Add(r1, quarter)
		r3 := unsafe.Add(r2, quarter)
		s0 := *at[T](r0, from) + *at[T](r0, with)
		s1 := *at[T](r1, from) + *at[T](r1, with)
		s2 := *at[T](r2, from) + *at[T](r2, with)
		s3 := *at[T](r3, from) + *at[T](r3, with)
		*at[T](r0, to) = s0
		*at[T](r1, to) = s1
		*at[T](r2, to) = s2
		*at[T](r3, to) = s3
	}
	for r := n &^ 3; r < n; r++ {
		row := unsafe.Add(start, uintptr(r)*stride)
		*at[T](row, to) = *at[T](row, from) + *at[T](row, with)
	}
}

func at[T any](row unsafe.Pointer, offset uintptr) *T { return (*T)(unsafe.Add(row, offset)) }

package shared

import "fmt"

// Fill makes v every element. It retains the array meanwhile. A closed array is an
// error, as is one that is [ReadOnly], and a fault ([Array.Do]).
func (a *Array[T]) Fill(v T) error {
	return a.write("Fill", func() error {
		if len(a.data) == 0 { // of as many rows as an int counts, perhaps
			return nil
		}
		if a.contiguous() { // at once: rows may be short
			fill(a.data, v)
			return nil
		}
		for _, run := range a.runs {
			fill(run, v)
		}
		return nil
	})
}

func fill[T Number](run []T, v T) {
	for i := range run {
		run[i] = v
	}
}

// CopyFrom sets every element to the one of src in the same row and column, whatever the
// orders of the two. It retains both meanwhile. A closed array is an error, as is an
// array to be written that is [ReadOnly], and a fault ([Array.Do]). Where they share memory
// other than element for element, as ranges of rows of one array may, the result is not defined.
//
// It panics when the shapes differ or src is nil.
func (a *Array[T]) CopyFrom(src *Array[T]) error {
	const op = "CopyFrom"
	if src == nil {
		panic("sumlog/shared: " + op + ": nil array")
	}
	if a.rows != src.rows || a.cols != src.cols {
		panic(fmt.Sprintf("sumlog/shared: %s: array is %d × %d, source %d × %d",
			op, a.rows, a.cols, src.rows, src.cols))
	}
	return a.write(op, func() error {
		return src.do(op, func() error {
			if len(a.data) == 0 {
				return nil
			}
			if a.order == src.order {
				if a.contiguous() && src.contiguous() {
					copy(a.data, src.data)
					return nil
				}
				for i, run := range a.runs {
					copy(run, src.run(i))
				}
				return nil
			}
			transpose(a, src)
			return nil
		})
	})
}

// runs yields what is contiguous: the rows of a row-major array, or the columns of
// another.
func (a *Array[T]) runs(yield func(int, []T) bool) {
	n := a.rows
	if a.order == ColMajor {
		n = a.cols
	}
	for i := range n {
		if !yield(i, a.run(i)) {
			return
		}
	}
}

func (a *Array[T]) run(i int) []T {
	view := View[T]{}
	if a.order == ColMajor {
		view = a.Col(i)
	} else {
		view = a.Row(i)
	}
	run, _ := view.Slice()
	return run
}

// transpose copies between arrays of different order by squares, of which every
// cache line that is fetched is used up while it is there.
func transpose[T Number](dst, src *Array[T]) {
	const side = 32
	for r0 := 0; r0 < dst.rows; r0 += side {
		r1 := min(r0+side, dst.rows)
		for c0 := 0; c0 < dst.cols; c0 += side {
			c1 := min(c0+side, dst.cols)
			for r := r0; r < r1; r++ {
				to, from := r*dst.rowStep, r*src.rowStep
				for c := c0; c < c1; c++ {
					dst.data[to+c*dst.colStep] = src.data[from+c*src.colStep]
				}
			}
		}
	}
}

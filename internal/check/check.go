// Package check finds mistakes in the arguments of an operation before any work is done. The
// functions panic with a message that begins with op, such as "sumlog: Log", and names both
// values. Those that small calls make are inlined, and leave the message to functions that are
// not: a call pays for a few comparisons.
package check

import (
	"context"
	"fmt"
	"unsafe"
)

// Unary checks that dst and x have one length, and are the same or disjoint.
func Unary[T any](op string, dst, x []T) {
	Lengths(op, "x", len(dst), len(x))
	Overlap(op, "x", dst, x)
}

// Binary checks that dst, x and y have one length, and that dst is the same as each of the others
// or disjoint.
func Binary[T any](op string, dst, x, y []T) {
	Lengths(op, "x", len(dst), len(x))
	Lengths(op, "y", len(dst), len(y))
	Overlap(op, "x", dst, x)
	Overlap(op, "y", dst, y)
}

// BinaryNamed is Binary for operands of those names.
func BinaryNamed[T any](op, nameX, nameY string, dst, x, y []T) {
	Lengths(op, nameX, len(dst), len(x))
	Lengths(op, nameY, len(dst), len(y))
	Overlap(op, nameX, dst, x)
	Overlap(op, nameY, dst, y)
}

// Lengths checks that dst has the length of the operand of that name.
func Lengths(op, name string, dst, x int) {
	if dst != x {
		panicLengths(op, name, dst, x)
	}
}

//go:noinline
func panicLengths(op, name string, dst, x int) {
	panic(fmt.Sprintf("%s: len(dst) = %d, len(%s) = %d", op, dst, name, x))
}

// Inputs checks that the operands of those names have one length.
func Inputs(op, name, other string, n, m int) {
	if n != m {
		panicInputs(op, name, other, n, m)
	}
}

//go:noinline
func panicInputs(op, name, other string, n, m int) {
	panic(fmt.Sprintf("%s: len(%s) = %d, len(%s) = %d", op, name, n, other, m))
}

// Overlap checks that slices of one length are the same or disjoint.
func Overlap[T any](op, name string, dst, x []T) {
	if Overlapping(dst, x) {
		panicOverlap(op, name, int(distance(dst, x)), len(dst))
	}
}

// Overlapping reports whether slices of one length are neither the same nor disjoint.
func Overlapping[T any](dst, x []T) bool {
	d, size := distance(dst, x), uintptr(len(dst))*unsafe.Sizeof(*new(T))
	return d != 0 && (d < size || -d < size)
}

// Disjoint checks that slices, of any lengths and types, share no memory.
func Disjoint[T, U any](op, name string, dst []T, x []U) {
	d := distance(dst, x)
	within := d < uintptr(len(x))*unsafe.Sizeof(*new(U)) ||
		-d < uintptr(len(dst))*unsafe.Sizeof(*new(T))
	if len(dst) > 0 && len(x) > 0 && within {
		panicOverlap(op, name, int(d), len(x))
	}
}

// distance returns how many bytes dst begins after x.
func distance[T, U any](dst []T, x []U) uintptr {
	return uintptr(unsafe.Pointer(unsafe.SliceData(dst))) -
		uintptr(unsafe.Pointer(unsafe.SliceData(x)))
}

//go:noinline
func panicOverlap(op, name string, bytes, n int) {
	panic(fmt.Sprintf("%s: dst begins %d bytes from %s and overlaps its %d elements in part",
		op, bytes, name, n))
}

// Rows checks that x is len(dst) rows of cols elements, and that dst does not overlap it
// unless they are the same.
func Rows(op string, dst, x []float64, cols int) {
	rows(op, dst, len(x), cols)
	if cols == 1 {
		Overlap(op, "x", dst, x)
	} else {
		Disjoint(op, "x", dst, x)
	}
}

// RowsOf is Rows for x of another type: it does not overlap dst.
func RowsOf[T any](op string, dst []float64, x []T, cols int) {
	rows(op, dst, len(x), cols)
	Disjoint(op, "x", dst, x)
}

func rows(op string, dst []float64, n, cols int) {
	if cols < 1 {
		panic(fmt.Sprintf("%s: cols = %d, want 1 or more", op, cols))
	}
	if n%cols != 0 || n/cols != len(dst) {
		panic(fmt.Sprintf("%s: len(x) = %d, want len(dst)·cols = %d·%d", op, n, len(dst), cols))
	}
}

// TwoRows checks that w and x are len(dst) rows of cols elements each, and that dst overlaps
// neither unless it is the same.
func TwoRows(op string, dst, w, x []float64, cols int) {
	Inputs(op, "w", "x", len(w), len(x))
	Rows(op, dst, x, cols)
	if cols == 1 {
		Overlap(op, "w", dst, w)
	} else {
		Disjoint(op, "w", dst, w)
	}
}

// RowResults checks that dst and x are rows of cols elements, and do not overlap unless they are
// the same.
func RowResults(op string, dst, x []float64, cols int) {
	Unary(op, dst, x)
	if cols < 1 {
		panic(fmt.Sprintf("%s: cols = %d, want 1 or more", op, cols))
	}
	if len(x)%cols != 0 {
		panic(fmt.Sprintf("%s: len(x) = %d, want a multiple of cols = %d", op, len(x), cols))
	}
}

// RowsStrided is Rows for rows that are stride elements apart. It returns x up to the end of the
// last row.
func RowsStrided[T any](op string, dst, x []T, cols, stride int) []T {
	if cols < 1 {
		panic(fmt.Sprintf("%s: cols = %d, want 1 or more", op, cols))
	}
	if stride < cols {
		panic(fmt.Sprintf("%s: stride = %d, cols = %d", op, stride, cols))
	}
	if len(dst) == 0 {
		return nil
	}
	// Without a product that might overflow.
	if len(x) < cols || (len(x)-cols)/stride < len(dst)-1 {
		panic(fmt.Sprintf("%s: len(x) = %d, want (len(dst)-1)·stride + cols = (%d-1)·%d + %d",
			op, len(x), len(dst), stride, cols))
	}
	x = x[:(len(dst)-1)*stride+cols]
	if stride == 1 {
		Overlap(op, "x", dst, x)
	} else {
		Disjoint(op, "x", dst, x)
	}
	return x
}

// Groups checks that offsets hold len(dst)+1 ascending positions in x, and that dst does not
// overlap x. It returns the length of the longest group.
func Groups(op string, dst, x []float64, offsets []int) (longest int) {
	if len(offsets) == 0 || len(offsets)-1 != len(dst) {
		panic(fmt.Sprintf("%s: len(offsets) = %d, want len(dst)+1 = %d+1",
			op, len(offsets), len(dst)))
	}
	if offsets[0] < 0 {
		panic(fmt.Sprintf("%s: offsets[0] = %d, want 0 or more", op, offsets[0]))
	}
	before := offsets[0]
	for i, v := range offsets[1:] {
		if v < before {
			panic(fmt.Sprintf("%s: offsets[%d] = %d, offsets[%d] = %d, want no less",
				op, i, before, i+1, v))
		}
		longest = max(longest, v-before)
		before = v
	}
	if before > len(x) {
		panic(fmt.Sprintf("%s: offsets[%d] = %d, len(x) = %d", op, len(dst), before, len(x)))
	}
	Disjoint(op, "x", dst, x)
	return longest
}

// Columns checks that x is rows that are stride elements apart, each of len(dst) elements at least,
// and that dst does not overlap x. It returns the number of rows.
func Columns(op string, dst, x []float64, stride int) (rows int) {
	rows = columns(op, "dst", len(dst), x, stride)
	Disjoint(op, "x", dst, x)
	return rows
}

// ProductColumns is Columns of a number of products.
func ProductColumns(op string, products int, x []float64, stride int) (rows int) {
	return columns(op, "products", products, x, stride)
}

func columns(op, dst string, n int, x []float64, stride int) (rows int) {
	if stride < n {
		panic(fmt.Sprintf("%s: stride = %d, len(%s) = %d", op, stride, dst, n))
	}
	if n == 0 {
		return 0
	}
	rows = len(x) / stride
	if last := len(x) % stride; last >= n {
		rows++
	} else if last > 0 {
		panic(fmt.Sprintf("%s: len(x) = %d, want rows·stride = %d·%d and none or len(%s) = %d more",
			op, len(x), rows, stride, dst, n))
	}
	return rows
}

// Terms checks a number of terms.
func Terms(op string, terms int) {
	if terms < 0 {
		panicTerms(op, terms)
	}
}

//go:noinline
func panicTerms(op string, terms int) {
	panic(fmt.Sprintf("%s: terms = %d, want 0 or more", op, terms))
}

// Column checks the number of a column, which is the operand of that name.
func Column(op, name string, column, cols int) {
	if uint(column) >= uint(cols) {
		panic(fmt.Sprintf("%s: column %s = %d of an array with %d columns", op, name, column, cols))
	}
}

// Row checks the number of a row, which is the operand of that name.
func Row(op, name string, row, rows int) {
	if uint(row) >= uint(rows) {
		panic(fmt.Sprintf("%s: row %s = %d of an array with %d rows", op, name, row, rows))
	}
}

// Array checks that the array of that name is not nil.
func Array(op, name string, isNil bool) {
	if isNil {
		panic(fmt.Sprintf("%s: %s: nil array", op, name))
	}
}

// Context checks that a context is not nil.
func Context(op string, ctx context.Context) {
	if ctx == nil {
		panic(op + ": nil context")
	}
}

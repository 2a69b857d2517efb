package kernel

import (
	"sumlog/internal/check"
	"sumlog/internal/generic"
	"sumlog/internal/panel"
)

// SumLogOf returns Σ ln x[j] of numbers of any type, float32 or counts for instance. It has the
// bits of [SumLog] of the numbers converted to float64, and its error bound and special values.
//
// The conversion is exact, except of int64 and uint64 beyond 2^53: each of them is rounded to
// nearest, which changes its logarithm, and so the sum, by at most 1.2·10^-16.
//
// Panics where isa is not [Supported].
//
// Method: blocks of 4096 elements are converted in the first cache, and float32 numbers when they
// are loaded. From memory a sum of float32 waits for half as many bytes as one of float64.
func SumLogOf[T Number](isa ISA, x []T) float64 {
	checkISA("sumlog/kernel: SumLogOf", isa)
	raceAccess(nil, x, nil)
	return sumLogOf(isa, x)
}

// sumLogOf is SumLogOf of checked arguments.
func sumLogOf[T Number](isa ISA, x []T) float64 {
	if same, ok := asFloat64s(x); ok {
		return sumLog(isa, same)
	}
	const few = 128
	if len(x) <= few {
		var space [few]float64
		widen(isa, space[:len(x)], x)
		return sumLog(isa, space[:len(x)])
	}
	return sumLogOfBlocks(isa, x)
}

func sumLogOfBlocks[T Number](isa ISA, x []T) float64 {
	space := panel.Get() // on the stack it would be cleared first
	defer panel.Put(space)
	if x, ok := asFloat32s(x); ok && hasAssembly && isa != Generic {
		return sumLogOf32(isa, x, space[:generic.Block])
	}
	if len(x) <= generic.Block {
		widen(isa, space[:len(x)], x)
		return sumLog(isa, space[:len(x)])
	}
	var path blockPath
	all := generic.One
	for len(x) > 0 {
		n := min(len(x), generic.Block)
		widen(isa, space[:n], x[:n])
		block := path.product(isa, space[:n])
		all.Merge(&block)
		x = x[n:]
	}
	return all.Log()
}

// SumLogRowsOf sets dst[r] = Σ ln x[r·cols+c], c from 0 to cols-1: [SumLogRows] of numbers of any
// type, with the bits of [SumLogOf] of each row, and its error bound and special values.
//
// Panics where len(x) is not len(dst)·cols, cols is less than 1, dst overlaps x (unless both are
// float64, cols is 1 and they are the same), or isa is not [Supported].
func SumLogRowsOf[T Number](isa ISA, dst []float64, x []T, cols int) {
	const op = "sumlog/kernel: SumLogRowsOf"
	checkISA(op, isa)
	if same, ok := asFloat64s(x); ok {
		check.Rows(op, dst, same, cols)
		raceAccess(dst, same, nil)
		sumLogRows(isa, dst, rows{same, cols, cols})
		return
	}
	check.RowsOf(op, dst, x, cols)
	raceAccess(nil, x, nil)
	raceAccess(dst, nil, nil)
	const few = 128
	switch {
	case len(x) <= few:
		var space [few]float64
		sumLogRowsOf(isa, dst, x, cols, space[:])
	case cols > generic.Block/2:
		for r := range dst {
			dst[r] = sumLogOfBlocks(isa, x[r*cols:(r+1)*cols])
		}
	default:
		space := panel.Get()
		sumLogRowsOf(isa, dst, x, cols, space[:generic.Block])
		panel.Put(space)
	}
}

// sumLogRowsOf converts as many rows at a time as there is space for.
func sumLogRowsOf[T Number](isa ISA, dst []float64, x []T, cols int, space []float64) {
	for most := len(space) / cols; len(dst) > 0; {
		n := min(most, len(dst))
		widen(isa, space[:n*cols], x[:n*cols])
		sumLogRows(isa, dst[:n], rows{space[:n*cols], cols, cols})
		dst, x = dst[n:], x[n*cols:]
	}
}

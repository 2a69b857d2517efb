package operations

import (
	"unsafe"

	"sumlog"
	"sumlog/internal/generic"
	"sumlog/kernel"
)

// The parameter of sumLogOf is a type of integers, as which it takes the memory of its input: any
// float64 is one or more integers. Tests of their own have the other types.
const (
	asUint64 = iota
	asInt64
	asUint32
	asInt32
	asUint16
)

var sumLogOf = Operation{
	Name: "SumLogOf", Inputs: 1, Shape: Sum,
	Param: "type", Params: []int{asUint64, asInt64, asUint32, asInt32, asUint16},
	Few: []int{asInt64, asUint32, asUint16, asUint64}, Bench: []int{asUint64, asUint32},
	AnyParam: func(v uint64) int { return int(v % (asUint16 + 1)) },
	Cost:     func(param int) int { return 1 + param },
	Kernel: func(isa kernel.ISA, a *Args) {
		switch x := a.In[0]; a.Param {
		case asUint64:
			a.Dst[0] = kernel.SumLogOf(isa, memory[uint64](x))
		case asInt64:
			a.Dst[0] = kernel.SumLogOf(isa, memory[int64](x))
		case asUint32:
			a.Dst[0] = kernel.SumLogOf(isa, memory[uint32](x))
		case asInt32:
			a.Dst[0] = kernel.SumLogOf(isa, memory[int32](x))
		default:
			a.Dst[0] = kernel.SumLogOf(isa, memory[uint16](x))
		}
	},
	Spec: func(a *Args) { a.Dst[0] = generic.SumLog(converted(a)) },
	Root: func(a *Args) {
		switch x := a.In[0]; a.Param {
		case asUint64:
			a.Dst[0] = sumlog.SumLogOf(memory[uint64](x))
		case asInt64:
			a.Dst[0] = sumlog.SumLogOf(memory[int64](x))
		case asUint32:
			a.Dst[0] = sumlog.SumLogOf(memory[uint32](x))
		case asInt32:
			a.Dst[0] = sumlog.SumLogOf(memory[int32](x))
		default:
			a.Dst[0] = sumlog.SumLogOf(memory[uint16](x))
		}
	},
	On: func(r sumlog.Run, a *Args) (err error) {
		switch x := a.In[0]; a.Param {
		case asUint64:
			a.Dst[0], err = sumlog.SumLogOfOn(r, memory[uint64](x))
		case asInt64:
			a.Dst[0], err = sumlog.SumLogOfOn(r, memory[int64](x))
		case asUint32:
			a.Dst[0], err = sumlog.SumLogOfOn(r, memory[uint32](x))
		case asInt32:
			a.Dst[0], err = sumlog.SumLogOfOn(r, memory[int32](x))
		default:
			a.Dst[0], err = sumlog.SumLogOfOn(r, memory[uint16](x))
		}
		return err
	},
	Want:  func(a *Args, _ int) Want { return wantSum(converted(a)) },
	Kinds: factors,
}

// sumLogRowsOf takes rows of int64, of more than one column: no destination overlaps those.
var sumLogRowsOf = Operation{
	Name: "SumLogRowsOf", Inputs: 1, Shape: Rows,
	Param: "cols", Params: []int{2, 3, 7, 8, 9, 16, 33, 60, 100, 128, 513, 2048, 2049, 5000},
	Few: sumLogRows.Few[1:], Bench: []int{8, 1000},
	AnyParam: func(v uint64) int { return max(2, sumLogRows.AnyParam(v)) },
	Cost:     sumLogRows.Cost,
	Kernel: func(isa kernel.ISA, a *Args) {
		kernel.SumLogRowsOf(isa, a.Dst, memory[int64](a.In[0]), a.Param)
	},
	Spec: func(a *Args) {
		for r := range a.Dst {
			a.Dst[r] = generic.SumLog(float64sOf(memory[int64](row(a, r))))
		}
	},
	Root: func(a *Args) { sumlog.SumLogRowsOf(a.Dst, memory[int64](a.In[0]), a.Param) },
	On: func(r sumlog.Run, a *Args) error {
		return sumlog.SumLogRowsOfOn(r, a.Dst, memory[int64](a.In[0]), a.Param)
	},
	Poll:  sumLogRows.Poll,
	Want:  func(a *Args, r int) Want { return wantSum(float64sOf(memory[int64](row(a, r)))) },
	Kinds: factors,
}

// memory views the memory of x as numbers of another type.
func memory[T kernel.Number](x []float64) []T {
	return unsafe.Slice((*T)(unsafe.Pointer(unsafe.SliceData(x))), len(x)*8/int(unsafe.Sizeof(T(0))))
}

func converted(a *Args) []float64 {
	switch x := a.In[0]; a.Param {
	case asUint64:
		return float64sOf(memory[uint64](x))
	case asInt64:
		return float64sOf(memory[int64](x))
	case asUint32:
		return float64sOf(memory[uint32](x))
	case asInt32:
		return float64sOf(memory[int32](x))
	}
	return float64sOf(memory[uint16](a.In[0]))
}

func float64sOf[T kernel.Number](x []T) []float64 {
	list := make([]float64, len(x))
	for i, v := range x {
		list[i] = float64(v)
	}
	return list
}

// widen copies: of a float64. Tests of its own convert other types.
var widen = Operation{
	Name: "Widen", Inputs: 1, Shape: Elementwise,
	Params: []int{0}, Few: []int{0}, Bench: []int{0},
	Kernel: func(isa kernel.ISA, a *Args) { kernel.Widen(isa, a.Dst, a.In[0]) },
	Spec:   func(a *Args) { copy(a.Dst, a.In[0]) },
	Kinds:  []Kind{Mixed},
}

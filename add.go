package sumlog

import (
	"unsafe"

	"sumlog/dispatch"
	"sumlog/internal/check"
	"sumlog/internal/cost"
	"sumlog/kernel"
)

// Add sets dst[i] = a[i] + b[i] with the type's own addition: integers wrap around,
// floating-point numbers round to nearest. Slices that together exceed half
// of [kernel.CacheSize] are added as [kernel.AddStreaming] does.
//
// dst may be a, b or both. It panics where the slices differ in length or dst
// overlaps a or b in part.
func Add[T kernel.Number](dst, a, b []T) {
	// A plain loop takes less time than the call of kernel.Add, which reports any mistake.
	if n := len(dst); n <= plainAddMax && n == len(a) && n == len(b) &&
		!check.Overlapping(dst, a) && !check.Overlapping(dst, b) {
		for i := range dst {
			dst[i] = a[i] + b[i]
		}
		return
	}
	if isa := dispatch.ISA(); small(len(dst), cost.AddOf(isa, unsafe.Sizeof(T(0)))) {
		kernel.Add(isa, dst, a, b)
		return
	}
	_ = AddOn(Run{}, dst, a, b)
}

// plainAddMax is the number of elements up to which a plain loop is faster than a call.
const plainAddMax = 8

// AddOn is [Add], run by r. A worker polls the context at least every 65 536 elements.
func AddOn[T kernel.Number](r Run, dst, a, b []T) error {
	const op = "sumlog: Add"
	check.Lengths(op, "a", len(dst), len(a))
	check.Lengths(op, "b", len(dst), len(b))
	check.Overlap(op, "a", dst, a)
	check.Overlap(op, "b", dst, b)
	// The ten element types, and types defined over them, need six kinds of addition: signed
	// and unsigned integers wrap alike.
	switch size := unsafe.Sizeof(T(0)); {
	case size == 8 && isFloat[T]():
		return addTasks64.add(r, op, as[float64](dst), as[float64](a), as[float64](b))
	case size == 8:
		return addTasksInt64.add(r, op, as[int64](dst), as[int64](a), as[int64](b))
	case size == 4 && isFloat[T]():
		return addTasks32.add(r, op, as[float32](dst), as[float32](a), as[float32](b))
	case size == 4:
		return addTasksInt32.add(r, op, as[int32](dst), as[int32](a), as[int32](b))
	case size == 2:
		return addTasksInt16.add(r, op, as[int16](dst), as[int16](a), as[int16](b))
	default:
		return addTasksInt8.add(r, op, as[int8](dst), as[int8](a), as[int8](b))
	}
}

func isFloat[T kernel.Number]() bool { return T(1)/T(2) != 0 }

// as views s as a slice of U, a type of the same size and kind.
func as[U, T kernel.Number](s []T) []U {
	return unsafe.Slice((*U)(unsafe.Pointer(unsafe.SliceData(s))), len(s))
}

type addTask[T kernel.Number] struct {
	isa       kernel.ISA
	stream    bool
	dst, a, b []T
}

func (t *addTask[T]) Do(lo, hi int) {
	if t.stream {
		kernel.AddStreaming(t.isa, t.dst[lo:hi], t.a[lo:hi], t.b[lo:hi])
	} else {
		kernel.Add(t.isa, t.dst[lo:hi], t.a[lo:hi], t.b[lo:hi])
	}
}

type addTasks[T kernel.Number] struct{ tasks[addTask[T]] }

var (
	addTasks64    addTasks[float64]
	addTasks32    addTasks[float32]
	addTasksInt64 addTasks[int64]
	addTasksInt32 addTasks[int32]
	addTasksInt16 addTasks[int16]
	addTasksInt8  addTasks[int8]
)

func (p *addTasks[T]) add(r Run, op string, dst, a, b []T) error {
	isa := r.isa()
	ns := cost.AddOf(isa, unsafe.Sizeof(T(0)))
	if r.inline(len(dst), ns) {
		err := r.ready(op)
		if err == nil {
			kernel.Add(isa, dst, a, b)
		}
		return err
	}
	t := p.get()
	// Chunks fit a cache where the whole does not, so the whole decides.
	stream := len(dst) > kernel.CacheSize()/(6*int(unsafe.Sizeof(T(0))))
	*t = addTask[T]{isa, stream, dst, a, b}
	err := r.do(op, work(len(dst), ns, 64, 1<<16), t)
	p.put(t)
	return err
}

package dispatch

import (
	"context"
	"unsafe"

	"sumlog/kernel"
)

// Add sets dst[i] = a[i] + b[i] with the type's own addition, as [kernel.Add]
// does. It uses [ISA] and, from some tens of thousands of elements, the workers of
// [Default]. Slices that together exceed [kernel.CacheSize] are added as
// [kernel.AddStreaming] does.
//
// dst may be a, b or both. It panics where the slices differ in length or dst
// overlaps a or b in part.
func Add[T kernel.Number](dst, a, b []T) {
	// A few elements are added sooner than kernel.Add is called, which also tells what
	// is wrong.
	if n := len(dst); n <= plainAdd && n == len(a) && n == len(b) && !overlap(dst, a) && !overlap(dst, b) {
		for i := range dst {
			dst[i] = a[i] + b[i]
		}
		return
	}
	if len(dst) <= costAdd.small {
		kernel.Add(isaOf(opAdd), dst, a, b)
		return
	}
	_ = add(context.Background(), &standard, "Add", dst, a, b)
}

// plainAdd is up to how many elements a plain loop is faster than a call.
const plainAdd = 8

// AddContext is [Add] that ends early when ctx does, and then returns ctx.Err().
// dst is partly written in that case. Between two looks at ctx a worker does at
// most 65 536 elements.
//
// It panics as Add does, and where ctx is nil.
func AddContext[T kernel.Number](ctx context.Context, dst, a, b []T) error {
	const op = "AddContext"
	checkContext(op, ctx)
	return add(ctx, &standard, op, dst, a, b)
}

// AddWith is [Add] on the pool p; nil stands for that of [Default]. It also panics
// where the pool is closed ([ErrClosed]).
func AddWith[T kernel.Number](p *Pool, dst, a, b []T) {
	const op = "AddWith"
	p = p.orDefault()
	p.mustBeOpen(op)
	if len(dst) <= costAdd.small {
		kernel.Add(p.isaOf(opAdd), dst, a, b)
		return
	}
	_ = add(context.Background(), p, op, dst, a, b)
}

// AddWithContext is [AddContext] on the pool p; nil stands for that of [Default].
// A closed pool is an error that is [ErrClosed].
func AddWithContext[T kernel.Number](ctx context.Context, p *Pool, dst, a, b []T) error {
	const op = "AddWithContext"
	checkContext(op, ctx)
	return add(ctx, p.orDefault(), op, dst, a, b)
}

func add[T kernel.Number](ctx context.Context, p *Pool, op string, dst, a, b []T) error {
	checkLengths(op, "a", len(dst), len(a))
	checkLengths(op, "b", len(dst), len(b))
	checkOverlap(op, "a", dst, a)
	checkOverlap(op, "b", dst, b)
	if err := p.ready(ctx, op); err != nil || len(dst) == 0 {
		return err
	}
	c, isa := &costAdd, p.isaOf(opAdd)
	// Blocks fit a cache where the whole does not, and only the whole tells.
	stream := len(dst) > kernel.CacheSize()/(3*int(unsafe.Sizeof(dst[0])))
	if j := p.share(ctx, c.workBy(isa, len(dst))); j != nil {
		j.cut(len(dst), c.unit, c.least, c.most)
		j.dst, j.a, j.b, j.isa, j.stream = pointer(dst), pointer(a), pointer(b), isa, stream
		j.ctx, j.run = ctx, byKind[T](&runAdd)
		return p.finish(j)
	}
	return inBlocks(ctx, len(dst), c.most, func(lo, hi int) error {
		addBlock(isa, stream, dst[lo:hi], a[lo:hi], b[lo:hi])
		return nil
	})
}

func addBlock[T kernel.Number](isa kernel.ISA, stream bool, dst, a, b []T) {
	if stream {
		kernel.AddStreaming(isa, dst, a, b)
	} else {
		kernel.Add(isa, dst, a, b)
	}
}

// Ten element types, and all that are defined over them, need six ways to add:
// integers wrap alike with a sign and without. The functions stand in a table
// because a function value of a type parameter would have to be allocated.
type kinds struct {
	bits8, bits16, bits32, bits64, float32, float64 func(j *job, lo, hi int) error
}

var runAdd = kinds{
	runAddOf[uint8], runAddOf[uint16], runAddOf[uint32], runAddOf[uint64],
	runAddOf[float32], runAddOf[float64],
}

func runAddOf[T kernel.Number](j *job, lo, hi int) error {
	addBlock(j.isa, j.stream, slice[T](j.dst, lo, hi), slice[T](j.a, lo, hi), slice[T](j.b, lo, hi))
	return nil
}

func byKind[T kernel.Number](k *kinds) func(j *job, lo, hi int) error {
	isFloat := T(1)/T(2) != 0
	switch unsafe.Sizeof(T(0)) {
	case 1:
		return k.bits8
	case 2:
		return k.bits16
	case 4:
		if isFloat {
			return k.float32
		}
		return k.bits32
	}
	if isFloat {
		return k.float64
	}
	return k.bits64
}

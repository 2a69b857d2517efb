package parquet

import (
	"sync"

	"github.com/apache/arrow-go/v18/arrow/memory"
)

// recycler is an allocator that hands buffers of pages on from one row group to the next, which
// would otherwise each make a few MB of garbage.
type recycler struct {
	memory.Allocator
	mu   sync.Mutex
	free [][]byte // at most recycled, of at least recyclable bytes each
}

const (
	recyclable = 64 << 10
	recycled   = 16
)

// Allocate returns size bytes, not necessarily zeros.
func (r *recycler) Allocate(size int) []byte {
	if size < recyclable {
		return r.Allocator.Allocate(size)
	}
	r.mu.Lock()
	for i, b := range r.free {
		if size <= cap(b) && cap(b)/2 <= size {
			last := len(r.free) - 1
			r.free[i], r.free[last] = r.free[last], nil
			r.free = r.free[:last]
			r.mu.Unlock()
			return b[:size]
		}
	}
	r.mu.Unlock()
	// Pages differ a little in size: the next one is to fit in.
	room := (size + size/8 + recyclable) / recyclable * recyclable
	return r.Allocator.Allocate(room)[:size]
}

// Reallocate returns size bytes that begin with those of b.
func (r *recycler) Reallocate(size int, b []byte) []byte {
	if size <= cap(b) {
		return b[:size]
	}
	c := r.Allocate(size)
	copy(c, b)
	r.Free(b)
	return c
}

// Free takes b back.
func (r *recycler) Free(b []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if cap(b) >= recyclable && len(r.free) < recycled {
		r.free = append(r.free, b)
	}
}

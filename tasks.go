package sumlog

import "sync"

// tasks keeps the tasks of one operation for the next calls of it, so that operations
// allocate nothing.
type tasks[T any] struct{ pool sync.Pool }

func (p *tasks[T]) get() *T {
	if t, ok := p.pool.Get().(*T); ok {
		return t
	}
	return new(T)
}

// put keeps a task, but nothing of what it worked on.
func (p *tasks[T]) put(t *T) {
	*t = *new(T)
	p.pool.Put(t)
}

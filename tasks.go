package sumlog

import "sync"

// tasks keeps the tasks of one operation for its next calls, so that operations allocate
// nothing.
type tasks[T any] struct{ pool sync.Pool }

func (p *tasks[T]) get() *T {
	if t, ok := p.pool.Get().(*T); ok {
		return t
	}
	return new(T)
}

// put keeps a task, without references to what it worked on.
func (p *tasks[T]) put(t *T) {
	*t = *new(T)
	p.pool.Put(t)
}

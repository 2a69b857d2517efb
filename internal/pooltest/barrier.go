package pooltest

// Barrier makes n goroutines wait for each other, once.
type Barrier struct {
	arrivals chan struct{}
	open     chan struct{}
}

// NewBarrier returns a barrier that opens when n goroutines have arrived.
func NewBarrier(n int) *Barrier {
	b := &Barrier{make(chan struct{}, n), make(chan struct{})}
	go func() {
		for range n {
			<-b.arrivals
		}
		close(b.open)
	}()
	return b
}

// Wait arrives at the barrier and returns when it is open.
func (b *Barrier) Wait() {
	select {
	case b.arrivals <- struct{}{}:
	case <-b.open:
	}
	<-b.open
}

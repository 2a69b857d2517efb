package main

import (
	"context"
	"errors"
	"math/rand/v2"
	"runtime"
	"slices"
	"time"

	"sumlog/bench/machine"
	"sumlog/bench/peer"
	"sumlog/dispatch"
	"sumlog/kernel"
	"sumlog/shared"
)

// isa is the instruction set of the kernels that are measured.
const isa = kernel.AVX2

// capacity is more than all rows need besides the large arrays, in bytes.
const capacity = 1 << 30

// cached is how many elements most rows have: an array of them fits the first-level
// cache, and three the second.
const cached = 4096

// sizes are what the rows are made from, smaller in tests.
type sizes struct {
	large  int   // elements beyond the caches
	tables []int // rows
}

// inFull are the sizes on a machine: each large array takes twice the last-level cache, 64
// MiB at least, and all three less than half of the memory that is available.
func inFull(info machine.Info) sizes {
	large := 8 << 20
	for large < 2*info.LastLevel/8 && (info.Available == 0 || uint64(6*8*2*large) < info.Available) {
		large *= 2
	}
	return sizes{large: large, tables: []int{100_000, 4 << 20}}
}

// lab has what rows are made of, and runs them.
type lab struct {
	sizes
	memory  *peer.Memory
	random  *rand.Rand
	home    int             // the core for all but the work of all workers; -1 where any
	peers   []*peer.Process // one for each worker, the first on home
	noPeers string          // why there are none
	one     *dispatch.Pool
	all     *dispatch.Pool
	opened  []*shared.Array[float64] // to be closed
}

// newLab locks the calling goroutine to its thread and that to one core, for good.
func newLab(ctx context.Context, s sizes) (*lab, error) {
	if err := dispatch.Use(isa); err != nil {
		return nil, err
	}
	m, err := peer.NewMemory(capacity + 3*8*s.large)
	if err != nil {
		return nil, err
	}
	one, err := dispatch.NewPool(dispatch.WithWorkers(1))
	if err != nil {
		return nil, err
	}
	l := &lab{sizes: s, memory: m, random: rand.New(rand.NewPCG(1, 2)), home: -1, one: one, all: dispatch.Default()}

	places := peer.Cores()
	// The last first: interrupts tend to come to the first core.
	slices.Reverse(places)
	if len(places) > 0 {
		l.home = places[0]
		runtime.LockOSThread()
		if err := peer.Pin(0, l.home); err != nil {
			return nil, err
		}
	}
	if l.peers, err = peer.StartC(ctx, m, places, l.all.Workers()); err != nil {
		l.noPeers = err.Error()
	}
	return l, ctx.Err()
}

func (l *lab) close() error {
	peer.Stop(l.peers...)
	err := l.one.Close()
	for _, table := range l.opened {
		err = errors.Join(err, table.Close())
	}
	return err
}

// uniform returns n values of [lo, hi).
func (l *lab) uniform(n int, lo, hi float64) []float64 {
	x := l.memory.Floats(n)
	for i := range x {
		x[i] = lo + (hi-lo)*l.random.Float64()
	}
	return x
}

const inC = " in C"

// inC is the way that a peer goes, or that several go at once with a part each.
func (l *lab) inC(t task, name string, parts ...peer.Request) *way {
	w := &way{task: t, name: name + inC}
	switch {
	case l.peers == nil:
		w.absent = "skipped: " + l.noPeers
	case !l.peers[0].Has(parts[0].Name):
		w.absent = "skipped: the C library has none"
	}
	w.run = func(calls int) (time.Duration, error) {
		for i, part := range parts {
			if err := l.peers[i].Send(l.memory, part, calls); err != nil {
				return 0, err
			}
		}
		spans := make([]peer.Span, len(parts))
		for i := range spans {
			var err error
			if spans[i], err = l.peers[i].Receive(); err != nil {
				return 0, err
			}
		}
		return peer.Together(spans), nil
	}
	return w
}

// rows are all that is measured.
func (l *lab) rows() ([]row, error) {
	large := l.newLarge()
	tables, err := l.addColumnsRows()
	return slices.Concat(
		l.logRows(),
		l.sumLogRows(large),
		l.sumLogRowsRows(),
		l.logAccumulateRows(),
		l.addRows(large),
		l.smallRows(),
		tables,
	), err
}

// large are arrays that no cache holds, shared by the rows that need some.
type large struct{ dst, a, b []float64 }

func (l *lab) newLarge() large {
	n := l.sizes.large
	return large{l.memory.Floats(n), l.uniform(n, 0.5, 2), l.uniform(n, 0.5, 2)}
}

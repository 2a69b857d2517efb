package sumlogduckdb

import (
	"unsafe"

	"sumlog/dispatch"
	"sumlog/kernel"
)

// accumulator is a sum whose kernel takes many rows at once.
type accumulator[S any] interface {
	*S
	add(in columns)
	merge(from S)
	result() float64
}

// row is one value an input.
type row interface{ [1]float64 | [2]float64 }

// buffer is the state of a sum that has no fast form for one row: the last rows of a group wait
// until they are worth a call of the kernel.
type buffer[S any, R row] struct {
	sum     S
	n       int32 // how many rows wait
	filled  bool  // a row has been added
	waiting [bufferRows]R
}

// bufferRows is small because the states of many groups do not fit the caches.
const bufferRows = 16

// buffered returns the aggregate of rows R whose sum is S.
func buffered[S any, R row, P accumulator[S]](name string) aggregate {
	type state = buffer[S, R]
	var one R
	return aggregate{
		name: name, inputs: len(one), size: unsafe.Sizeof(state{}),
		add: func(s unsafe.Pointer, in columns) {
			(*state)(s).filled = true
			P(&(*state)(s).sum).add(in)
		},
		addEach: func(states []unsafe.Pointer, in columns) {
			for i, p := range states {
				s := (*state)(p)
				for k := range len(s.waiting[0]) {
					s.waiting[s.n][k] = in[k][i]
				}
				if s.n++; s.n == bufferRows {
					addWaiting[S, R, P](s)
				}
			}
		},
		merge: func(to, from unsafe.Pointer) {
			s, t := (*state)(to), *(*state)(from)
			addWaiting[S, R, P](s)
			addWaiting[S, R, P](&t)
			P(&s.sum).merge(t.sum)
			s.filled = s.filled || t.filled
		},
		sum: func(p unsafe.Pointer) (float64, bool) {
			s := *(*state)(p)
			addWaiting[S, R, P](&s)
			return P(&s.sum).result(), s.filled
		},
	}
}

// addWaiting adds the rows that wait.
func addWaiting[S any, R row, P accumulator[S]](s *buffer[S, R]) {
	if s.n == 0 {
		return
	}
	var values [maxInputs][bufferRows]float64
	var in columns
	for k := range len(s.waiting[0]) {
		for i := range s.n {
			values[k][i] = s.waiting[i][k]
		}
		in[k] = values[k][:s.n]
	}
	P(&s.sum).add(in)
	s.n, s.filled = 0, true
}

type log1pSum struct{ kernel.Log1pSum }

func (s *log1pSum) add(in columns)   { s.Add(dispatch.ISA(), in[0]) }
func (s *log1pSum) merge(t log1pSum) { s.Merge(t.Log1pSum) }
func (s *log1pSum) result() float64  { return s.Sum() }

type dotLogSum struct{ kernel.DotLogSum }

func (s *dotLogSum) add(in columns)    { s.Add(dispatch.ISA(), in[0], in[1]) }
func (s *dotLogSum) merge(t dotLogSum) { s.Merge(t.DotLogSum) }
func (s *dotLogSum) result() float64   { return s.Sum() }

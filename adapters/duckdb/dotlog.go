package sumlogduckdb

import (
	"unsafe"

	"sumlog/dispatch"
	"sumlog/kernel"
)

// bufferRows is how many rows wait. A call of the kernel takes the time of some 30 rows; states of
// many groups do not fit the caches, which speaks against more.
const bufferRows = 16

// dotLogSum is the state of dotlog. Its kernel has no fast form for one row: the last rows of a
// group wait for others.
type dotLogSum struct {
	all    kernel.DotLogSum
	n      int32 // how many rows wait
	filled bool  // a row has been added
	w, x   [bufferRows]float64
}

// addDotEach adds a row to each state.
func addDotEach(states []unsafe.Pointer, in columns) {
	w, x := in[0], in[1][:len(in[0])]
	for i := range w {
		s := (*dotLogSum)(states[i])
		s.w[s.n], s.x[s.n] = w[i], x[i]
		if s.n++; s.n == bufferRows {
			s.flush()
		}
	}
}

// flush adds the rows that wait.
func (s *dotLogSum) flush() {
	s.add(columns{s.w[:s.n], s.x[:s.n]})
	s.n = 0
}

func (s *dotLogSum) add(in columns) {
	s.filled = s.filled || len(in[0]) > 0
	s.all.Add(dispatch.ISA(), in[0], in[1])
}

func (s *dotLogSum) merge(t dotLogSum) {
	s.flush()
	t.flush()
	s.all.Merge(t.all)
	s.filled = s.filled || t.filled
}

func (s dotLogSum) result() (float64, bool) {
	s.flush()
	return s.all.Sum(), s.filled
}

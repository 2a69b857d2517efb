package sumlogduckdb

import (
	"unsafe"

	"sumlog/dispatch"
	"sumlog/kernel"
)

// dotLogSum is the state of dotlog.
type dotLogSum struct {
	all    kernel.DotLogSum
	filled bool // a row has been added
}

// addTerms adds a row to each state.
func addTerms(states []unsafe.Pointer, in columns) {
	w, x := in[0], in[1][:len(in[0])]
	for i := range w {
		s := (*dotLogSum)(states[i])
		s.filled = true
		s.all.AddTerm(w[i], x[i])
	}
}

func (s *dotLogSum) add(in columns) {
	s.filled = true
	s.all.Add(dispatch.ISA(), in[0], in[1])
}

func (s *dotLogSum) merge(t dotLogSum) {
	s.all.Merge(t.all)
	s.filled = s.filled || t.filled
}

func (s dotLogSum) result() (float64, bool) { return s.all.Sum(), s.filled }

package sumlogduckdb

import (
	"unsafe"

	"sumlog/dispatch"
	"sumlog/kernel"
)

// expSum is the state of logsumexp. A call of the kernel on one element takes as long as on
// sixteen, so rows that come one at a time wait for others.
type expSum struct {
	all     kernel.ExpSum
	filled  bool  // a row has been added
	waiting int32 // elements of last that are not in all
	last    [16]float64
}

// addExps adds a row to each state.
func addExps(states []unsafe.Pointer, in columns) {
	for i, v := range in[0][:len(states)] {
		s := (*expSum)(states[i])
		if int(s.waiting) == len(s.last) {
			s.flush()
		}
		s.filled = true
		s.last[s.waiting] = v
		s.waiting++
	}
}

// flush moves the elements that wait to all.
func (s *expSum) flush() {
	s.all.Add(dispatch.ISA(), s.last[:s.waiting])
	s.waiting = 0
}

func (s *expSum) add(in columns) {
	s.filled = true
	s.all.Add(dispatch.ISA(), in[0])
}

func (s *expSum) merge(t expSum) {
	t.flush()
	s.flush()
	s.all.Merge(t.all)
	s.filled = s.filled || t.filled
}

func (s expSum) result() (float64, bool) {
	s.flush()
	return s.all.Log(), s.filled
}

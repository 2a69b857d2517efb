package sumlogduckdb

import "unsafe"

// aggregate is a sum over the rows of a group. Its state lies in memory of DuckDB, which zeroes,
// copies and frees it: it must hold no pointer, and be the sum of nothing when all bytes are 0.
// States are small, because DuckDB keeps several of a group where there are many groups: each
// thread begins anew when a table of its own is full.
type aggregate struct {
	name   string
	inputs int
	size   uintptr // of the state
	// add adds rows that all belong to one group, and addEach at most batch rows, of which each has
	// a state.
	add     func(state unsafe.Pointer, in columns)
	addEach func(states []unsafe.Pointer, in columns)
	// merge adds each state of from to the one of to.
	merge func(to, from []unsafe.Pointer)
	// sum returns the result, and whether there is one: a group without rows has none.
	sum func(state unsafe.Pointer) (float64, bool)
}

var aggregates = [...]aggregate{
	aggregateOf[product]("sumlog", 1, multiplyEach),
	aggregateOf[log1pSum]("sumlog1p", 1, add1pEach),
	aggregateOf[dotLogSum]("dotlog", 2, addTerms),
	aggregateOf[expSum]("logsumexp", 1, addExps),
}

// batch is how many rows of mixed groups are added at a time. The states fit the first cache.
const batch = 128

// stateOf is a pointer to a state S. add is not called without rows, and merge leaves its argument
// alone.
type stateOf[S any] interface {
	*S
	add(in columns)
	merge(from *S)
	result() (float64, bool)
}

func aggregateOf[S any, P stateOf[S]](
	name string, inputs int, addEach func([]unsafe.Pointer, columns),
) aggregate {
	var state S
	return aggregate{
		name: name, inputs: inputs, size: unsafe.Sizeof(state), addEach: addEach,
		add: func(s unsafe.Pointer, in columns) { P(s).add(in) },
		merge: func(to, from []unsafe.Pointer) {
			for i, s := range from {
				P(to[i]).merge((*S)(s))
			}
		},
		sum: func(s unsafe.Pointer) (float64, bool) { return P(s).result() },
	}
}

// update adds rows to one state, or to a state each where one is nil, but for rows with a NULL.
func (a *aggregate) update(
	one unsafe.Pointer, each []unsafe.Pointer, in columns, valid [maxInputs]bitmap,
) {
	if valid[0] == nil && valid[1] == nil {
		a.addRows(one, each, in)
		return
	}
	const rows = 1024
	var values [maxInputs][rows]float64
	var states [rows]unsafe.Pointer
	for lo := 0; lo < len(in[0]); lo += rows {
		n := 0
		for i := lo; i < min(lo+rows, len(in[0])); i++ {
			if !valid[0].get(i) || !valid[1].get(i) {
				continue
			}
			for k := range a.inputs {
				values[k][n] = in[k][i]
			}
			if one == nil {
				states[n] = each[i]
			}
			n++
		}
		var kept columns
		for k := range a.inputs {
			kept[k] = values[k][:n]
		}
		a.addRows(one, states[:n], kept)
	}
}

// addRows is update of rows without NULLs.
func (a *aggregate) addRows(one unsafe.Pointer, each []unsafe.Pointer, in columns) {
	switch {
	case one == nil:
		a.addMixed(each, in)
	case len(in[0]) > 0:
		a.add(one, in)
	}
}

// run is how many rows of one group in a row are worth a call of a kernel.
const run = 32

// addMixed adds rows to a state each: long runs of one group at once, and the others one by one.
func (a *aggregate) addMixed(states []unsafe.Pointer, in columns) {
	added := 0
	for i := 0; i+run <= len(states); {
		if !areOne(states[i : i+run]) {
			i += run
			continue
		}
		end := i + run
		for end+run <= len(states) && states[end] == states[i] && areOne(states[end:end+run]) {
			end += run
		}
		a.addScattered(states[added:i], in.part(added, i))
		a.add(states[i], in.part(i, end))
		i, added = end, end
	}
	a.addScattered(states[added:], in.part(added, len(states)))
}

// addScattered adds rows to states that may be anywhere.
func (a *aggregate) addScattered(states []unsafe.Pointer, in columns) {
	for lo := 0; lo < len(states); lo += batch {
		hi := min(lo+batch, len(states))
		touch(states[lo:hi], a.size-1)
		a.addEach(states[lo:hi], in.part(lo, hi))
	}
}

// touch reads the first byte and the one at last of each state. States of many groups are in no
// cache, and a loop that does nothing else waits for many of them at a time.
//
//go:noinline
func touch(states []unsafe.Pointer, last uintptr) (all byte) {
	for _, s := range states {
		all |= *(*byte)(s) | *(*byte)(unsafe.Add(s, last))
	}
	return all
}

func areOne(states []unsafe.Pointer) bool {
	differ := uintptr(0)
	for _, s := range states[1:] {
		differ |= uintptr(s) ^ uintptr(states[0])
	}
	return differ == 0
}

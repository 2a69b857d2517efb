package main

import (
	"fmt"

	"sumlog"

	"gonum.org/v1/gonum/floats"

	"sumlog/kernel"
)

func (l *lab) addRows(large large) []row {
	list := []row{
		addRow[int8](l), addRow[int16](l), addRow[int32](l), addRow[int64](l),
		addRow[uint8](l), addRow[uint16](l), addRow[uint32](l), addRow[uint64](l),
		addRow[float32](l), l.addFloat64(),
	}
	list = append(list, l.addLarge(large)...)
	return append(list, l.addFour()...)
}

// addRow is addition in the cache beside a plain loop.
func addRow[T kernel.Number](l *lab) row {
	const n = 1024
	dst, a, b := make([]T, n), make([]T, n), make([]T, n)
	for i := range dst {
		a[i], b[i] = T(100*l.random.Float64()), T(27*l.random.Float64())
	}
	t := task{n, into(dst, func(i int) float64 { return float64(a[i] + b[i]) })}
	return row{
		name: fmt.Sprintf("Add, %T, 1024 elements", T(0)),
		unit: "element",
		ours: t.inGo("kernel.Add", func(calls int) {
			for range calls {
				kernel.Add(isa, dst, a, b)
			}
		}),
		against: []comparison{beside(aim{kind: faster}, t.inGo("Go loop", func(calls int) {
			for range calls {
				for i := range dst {
					dst[i] = a[i] + b[i]
				}
			}
		}))},
	}
}

// addFloat64 is addRow beside gonum too.
func (l *lab) addFloat64() row {
	const n = 1024
	dst, a, b := l.memory.Floats(n), l.uniform(n, 0.5, 2), l.uniform(n, 0.5, 2)
	t := sumOf(dst, a, b)
	return row{
		name: "Add, float64, 1024 elements",
		unit: "element",
		ours: t.inGo("kernel.Add", func(calls int) {
			for range calls {
				kernel.Add(isa, dst, a, b)
			}
		}),
		against: []comparison{
			beside(timesAsFast(1.4), t.gonum(dst, a, b)),
			beside(aim{kind: faster}, t.inGo("Go loop", func(calls int) {
				for range calls {
					for i := range dst {
						dst[i] = a[i] + b[i]
					}
				}
			})),
		},
	}
}

func sumOf(dst, a, b []float64) task {
	return task{float64(len(dst)), into(dst, func(i int) float64 { return a[i] + b[i] })}
}

func (t task) gonum(dst, a, b []float64) *way {
	return t.inGo("gonum's floats.AddTo", func(calls int) {
		for range calls {
			floats.AddTo(dst, a, b)
		}
	})
}

// addLarge is addition beyond the caches. All workers are compared with gonum, which
// has one.
func (l *lab) addLarge(large large) (list []row) {
	dst, a, b := large.dst, large.a, large.b
	t := sumOf(dst, a, b)
	gonum := t.gonum(dst, a, b)
	for _, c := range []struct {
		name, workers string
		add           func(calls int)
	}{
		{"kernel.Add", "", func(calls int) {
			for range calls {
				kernel.Add(isa, dst, a, b)
			}
		}},
		{"kernel.AddStreaming", "", func(calls int) {
			for range calls {
				kernel.AddStreaming(isa, dst, a, b)
			}
		}},
		{"sumlog.Add", ", all workers", func(calls int) {
			for range calls {
				sumlog.Add(dst, a, b)
			}
		}},
	} {
		list = append(list, row{
			name:    fmt.Sprintf("%s, float64, %s elements%s", c.name, count(len(dst)), c.workers),
			unit:    "element",
			ours:    t.inGo(c.name, c.add),
			against: []comparison{beside(timesAsFast(1.3), gonum)},
		})
	}
	return list
}

// addFour is what a call costs that has hardly anything to do.
func (l *lab) addFour() (list []row) {
	const n = 4
	dst, a, b := l.memory.Floats(n), l.uniform(n, 0.5, 2), l.uniform(n, 0.5, 2)
	t := sumOf(dst, a, b)
	t.units = 1
	inlined := t.inGo("Go loop, inlined", func(calls int) {
		for range calls {
			for i := range dst {
				dst[i] = a[i] + b[i]
			}
		}
	})
	for _, c := range []struct {
		name string
		add  func(calls int)
	}{
		{"kernel.Add", func(calls int) {
			for range calls {
				kernel.Add(isa, dst, a, b)
			}
		}},
		{"sumlog.Add", func(calls int) {
			for range calls {
				sumlog.Add(dst, a, b)
			}
		}},
	} {
		list = append(list, row{
			name:    c.name + ", float64, 4 elements",
			unit:    "call",
			ours:    t.inGo(c.name, c.add),
			against: []comparison{beside(atMostMore(5), inlined)},
		})
	}
	return list
}

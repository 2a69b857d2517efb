package main

import (
	"context"
	"fmt"

	"sumlog"

	"sumlog/bench/peer"
	"sumlog/dispatch"
	"sumlog/shared"
)

// columns of each table; the last becomes the sum of the others.
const columns = 3

// layout is an order of the cells, and the loops in C whose fastest is the floor: what
// it takes at least to move the same bytes.
type layout struct {
	name  string
	order shared.Order
	loops []string
}

var layouts = []layout{
	{"row-major", shared.RowMajor, []string{"rows_plain", "rows_unrolled", "rows_vector", "rows_whole", "rows_places"}},
	{"column-major", shared.ColMajor, []string{"cols_plain", "cols_past", "cols_past_places"}},
}

func (l *lab) addColumnsRows() (list []row, err error) {
	for _, rows := range l.tables {
		for _, as := range layouts {
			// Not the same pages, here, but of the same kind.
			cells := l.uniform(rows*columns, 0.5, 2)
			table, err := shared.From(rows, columns, cells, shared.WithOrder(as.order))
			if err != nil {
				return nil, err
			}
			l.opened = append(l.opened, table)
			copy(cells, table.Data())
			name := fmt.Sprintf("AddColumns, %s, %s rows", as.name, count(rows))
			list = append(list,
				l.addColumnsRow(name+", one worker", as, table, cells, l.one),
				l.addColumnsRow(name+", all workers", as, table, cells, l.all))
		}
	}
	return list, nil
}

func (l *lab) addColumnsRow(name string, as layout, table *shared.Array[float64], cells []float64, pool *dispatch.Pool) row {
	var floor []*way
	for _, loop := range as.loops {
		floor = append(floor, l.inC(as.task(cells), loop, as.requests(loop, cells, pool.Workers())...))
	}
	return row{
		name: name,
		unit: "row",
		ours: as.task(table.Data()).inGo("sumlog.AddColumns", func(calls int) {
			for range calls {
				_ = sumlog.AddColumnsOn(on(pool), table, 2, 0, 1)
			}
		}),
		against: []comparison{beside(timesAsFast(0.8), floor...)},
	}
}

// strides returns how far the cells of a row, and those of a column, are apart.
func (as layout) strides(cells []float64) (column, row int) {
	if as.order == shared.RowMajor {
		return 1, columns
	}
	return len(cells) / columns, 1
}

// task is to add columns 0 and 1.
func (as layout) task(cells []float64) task {
	column, row := as.strides(cells)
	return task{float64(len(cells) / columns), every(cells[2*column:], row, func(i int) float64 {
		return cells[i*row] + cells[column+i*row]
	})}
}

// requests have the rows done by several processes at once.
func (as layout) requests(loop string, cells []float64, processes int) (list []peer.Request) {
	column, row := as.strides(cells)
	for _, part := range cut(len(cells)/columns, processes) {
		from := cells[part.Lo*row:]
		list = append(list, peer.Request{Name: loop, Out: from[2*column:], A: from, B: from[column:], N: part.Len()})
	}
	return list
}

// on runs operations on a pool that is open; they have no other reason to fail.
func on(p *dispatch.Pool) sumlog.Run { return sumlog.On(context.Background(), p) }

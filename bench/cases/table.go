package cases

import (
	"context"
	"fmt"
	"math"

	"sumlog"

	"sumlog/bench/measure"
	"sumlog/dispatch"
	"sumlog/internal/operations"
	"sumlog/kernel"
	"sumlog/shared"
)

// Columns of the table; the last is the sum of the others.
const Columns = 3

// Table is the workload column 2 = column 0 + column 1 of a shared table, uniform in [0, 1000).
func (s *Suite) Table(rows int) *measure.Case {
	cells := s.inputs(rows*Columns, 2)
	all := s.share(rows, cells, shared.RowMajor)
	var table *shared.Array[float64] // as many rows as are worked on
	w := &workload{
		Suite: s, in: cells, out: s.Peers.Memory.Floats(rows), total: rows,
		checker: tableChecker(cells, s.Sample),
		Case: &measure.Case{
			Kind: measure.Workload, Name: "table", Unit: "row",
			Title: fmt.Sprintf("Shared table: column 2 = column 0 + column 1 of %s rows of %d float64",
				measure.Count(rows), Columns),
			OnPool: true, Sizes: []int{rows}, Limits: s.Workload,
		},
	}
	w.clear = func(n int) {
		table = all.RowRange(0, n)
		for i := 2; i < n*Columns; i += Columns {
			table.Data()[i] = math.NaN()
		}
	}
	w.collect = func(n int) {
		for r := range n {
			w.out[r] = table.Data()[r*Columns+2]
		}
	}
	half := bound{ulp: 0.5}
	w.addPython("loop", "for loop", InPlace, 1, w.Name, half)
	w.addPython("numpy", "NumPy", InPlace, 1, w.Name, half)
	w.addPython("process", "Process", InPlace, s.Workers, w.Name, half)
	w.addPython("apply_async", "Pool.apply_async", InPlace, s.Workers, w.Name, half)
	w.addPython("copied", "Pool.map_async", Copied, s.Workers, w.Name, half)

	byRows := func(v measure.Variant, name string, f func(cells []float64)) {
		w.addStrategies(v, name, w.Name, half,
			func(lo, hi int) { f(table.Data()[lo*Columns : hi*Columns]) })
	}
	byRows(measure.Variant{Group: "Go", Method: InPlace, Base: true}, "go/"+InPlace, addRows)
	byRows(measure.Variant{Group: "Go", Method: Copied}, "go/"+Copied, copyRows)
	for _, isa := range s.ISAs {
		one, several := s.Pool(isa, 1), s.Pool(isa, s.Workers)
		v := measure.Variant{Group: "sumlog", ISA: isa.String(), Method: InPlace}
		for _, by := range strategies {
			pool := map[string]*dispatch.Pool{"loop": one, "static": several}[by.name]
			w.add(w.by(v, by), fmt.Sprintf("sumlog/%s/isa=%v/%s", InPlace, isa, by.name), w.Name, half,
				func(ctx context.Context, n int) error {
					if pool != nil {
						return sumlog.AddColumnsOn(sumlog.On(ctx, pool), table, 2, 0, 1)
					}
					// Futures and map have their ranges of rows, each of which one worker does.
					return by.do(ctx, several, n, func(ctx context.Context, lo, hi int) error {
						return sumlog.AddColumnsOn(sumlog.On(ctx, one), table.RowRange(lo, hi), 2, 0, 1)
					})
				})
		}
		v.Method = Copied
		byRows(v, fmt.Sprintf("sumlog/%s/isa=%v", Copied, isa),
			func(cells []float64) { copyColumns(isa, cells) })
	}
	return w.Case
}

// tableChecker asks that the last column is the sum of the others.
func tableChecker(cells []float64, sample int) *checker {
	sums := make([]float64, len(cells)/Columns)
	for i := range sums {
		sums[i] = cells[Columns*i] + cells[Columns*i+1]
	}
	return &checker{
		sample: sample, reference: sums, known: map[int][2]operations.Want{},
		bits: map[string]*bitGroup{"table": {"column 0 + column 1", sums}},
		want: func(i int) [2]operations.Want {
			row := cells[Columns*i:]
			w := operations.Find("Add").Want(&operations.Args{In: [3][]float64{row, row[1:]}}, 0)
			return [2]operations.Want{w, w}
		},
	}
}

// addRows is the plain loop.
func addRows(cells []float64) {
	for k := 0; k+2 < len(cells); k += Columns {
		cells[k+2] = cells[k] + cells[k+1]
	}
}

// copyRows copies the rows out and the results back, as is done where workers share no memory.
func copyRows(cells []float64) {
	own := make([]float64, len(cells))
	copy(own, cells)
	addRows(own)
	for k := 2; k < len(own); k += Columns {
		cells[k] = own[k]
	}
}

// copyColumns does the same column by column, as package kernel takes them.
func copyColumns(isa kernel.ISA, cells []float64) {
	rows := len(cells) / Columns
	own := make([]float64, 2*rows)
	a, b := own[:rows], own[rows:]
	for r := range rows {
		a[r], b[r] = cells[r*Columns], cells[r*Columns+1]
	}
	kernel.Add(isa, a, a, b)
	for r, sum := range a {
		cells[r*Columns+2] = sum
	}
}

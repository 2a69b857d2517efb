package cases

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"sumlog"

	"sumlog/bench/measure"
	"sumlog/internal/operations"
	"sumlog/kernel"
	"sumlog/shared"
)

// Columns of the table; the last is the sum of the others.
const Columns = 3

// Table is a shared table of float64 whose column 2 becomes column 0 + column 1.
type Table struct {
	Setting
	cells []float64 // row by row
	sums  []float64 // column 2, as the last variant left it

	parts   map[int]*shared.Array[float64] // the first n rows, for variants measured on a part
	checker checker
}

// NewTable returns a table of that many rows, columns 0 and 1 uniform in [0, 1000).
func NewTable(s Setting, rows int) *Table {
	t := &Table{
		Setting: s, cells: s.Peers.Memory.Floats(rows * Columns), sums: s.Peers.Memory.Floats(rows),
		parts: map[int]*shared.Array[float64]{},
	}
	random := rand.New(rand.NewPCG(seed, seedTables))
	for i := range t.cells {
		t.cells[i] = 1000 * random.Float64()
	}
	t.checker = checker{
		sample: s.Sample,
		want: func(i int) [2]operations.Want {
			row := t.cells[Columns*i:]
			w := operations.Find("Add").Want(&operations.Args{In: [3][]float64{row, row[1:]}}, 0)
			return [2]operations.Want{w, w}
		},
		plausible: func(i int, got, _ float64) bool { return got == t.cells[Columns*i]+t.cells[Columns*i+1] },
		known:     map[int][2]operations.Want{},
		bits:      map[string]*bitGroup{},
	}
	return t
}

// Close gives the shared memory back.
func (t *Table) Close() (err error) {
	for _, part := range t.parts {
		err = errors.Join(err, part.Close())
	}
	return err
}

// Case is the workload.
func (t *Table) Case() *measure.Case {
	rows := len(t.sums)
	c := &measure.Case{
		Kind: measure.Workload, Name: "table", Unit: "row", Items: "rows",
		Title:  fmt.Sprintf("Shared table: column 2 = column 0 + column 1 of %s rows of %d float64", measure.Count(rows), Columns),
		OnPool: true, Sizes: []int{rows}, Limits: t.Limits,
		Variants: append(append(t.python(), t.goLoops()...), t.kernels()...),
	}
	for _, v := range c.Variants {
		v.Check = func(n int) { t.checker.verify(v, "table", bound{ulp: 0.5}, t.sums[:n]) }
	}
	return c
}

// labels say how a variant treats the rows.
var labels = map[string]string{InPlace: ", in place", Copied: ", copied and back"}

func (t *Table) python() (list []*measure.Variant) {
	for _, p := range []pythonVariant{
		{"loop", "for loop", "table_loop", false, InPlace, ""},
		{"numpy", "NumPy", "table_numpy", false, InPlace, ""},
		{"process", "Process", "table_process", true, InPlace, ""},
		{"apply_async", "Pool.apply_async", "table_apply_async", true, InPlace, ""},
		{"copied", "Pool.map_async", "table_copied", true, Copied, ""},
	} {
		p.label += labels[p.method]
		list = append(list, t.Setting.python(p, "table", len(t.sums), t.sums, t.cells))
	}
	return list
}

func (t *Table) goLoops() (list []*measure.Variant) {
	for _, method := range []string{InPlace, Copied} {
		for _, s := range strategies {
			f := LoopRows
			if method == Copied {
				f = copyRows
			}
			v := t.byRows(s, "go/"+method, f)
			v.Group, v.Label, v.Method = "Go", s.label+labels[method], method
			v.Base = len(list) == 0
			list = append(list, v)
		}
	}
	return list
}

func (t *Table) kernels() (list []*measure.Variant) {
	for _, isa := range t.ISAs {
		pools := t.Pools[isa]
		add := func(v *measure.Variant, s strategy, method string) {
			v.Group, v.Label = "sumlog", isa.String()+", "+s.label+labels[method]
			v.ISA, v.Method = isa.String(), method
			list = append(list, v)
		}
		addColumns := func(ctx context.Context, s strategy, a *shared.Array[float64]) error {
			switch s.name {
			case "loop":
				return sumlog.AddColumnsOn(sumlog.On(ctx, pools.One), a, 2, 0, 1)
			case "static":
				return sumlog.AddColumnsOn(sumlog.On(ctx, pools.All), a, 2, 0, 1)
			}
			// Futures and map have their ranges of rows, each of which one worker does.
			return s.do(ctx, pools.All, a.Rows(), func(ctx context.Context, lo, hi int) error {
				return sumlog.AddColumnsOn(sumlog.On(ctx, pools.One), a.RowRange(lo, hi), 2, 0, 1)
			})
		}
		for _, s := range strategies {
			name := fmt.Sprintf("sumlog/%s/isa=%v", InPlace, isa)
			add(t.variant(s, name, func(ctx context.Context, a *shared.Array[float64]) error {
				return addColumns(ctx, s, a)
			}), s, InPlace)
		}
		for _, s := range strategies {
			name := fmt.Sprintf("sumlog/%s/isa=%v", Copied, isa)
			add(t.byRows(s, name, func(cells []float64) { copyColumns(isa, cells) }), s, Copied)
		}
	}
	return list
}

// byRows does the rows of each worker by f.
func (t *Table) byRows(s strategy, name string, f func(cells []float64)) *measure.Variant {
	const chunk = 1 << 16
	return t.variant(s, name, func(ctx context.Context, a *shared.Array[float64]) error {
		cells := a.Data()
		return s.do(ctx, t.Pools[kernel.Generic].All, a.Rows(), inChunks(chunk, func(lo, hi int) {
			f(cells[lo*Columns : hi*Columns])
		}))
	})
}

func (t *Table) variant(s strategy, name string, f func(ctx context.Context, a *shared.Array[float64]) error) *measure.Variant {
	workers := s.workers(t.Workers)
	timed := run(t.clear, func(ctx context.Context, n int) error { return f(ctx, t.parts[n]) })
	return &measure.Variant{
		Name: fmt.Sprintf("table/%s/%s/workers=%d", name, s.name, workers), Workers: workers, Partial: true,
		Run: func(ctx context.Context, n, calls int) (time.Duration, error) {
			took, err := timed(ctx, n, calls)
			for r := range n {
				t.sums[r] = t.parts[n].Data()[r*Columns+2]
			}
			return took, err
		},
	}
}

// clear makes a shared array of the first n rows whose column 2 is not yet computed. There are
// few such n.
func (t *Table) clear(n int) (err error) {
	if t.parts[n] == nil {
		if t.parts[n], err = shared.From(n, Columns, t.cells[:n*Columns]); err != nil {
			return err
		}
	}
	cells := t.parts[n].Data()
	for i := 2; i < len(cells); i += Columns {
		cells[i] = math.NaN()
	}
	return nil
}

// LoopRows is the plain loop.
func LoopRows(cells []float64) {
	for k := 0; k+2 < len(cells); k += Columns {
		cells[k+2] = cells[k] + cells[k+1]
	}
}

// copyRows does what happens where workers share no memory: the rows are copied out, and the
// results back.
func copyRows(cells []float64) {
	own := make([]float64, len(cells))
	copy(own, cells)
	LoopRows(own)
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

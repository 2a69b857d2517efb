package workload

import (
	"context"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"time"

	"sumlog"

	"sumlog/bench/measure"
	"sumlog/internal/exact"
	"sumlog/kernel"
	"sumlog/shared"
)

// Columns of the table; the last is the sum of the others.
const Columns = 3

// Table is a shared table of float64 whose column 2 becomes column 0 + column 1.
type Table struct {
	Cells []float64 // row by row

	parts map[int]*shared.Array[float64] // the first n rows, for ways that are measured on part
	sums  []float64                      // column 2, as the last way left it
	judge judge
}

// NewTable returns a table of that many rows, columns 0 and 1 uniform in
// [0, 1000). The results of sample rows are compared with exact arithmetic.
func NewTable(rows, sample int) *Table {
	t := &Table{
		Cells: make([]float64, rows*Columns),
		parts: map[int]*shared.Array[float64]{},
		sums:  make([]float64, rows),
	}
	random := rand.New(rand.NewPCG(seed, 2))
	for i := range t.Cells {
		t.Cells[i] = 1000 * random.Float64()
	}
	t.judge = judge{
		sample: sample,
		exact: func(i int) truth {
			sum := new(big.Float).SetPrec(2200) // holds the sum of any two float64
			sum.Add(big.NewFloat(t.Cells[Columns*i]), big.NewFloat(t.Cells[Columns*i+1]))
			return truth{sum, sum}
		},
		plausible: func(i int, got, _ float64) bool { return got == t.Cells[Columns*i]+t.Cells[Columns*i+1] },
		ulp:       exact.ULP,
		known:     map[int]truth{},
		families:  map[string]*family{},
	}
	return t
}

// Close gives the shared memory back.
func (t *Table) Close() error {
	for _, part := range t.parts {
		if err := part.Close(); err != nil {
			return err
		}
	}
	return nil
}

// part returns the first n rows as a shared array whose column 2 is not yet
// computed. There are few such n.
func (t *Table) part(n int) (*shared.Array[float64], error) {
	part := t.parts[n]
	if part == nil {
		var err error
		if part, err = shared.From(n, Columns, t.Cells[:n*Columns]); err != nil {
			return nil, err
		}
		t.parts[n] = part
	}
	cells := part.Data()
	for i := 2; i < len(cells); i += Columns {
		cells[i] = math.NaN()
	}
	return part, nil
}

// Ways returns every way, those that cannot be gone too.
func (t *Table) Ways(s Setting) []*Way {
	var ways []*Way
	if s.Python != nil || s.NoPython != "" {
		ways = append(ways, t.pythonWays(s)...)
	}
	ways = append(ways, t.goWays(s)...)
	ways = append(ways, t.kernelWays(s)...)
	for _, way := range ways {
		way.Check = func(n int) {
			t.judge.hear(way.Name, "table", bound{real, 0.5}, t.sums[:n], &way.Verdict)
		}
	}
	return ways
}

func (t *Table) pythonWays(s Setting) []*Way {
	var ways []*Way
	for _, w := range []struct {
		name, label string
		all, numpy  bool
		role        Role
		method      Method
	}{
		{"loop", "for loop", false, false, PythonLoop, InPlace},
		{"numpy", "NumPy", false, true, "", InPlace},
		{"process", "Process", true, false, "", InPlace},
		{"apply_async", "Pool.apply_async", true, false, "", InPlace},
		{"copied", "Pool.map_async", true, false, "", Copied},
	} {
		workers := 1
		if w.all {
			workers = s.Workers
		}
		ways = append(ways, &Way{
			Subject: measure.Subject{
				Name: fmt.Sprintf("table/python/%s/workers=%d", w.name, workers),
				Cap:  s.PythonCap,
				Run:  s.ask("table/"+w.name, 0, workers, func(n int) []float64 { return t.sums[:n] }),
			},
			Group:   s.heading(),
			Label:   w.label + labels[w.method],
			Workers: workers,
			Role:    w.role,
			Method:  w.method,
			Absent:  s.missing(w.numpy),
		})
	}
	return ways
}

// labels say how a table's way treats the rows.
var labels = map[Method]string{InPlace: ", in place", Copied: ", copied and back"}

// lumpOfRows is how many rows are done between two looks at a context.
const lumpOfRows = 1 << 16

func (t *Table) goWays(s Setting) []*Way {
	var ways []*Way
	add := func(by spread, method Method, f func(cells []float64)) {
		way := t.byRows(s, by, f)
		way.Name = fmt.Sprintf("table/go/%s/%s/workers=%d", method, by.name, way.Workers)
		way.Group, way.Label, way.Method = "Go", by.label+labels[method], method
		ways = append(ways, way)
	}
	for _, by := range spreads {
		add(by, InPlace, LoopRows)
	}
	for _, by := range spreads {
		add(by, Copied, copyRows)
	}
	ways[0].Role = GoLoop
	return ways
}

func (t *Table) kernelWays(s Setting) []*Way {
	var ways []*Way
	add := func(isa kernel.ISA, by spread, method Method, way *Way) {
		way.Name = fmt.Sprintf("table/sumlog/%s/isa=%v/%s/workers=%d", method, isa, by.name, way.Workers)
		way.Group, way.Label, way.Method, way.ISA = "sumlog", isa.String()+", "+by.label+labels[method], method, isa.String()
		ways = append(ways, way)
	}
	for _, isa := range s.ISAs {
		for _, by := range spreads[:2] {
			pool := s.Pools[isa].One
			if by.all {
				pool = s.Pools[isa].All
			}
			add(isa, by, InPlace, t.way(s, by, func(ctx context.Context, a *shared.Array[float64]) error {
				return sumlog.AddColumnsOn(sumlog.On(ctx, pool), a, 2, 0, 1)
			}))
		}
		// Futures and map have their ranges of rows, each of which one worker does.
		for _, by := range spreads[2:] {
			pools := s.Pools[isa]
			add(isa, by, InPlace, t.way(s, by, func(ctx context.Context, a *shared.Array[float64]) error {
				return by.do(ctx, pools.All, a.Rows(), func(ctx context.Context, lo, hi int) error {
					return sumlog.AddColumnsOn(sumlog.On(ctx, pools.One), a.RowRange(lo, hi), 2, 0, 1)
				})
			}))
		}
		for _, by := range spreads {
			add(isa, by, Copied, t.byRows(s, by, func(cells []float64) { copyColumns(isa, cells) }))
		}
	}
	return ways
}

// byRows is a way that does the rows of each worker by f.
func (t *Table) byRows(s Setting, by spread, f func(cells []float64)) *Way {
	return t.way(s, by, func(ctx context.Context, a *shared.Array[float64]) error {
		cells := a.Data()
		return by.do(ctx, s.Pools[kernel.Generic].All, a.Rows(), inLumps(lumpOfRows, func(lo, hi int) {
			f(cells[lo*Columns : hi*Columns])
		}))
	})
}

func (t *Table) way(s Setting, by spread, f func(ctx context.Context, a *shared.Array[float64]) error) *Way {
	return &Way{Subject: measure.Subject{Cap: s.GoCap, Run: t.run(f)}, Workers: by.workers(s.Workers)}
}

// run makes the Run of a way that works on a shared table.
func (t *Table) run(f func(ctx context.Context, a *shared.Array[float64]) error) func(context.Context, int) (time.Duration, error) {
	return func(ctx context.Context, n int) (time.Duration, error) {
		a, err := t.part(n)
		if err != nil {
			return 0, err
		}
		start := time.Now()
		err = f(ctx, a)
		took := time.Since(start)
		for r := range n {
			t.sums[r] = a.Data()[r*Columns+2]
		}
		return took, err
	}
}

// LoopRows is the loop that everybody would write, over some rows.
func LoopRows(cells []float64) {
	for k := 0; k+2 < len(cells); k += Columns {
		cells[k+2] = cells[k] + cells[k+1]
	}
}

// copyRows does what happens where workers share no memory: the rows are copied
// out, and the results back.
func copyRows(cells []float64) {
	own := make([]float64, len(cells))
	copy(own, cells)
	LoopRows(own)
	for k := 2; k < len(own); k += Columns {
		cells[k] = own[k]
	}
}

// copyColumns does the same column by column, as package kernel wants them.
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

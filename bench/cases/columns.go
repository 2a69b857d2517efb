package cases

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"sumlog"

	"sumlog/bench/measure"
	"sumlog/bench/peer"
	"sumlog/dispatch"
	"sumlog/kernel"
	"sumlog/shared"
)

// layout is an order of a table's cells, with its floors: loops in C that move the same bytes.
type layout struct {
	name, loops string
	order       shared.Order
}

var layouts = []layout{
	{"row-major", "rows_plain rows_unrolled rows_vector rows_whole rows_places", shared.RowMajor},
	{"column-major", "cols_plain cols_stream cols_stream_places", shared.ColMajor},
}

// columnCases are AddColumns of tables, by one worker and by all, versus loops in C. All repeat
// calls until workers have woken, since the processes in C never sleep.
func (s *Suite) columnCases() (list []*measure.Case) {
	sizes := []int{100_000 / alignment * alignment, 4 << 20}
	if s.Quick {
		sizes = sizes[:1]
	}
	for _, rows := range sizes {
		for _, as := range layouts {
			list = append(list, s.columnCase(as, rows))
		}
	}
	return list
}

func (s *Suite) columnCase(as layout, rows int) *measure.Case {
	cells := s.Peers.Memory.Floats(rows * Columns)
	uniform(data{a: cells}, 0.5, 2)
	// The loops in C do not have the table's pages, but some of the same kind.
	table := s.share(rows, cells, as.order)
	if table == nil {
		return nil
	}
	name := fmt.Sprintf("AddColumns, %s, %d rows", as.name, rows)
	c := &measure.Case{
		Kind: measure.Single, Name: name, Title: name, Unit: "row",
		Bytes: word * Columns, Sizes: []int{rows}, Limits: s.Scaled,
	}
	c.Limits.Settle = true
	column, row := 1, Columns // how far cells of a row, and of a column, are apart
	if as.order == shared.ColMajor {
		column, row = rows, 1
	}
	outOf := map[*measure.Variant][]float64{}
	for _, workers := range slices.Compact([]int{1, s.Workers}) {
		pool, by := s.Pool(s.Best, workers), "one worker"
		if workers > 1 {
			by = fmt.Sprintf("%d workers", workers)
		}
		v := &measure.Variant{Label: "sumlog.AddColumns, " + by, Workers: workers}
		outOf[v] = table.Data()
		s.add(c, v, func(ctx context.Context, _ data, calls int) (time.Duration, error) {
			run := sumlog.On(ctx, pool)
			start := time.Now()
			for range calls {
				if err := sumlog.AddColumnsOn(run, table, 2, 0, 1); err != nil {
					return 0, err
				}
			}
			return time.Since(start), nil
		})
		for i, loop := range strings.Fields(as.loops) {
			f := s.Peers.Function("c", loop)
			v := &measure.Variant{
				Label: fmt.Sprintf("C, %s, %s", loop, by), Peer: "c", Workers: workers, Skipped: f.Skipped,
				Floor: true, Base: workers == 1 && i == 0,
			}
			outOf[v] = cells
			s.add(c, v, inParts(f, workers, func(_ data, r dispatch.Range, _ int) peer.Request {
				from := cells[r.Lo*row:]
				return peer.Request{Out: from[2*column:], A: from, B: from[column:], N: r.Len()}
			}))
		}
	}
	verifyAll(c, rows, func(v *measure.Variant, r int) (*float64, float64) {
		t := outOf[v][r*row:]
		return &t[2*column], t[0] + t[column]
	})
	return c
}

// verifyAll has each variant compared with what it must set n places to.
func verifyAll[T kernel.Number](
	c *measure.Case, n int, place func(v *measure.Variant, i int) (got *T, want T),
) {
	c.Verify = func(ctx context.Context, v *measure.Variant) error {
		for i := range n {
			got, want := place(v, i)
			*got = want + 1
		}
		_, err := v.Run(ctx, n, 1)
		for i := range n {
			if got, want := place(v, i); err == nil && *got != want {
				report(v, "result %d of %d is %v, not %v", i, n, *got, want)
				break
			}
		}
		return err
	}
}

package sumlogduckdb

import (
	"database/sql/driver"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog"
	"sumlog/kernel"
)

// sums are aggregates of columns of the tests' table, and what they are by the library.
var sums = []struct {
	call    string
	columns []string
	want    func(in [][]float64) float64
}{
	{"sumlog(x)", []string{"x"}, sumLog},
	{"sumlog(wide)", []string{"wide"}, sumLog},
	{"sumlog(near)", []string{"near"}, sumLog},
	{"sumlog1p(x)", []string{"x"}, sumLog1p},
	{"sumlog1p(wide)", []string{"wide"}, sumLog1p},
	{"sumlog1p(tiny)", []string{"tiny"}, sumLog1p},
	{"dotlog(w, x)", []string{"w", "x"}, dotLog},
	{"logsumexp(x)", []string{"x"}, logSumExp},
	{"logsumexp(wide)", []string{"wide"}, logSumExp},
}

func sumLog(in [][]float64) float64   { return sumlog.SumLog(in[0]) }
func sumLog1p(in [][]float64) float64 { return sumlog.SumLog1p(in[0]) }
func dotLog(in [][]float64) float64   { return sumlog.DotLog(in[0], in[1]) }

func logSumExp(in [][]float64) float64 { return sumlog.LogSumExp(in[0]) }

// calls is a list of all sums for a SELECT.
func calls(suffix string) string {
	var list []string
	for _, s := range sums {
		list = append(list, s.call+suffix)
	}
	return strings.Join(list, ", ")
}

// A million rows give the bits of the library: all of them, those of a filter and each of a
// thousand groups whose rows are mixed; with any number of threads.
func TestSumsHaveTheBitsOfTheLibrary(t *testing.T) {
	const groups = 1000
	c := open(t)
	s := fill(t, c, 1_000_000, groups)
	third := func(column []float64) (kept []float64) {
		for i := 0; i < len(column); i += 3 {
			kept = append(kept, column[i])
		}
		return kept
	}
	type wants struct {
		all, filtered float64
		groups        [groups]float64
	}
	want := make([]wants, len(sums))
	for k, sum := range sums {
		var whole, kept [][]float64
		var parts [groups][][]float64
		for _, name := range sum.columns {
			whole = append(whole, s.column(name))
			kept = append(kept, third(s.column(name)))
			for g, part := range s.groups(name, groups) {
				parts[g] = append(parts[g], part)
			}
		}
		want[k].all, want[k].filtered = sum.want(whole), sum.want(kept)
		for g, part := range parts {
			want[k].groups[g] = sum.want(part)
		}
	}
	for _, threads := range []int{1, 2, 8} {
		exec(t, c, fmt.Sprintf("SET threads = %d", threads))
		all := query(t, c, "SELECT "+calls("")+" FROM t")
		filtered := query(t, c, "SELECT "+calls(" FILTER (i % 3 = 0)")+" FROM t")
		grouped := query(t, c, "SELECT "+calls("")+" FROM t GROUP BY g ORDER BY g")
		require.Len(t, grouped, groups)
		for k, sum := range sums {
			requireBits(t, want[k].all, all[0][k], sum.call, threads)
			requireBits(t, want[k].filtered, filtered[0][k], sum.call, threads)
			for g, v := range want[k].groups {
				requireBits(t, v, grouped[g][k], sum.call, threads, g)
			}
		}
	}
}

// All threads take parts of the table in another order each time, and the result is one.
func TestHundredRunsHaveOneResult(t *testing.T) {
	c := open(t)
	fill(t, c, 300_000, 10)
	exec(t, c, "SET threads = 8")
	first := query(t, c, "SELECT "+calls("")+" FROM t")
	for range 99 {
		require.Equal(t, first, query(t, c, "SELECT "+calls("")+" FROM t"))
	}
}

// Rows in runs of one group, which go to the kernels, among others that do not.
func TestRunsOfOneGroup(t *testing.T) {
	c := open(t)
	s := fill(t, c, 100_000, 3)
	exec(t, c, `UPDATE t SET g =
		CASE WHEN i % 5000 < 2600 THEN 1 WHEN i % 100 < 30 THEN 2 ELSE i % 3 END`)
	for i := range s.group {
		switch {
		case i%5000 < 2600:
			s.group[i] = 1
		case i%100 < 30:
			s.group[i] = 2
		default:
			s.group[i] = i % 3
		}
	}
	got := query(t, c, "SELECT "+calls("")+" FROM t GROUP BY g ORDER BY g")
	for k, sum := range sums {
		for g := range 3 {
			var in [][]float64
			for _, name := range sum.columns {
				in = append(in, s.groups(name, 3)[g])
			}
			requireBits(t, sum.want(in), got[g][k], sum.call, g)
		}
	}
}

func TestNullsAreLeftOut(t *testing.T) {
	const groups = 7
	c := open(t)
	s := fill(t, c, 50_000, groups)
	null := func(i int) bool { return i%3 == 0 || i > 20_000 && i < 30_000 }
	exec(t, c, `CREATE TABLE n AS SELECT g,
		CASE WHEN NOT (i % 3 = 0 OR i > 20000 AND i < 30000) THEN x END AS x,
		CASE WHEN i % 5 > 0 THEN w END AS w FROM t`)
	for _, by := range []string{"", " GROUP BY g ORDER BY g"} {
		got := query(t, c, "SELECT sumlog(x), sumlog1p(x), dotlog(w, x) FROM n"+by)
		var x, w, wx [groups][]float64
		for i, v := range s.column("x") {
			g := s.group[i]
			if by == "" {
				g = 0
			}
			if null(i) {
				continue
			}
			x[g] = append(x[g], v)
			if i%5 > 0 {
				w[g], wx[g] = append(w[g], s.column("w")[i]), append(wx[g], v)
			}
		}
		for g, row := range got {
			requireBits(t, sumlog.SumLog(x[g]), row[0], by, g)
			requireBits(t, sumlog.SumLog1p(x[g]), row[1], by, g)
			requireBits(t, sumlog.DotLog(w[g], wx[g]), row[2], by, g)
		}
	}
}

// As with sum: nothing, or NULLs alone, give NULL, and no error.
func TestNothingIsNull(t *testing.T) {
	c := open(t)
	for _, from := range []string{
		"(SELECT 1.0::DOUBLE AS x WHERE false)",
		"(SELECT NULL::DOUBLE AS x FROM range(5000))",
	} {
		got := query(t, c,
			"SELECT sumlog(x), sumlog1p(x), dotlog(x, 1), dotlog(1, x), sum(x) FROM "+from)
		require.Equal(t, [][]*float64{{nil, nil, nil, nil, nil}}, got, from)
	}
	// A product of 1 is not nothing, nor is a group beside one of NULLs.
	got := query(t, c, `SELECT sumlog(x), sumlog1p(x - 1), dotlog(0, x)
		FROM (VALUES (1, 1.0), (2, NULL), (1, 1.0)) v(g, x) GROUP BY g ORDER BY g`)
	for _, v := range got[0] {
		requireBits(t, 0, v)
	}
	require.Equal(t, []*float64{nil, nil, nil}, got[1])
	// Nor is a sum of e^-Inf, or one whose largest x is -0.
	got = query(t, c, "SELECT logsumexp('-inf'::DOUBLE), logsumexp(-0.0::DOUBLE)")
	requireBits(t, math.Inf(-1), got[0][0])
	requireBits(t, 0, got[0][1])
}

// Special values, alone, beside ordinary numbers and beside each other, in one group and in mixed
// ones.
func TestSpecialValues(t *testing.T) {
	special := []float64{
		0, math.Copysign(0, -1), math.Inf(1), math.Inf(-1), math.NaN(), -1, -2, 1, 0x1p-1074,
		0x1p-1022, math.MaxFloat64, 0x1p-500, 0x1p500, 0x1p-60, 3,
	}
	c := open(t)
	exec(t, c, "CREATE TABLE s (g INTEGER, w DOUBLE, x DOUBLE)")
	var x, w [][]float64
	for _, a := range special {
		for _, b := range special {
			for _, tail := range [][]float64{{}, {2, 5, 0.1, 7, 0.3, 11, 13, 0.7}} {
				x = append(x, append([]float64{a, b}, tail...))
				w = append(w, append([]float64{b, a}, tail...))
			}
		}
	}
	appendRows(t, c, "s", func(add func(row ...driver.Value)) {
		for k := range 10 { // one element of each group at a time
			for g := range x {
				if k < len(x[g]) {
					add(int32(g), w[g][k], x[g][k])
				}
			}
		}
	})
	got := query(t, c, "SELECT sumlog(x), sumlog1p(x), dotlog(w, x) FROM s GROUP BY g ORDER BY g")
	require.Len(t, got, len(x))
	for g := range x {
		requireBits(t, sumlog.SumLog(x[g]), got[g][0], x[g])
		requireBits(t, sumlog.SumLog1p(x[g]), got[g][1], x[g])
		var dot kernel.DotLogSum
		if dot.Add(kernel.Best(), w[g], x[g]); !dot.Cancels() { // where it does, DotLog is better
			requireBits(t, sumlog.DotLog(w[g], x[g]), got[g][2], w[g], x[g])
		}
	}
}

// Windows that move, that are whole partitions and that are the whole table: for the latter two
// DuckDB has one state for all rows.
func TestWindows(t *testing.T) {
	const groups = 4
	c := open(t)
	s := fill(t, c, 5000, groups)
	x, w := s.column("x"), s.column("w")
	got := query(t, c, `SELECT sumlog(x) OVER o, sumlog1p(x) OVER o, dotlog(w, x) OVER o,
		sumlog(x) OVER (PARTITION BY g), dotlog(w, x) OVER (PARTITION BY g),
		sumlog(x) OVER (), sumlog1p(x) OVER (), dotlog(w, x) OVER (),
		sumlog(x) FILTER (i % 2 = 0) OVER () FROM t
		WINDOW o AS (ORDER BY i ROWS BETWEEN 70 PRECEDING AND 2 FOLLOWING) ORDER BY i`)
	parts, weights := s.groups("x", groups), s.groups("w", groups)
	var even []float64
	for i := 0; i < len(x); i += 2 {
		even = append(even, x[i])
	}
	for i, row := range got {
		lo, hi, g := max(0, i-70), min(len(x), i+3), s.group[i]
		for k, want := range []float64{
			sumlog.SumLog(x[lo:hi]), sumlog.SumLog1p(x[lo:hi]), sumlog.DotLog(w[lo:hi], x[lo:hi]),
			sumlog.SumLog(parts[g]), sumlog.DotLog(weights[g], parts[g]),
			sumlog.SumLog(x), sumlog.SumLog1p(x), sumlog.DotLog(w, x), sumlog.SumLog(even),
		} {
			requireBits(t, want, row[k], i, k)
		}
	}
}

// Other places where DuckDB has one state for all rows, or states of its own.
func TestOrderedAndInLists(t *testing.T) {
	c := open(t)
	s := fill(t, c, 10_000, 4)
	x := s.column("x")
	got := query(t, c, `SELECT sumlog(x ORDER BY w), dotlog(w, x ORDER BY x DESC),
		list_aggregate(list(x), 'sumlog') FROM t`)
	all := sumlog.SumLog(x)
	for k, want := range []float64{all, sumlog.DotLog(s.column("w"), x), all} {
		requireBits(t, want, got[0][k], k)
	}
	got = query(t, c, "SELECT sumlog(x ORDER BY w) FROM t GROUP BY ROLLUP (g) ORDER BY g")
	for g, part := range append(s.groups("x", 4), x) {
		requireBits(t, sumlog.SumLog(part), got[g][0], g)
	}
}

func TestDistinctAndOtherTypes(t *testing.T) {
	c := open(t)
	got := query(t, c, `SELECT
		sumlog(DISTINCT x), sumlog(x), sumlog(x::FLOAT), sumlog(x::DECIMAL(9, 2))
		FROM (VALUES (2), (3), (2)) v(x)`)
	requireBits(t, sumlog.SumLog([]float64{2, 3}), got[0][0])
	for _, v := range got[0][1:] {
		requireBits(t, sumlog.SumLog([]float64{2, 3, 2}), v)
	}
}

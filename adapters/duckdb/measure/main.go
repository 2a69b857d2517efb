// Command measure compares the aggregates with sums of DuckDB's ln: time, number of different
// results and error, in queries that alternate. It prints a table in Markdown.
package main

import (
	"context"
	"database/sql"
	"flag"
	"fmt"
	"log"
	"math/big"
	"runtime"
	"slices"
	"time"

	"github.com/duckdb/duckdb-go/v2"

	sumlogduckdb "sumlog/adapters/duckdb"
	"sumlog/internal/exact"
)

// pairs are the aggregates, ours and what DuckDB has for them, with the exact sum where it takes
// seconds.
var pairs = []struct {
	ours, theirs string
	exact        func(x []float64) *big.Float
}{
	{"sumlog(x)", "sum(ln(x))", exact.SumLog},
	{"sumlog1p(x)", "sum(ln(1+x))", exact.SumLog1p},
	{"dotlog(w, x)", "sum(w*ln(x))", nil},
	{"logsumexp(x)", "ln(sum(exp(x)))", nil},
}

// groupings are the ends of the queries.
var groupings = []struct{ name, sql string }{
	{"all rows", ""},
	{"1000 groups", " GROUP BY g % 1000"},
	{"100 000 groups", " GROUP BY g"},
}

func main() {
	rows := flag.Int("rows", 10_000_000, "rows of the table")
	rounds := flag.Int("rounds", 21, "runs of each query")
	flag.Parse()
	if err := run(*rows, *rounds); err != nil {
		log.Fatal(err)
	}
}

func run(rows, rounds int) error {
	connector, err := duckdb.NewConnector("", sumlogduckdb.Init)
	if err != nil {
		return err
	}
	db := sql.OpenDB(connector)
	defer db.Close()
	ctx := context.Background()
	// The exact sums need the elements of x, which Go computes as SQL does.
	if _, err := db.ExecContext(ctx, fmt.Sprintf(`CREATE TABLE t AS SELECT
		(i * 2654435761 %% 4294967296 + 1) / 4294967297 AS x, random() AS w,
		(hash(i) %% 100000)::INTEGER AS g FROM range(%d) r(i)`, rows)); err != nil {
		return err
	}
	x := make([]float64, rows)
	for i := range x {
		x[i] = float64(i*2654435761%4294967296+1) / 4294967297
	}
	var version string
	if err := db.QueryRowContext(ctx, "SELECT version()").Scan(&version); err != nil {
		return err
	}
	fmt.Printf("DuckDB %s, %d rows, %d threads, medians of %d runs, %s\n\n",
		version, rows, runtime.NumCPU(), rounds, time.Now().Format(time.DateOnly))
	fmt.Println("| DuckDB | sumlog | over | DuckDB's time | ratio | quartiles | " +
		"DuckDB's results | results | DuckDB's error | error |\n" +
		"|---|---|---|---:|---:|---:|---:|---:|---:|---:|")
	for _, g := range groupings {
		for _, p := range pairs {
			ours, theirs, err := alternate(db, rounds, p.ours, p.theirs, g.sql)
			if err != nil {
				return err
			}
			q := ratios(ours, theirs)
			fmt.Printf("| `%s` | `%s` | %s | %.0f ms | %.2f | %.2f to %.2f | %d | %d |",
				p.theirs, p.ours, g.name, theirs.median().Seconds()*1e3, q[1], q[0], q[2],
				len(theirs.results), len(ours.results))
			if g.sql != "" || p.exact == nil {
				fmt.Println(" | |")
				continue
			}
			want := p.exact(x)
			for _, call := range []string{p.theirs, p.ours} {
				var sum float64
				if err := db.QueryRowContext(ctx, "SELECT "+call+" FROM t").Scan(&sum); err != nil {
					return err
				}
				fmt.Printf(" %.3g ULP |", exact.ULP(sum, want))
			}
			fmt.Println()
		}
	}
	return nil
}

// runs are the runs of one query.
type runs struct {
	times   []time.Duration
	results map[uint64]bool // hashes of all sums
}

func (r *runs) median() time.Duration {
	times := slices.Sorted(slices.Values(r.times))
	return times[len(times)/2]
}

// ratios are the quartiles of the ratios of runs side by side, which other load on the machine
// changes less than the ratio of medians.
func ratios(a, b *runs) (quartiles [3]float64) {
	all := make([]float64, len(a.times))
	for i := range all {
		all[i] = a.times[i].Seconds() / b.times[i].Seconds()
	}
	slices.Sort(all)
	for i := range quartiles {
		quartiles[i] = all[(len(all)-1)*(i+1)/4]
	}
	return quartiles
}

// alternate runs the query with one aggregate and with the other, in turn.
func alternate(db *sql.DB, rounds int, ours, theirs, groupBy string) (_, _ *runs, err error) {
	both := [2]*runs{{results: map[uint64]bool{}}, {results: map[uint64]bool{}}}
	for range rounds {
		for i, call := range []string{ours, theirs} {
			var result uint64
			start := time.Now()
			if err := db.QueryRow("SELECT bit_xor(hash(k, s)) FROM (SELECT min(g) AS k, " + call +
				" AS s FROM t" + groupBy + ")").Scan(&result); err != nil {
				return nil, nil, err
			}
			both[i].times = append(both[i].times, time.Since(start))
			both[i].results[result] = true
		}
	}
	return both[0], both[1], nil
}

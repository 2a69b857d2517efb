package sumlogduckdb_test

import (
	"database/sql"
	"fmt"
	"log"

	"github.com/duckdb/duckdb-go/v2"

	sumlogduckdb "sumlog/adapters/duckdb"
)

// The probability of several runs of independent events, and the logarithm of a binomial
// coefficient.
func Example() {
	connector, err := duckdb.NewConnector("", sumlogduckdb.Init)
	if err != nil {
		log.Fatal(err)
	}
	db := sql.OpenDB(connector)
	defer db.Close()

	rows, err := db.Query(`
		SELECT run, sumlog(p), sumlog1p(-p), logbinomial(1000, 500)
		FROM (VALUES (1, 0.9), (1, 0.85), (2, 0.1), (2, 0.99)) v(run, p)
		GROUP BY run ORDER BY run`)
	if err != nil {
		log.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var run int
		var all, none, ways float64
		if err := rows.Scan(&run, &all, &none, &ways); err != nil {
			log.Fatal(err)
		}
		fmt.Printf("run %d: all %.6f, none %.6f, %.6f\n", run, all, none, ways)
	}
	if err := rows.Err(); err != nil {
		log.Fatal(err)
	}
	// Output:
	// run 1: all -0.267879, none -4.199705, 689.467262
	// run 2: all -2.312635, none -4.710531, 689.467262
}

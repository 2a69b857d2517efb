package sumlogduckdb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/duckdb/duckdb-go/v2"
	"github.com/stretchr/testify/require"
)

// open returns a connection to a new database that has the functions.
func open(t testing.TB) *sql.Conn {
	connector, err := duckdb.NewConnector("", Init)
	require.NoError(t, err)
	db := sql.OpenDB(connector)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	c, err := db.Conn(context.Background())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, c.Close()) })
	return c
}

func exec(t testing.TB, c *sql.Conn, query string, args ...any) {
	t.Helper()
	_, err := c.ExecContext(context.Background(), query, args...)
	require.NoError(t, err, query)
}

// query returns the rows of a query whose columns are numbers. NULL is nil.
func query(t testing.TB, c *sql.Conn, query string) (rows [][]*float64) {
	t.Helper()
	r, err := c.QueryContext(context.Background(), query)
	require.NoError(t, err, query)
	defer r.Close()
	names, err := r.Columns()
	require.NoError(t, err)
	for r.Next() {
		row := make([]*float64, len(names))
		into := make([]any, len(names))
		for i := range row {
			into[i] = &row[i]
		}
		require.NoError(t, r.Scan(into...))
		rows = append(rows, row)
	}
	require.NoError(t, r.Err())
	return rows
}

// requireBits fails where two results differ in any bit, payloads of NaN aside.
func requireBits(t testing.TB, want float64, got *float64, says ...any) {
	t.Helper()
	require.NotNil(t, got, says...)
	if want != want {
		require.True(t, math.IsNaN(*got), says...)
		return
	}
	require.Equal(t, math.Float64bits(want), math.Float64bits(*got),
		"want %x, got %x %s", want, *got, fmt.Sprint(says...))
}

// table is what the tests' table t holds: row i of column c is columns[c][i].
type table struct {
	names   []string
	columns [][]float64
	group   []int // column g
}

func (s *table) column(name string) []float64 {
	for i, n := range s.names {
		if n == name {
			return s.columns[i]
		}
	}
	panic("no column " + name)
}

// groups returns the elements of a column by group.
func (s *table) groups(name string, groups int) [][]float64 {
	parts := make([][]float64, groups)
	for i, v := range s.column(name) {
		parts[s.group[i]] = append(parts[s.group[i]], v)
	}
	return parts
}

// fill creates table t of n rows with random columns, and groups that come in any order.
func fill(t testing.TB, c *sql.Conn, n, groups int) *table {
	r := rand.New(rand.NewPCG(5, uint64(n)))
	draw := []struct {
		name string
		next func() float64
	}{
		{"x", func() float64 { return 1 - r.Float64() }},
		{"wide", func() float64 { return math.Float64frombits(1<<52 + r.Uint64()%(0x7FE<<52)) }},
		{"near", func() float64 { return 1 + 0x1p-20*(r.Float64()-0.5) }},
		{"tiny", func() float64 { return 0x1p-40 * r.Float64() }},
		{"w", func() float64 { return r.ExpFloat64() }},
	}
	s := &table{group: make([]int, n)}
	exec(t, c, "CREATE TABLE t (i INTEGER, g INTEGER)")
	for _, d := range draw {
		exec(t, c, "ALTER TABLE t ADD COLUMN "+d.name+" DOUBLE")
		column := make([]float64, n)
		for i := range column {
			column[i] = d.next()
		}
		s.names, s.columns = append(s.names, d.name), append(s.columns, column)
	}
	appendRows(t, c, "t", func(add func(row ...driver.Value)) {
		for i := range n {
			s.group[i] = r.IntN(groups)
			row := []driver.Value{int32(i), int32(s.group[i])}
			for _, column := range s.columns {
				row = append(row, column[i])
			}
			add(row...)
		}
	})
	return s
}

// appendRows appends the rows that f adds.
func appendRows(t testing.TB, c *sql.Conn, table string, f func(add func(row ...driver.Value))) {
	require.NoError(t, c.Raw(func(conn any) error {
		a, err := duckdb.NewAppenderFromConn(conn.(*duckdb.Conn), "", table)
		require.NoError(t, err)
		f(func(row ...driver.Value) {
			if err := a.AppendRow(row...); err != nil {
				require.NoError(t, err)
			}
		})
		return a.Close()
	}))
}

package sumlogduckdb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"reflect"
	"testing"

	"github.com/duckdb/duckdb-go/v2"
	"github.com/stretchr/testify/require"

	"sumlog"
)

// The handle of a connection is read from an unexported field. Where this fails, the binding has
// changed: see connectionOf.
func TestBindingIsTheOneThatIsKnown(t *testing.T) {
	_, err := handleField(reflect.New(reflect.TypeFor[duckdb.Conn]()).Elem())
	require.NoError(t, err)

	c := open(t)
	var version string
	row := c.QueryRowContext(context.Background(), "SELECT version()")
	require.NoError(t, row.Scan(&version))
	require.Equal(t, knownVersion, version)

	_, err = handleField(reflect.ValueOf(struct{ conn int }{}))
	require.ErrorIs(t, err, ErrConnection)
	require.ErrorContains(t, err, "has no field conn of type mapping.Connection")
}

func TestRegisterTwiceAndOnAllConnections(t *testing.T) {
	db, err := sql.Open("duckdb", "")
	require.NoError(t, err)
	defer db.Close()
	one, err := db.Conn(context.Background())
	require.NoError(t, err)
	defer one.Close()
	two, err := db.Conn(context.Background())
	require.NoError(t, err)
	defer two.Close()
	require.NoError(t, Register(one))
	require.NoError(t, Register(one))
	require.NoError(t, Register(two))
	for _, c := range []*sql.Conn{one, two} {
		got := query(t, c, "SELECT sumlog(x) FROM (VALUES (2), (0.25)) v(x)")
		requireBits(t, sumlog.SumLog([]float64{2, 0.25}), got[0][0])
	}
}

// No function of DuckDB is hidden by one of ours, and where DuckDB gets one of these names,
// Register says so instead of leaving it to DuckDB's.
func TestNamesAreNotThoseOfDuckDB(t *testing.T) {
	db, err := sql.Open("duckdb", "")
	require.NoError(t, err)
	defer db.Close()
	c, err := db.Conn(context.Background())
	require.NoError(t, err)
	defer c.Close()
	require.NoError(t, c.Raw(func(conn any) error {
		existing, err := existingOf(conn.(*duckdb.Conn))
		require.Empty(t, existing)
		return err
	}))
	exec(t, c, "CREATE MACRO log1p(x) AS ln(1 + x)")
	err = Register(c)
	require.ErrorIs(t, err, ErrExists)
	require.ErrorContains(t, err, `"log1p"`)
}

type otherConn struct{ driver.ExecerContext }

func TestErrors(t *testing.T) {
	require.ErrorIs(t, Init(otherConn{}), ErrConnection)
	require.ErrorContains(t, Init(otherConn{}), "sumlogduckdb.otherConn")
	require.ErrorIs(t, Init(&duckdb.Conn{}), ErrConnection)

	db, err := sql.Open("duckdb", "")
	require.NoError(t, err)
	defer db.Close()
	c, err := db.Conn(context.Background())
	require.NoError(t, err)
	require.NoError(t, c.Close())
	require.ErrorIs(t, Register(c), sql.ErrConnDone)
}

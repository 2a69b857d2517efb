// Package sumlogduckdb adds sums of logarithms to DuckDB: aggregates and scalar functions in SQL
// that compute what package sumlog computes, with the same bits for any number of threads.
//
// [Register] adds them to the database of a connection of database/sql, [Init] to each database
// that a connector opens:
//
//	connector, err := duckdb.NewConnector("", sumlogduckdb.Init)
//
// # Aggregates
//
//	sumlog(x)     Σ ln x         sumlog.SumLog
//	sumlog1p(x)   Σ ln(1+x)      sumlog.SumLog1p
//	dotlog(w, x)  Σ w ln x       sumlog.DotLog
//	logsumexp(x)  ln Σ e^x       sumlog.LogSumExp
//
// Arguments are DOUBLE; DuckDB casts other numbers. Rows with a NULL are left out, and a group
// without other rows gives NULL, as sum does. They work with GROUP BY, FILTER, DISTINCT, ORDER BY,
// in windows and by list_aggregate.
//
// Error bounds and special values are those of the Go functions. dotlog alone has a weaker bound
// where its terms cancel, the bound of [kernel.DotLogSum]: it sees each row once, while the Go
// function goes over such terms a second time.
//
// DuckDB hands rows to threads in an order that changes from run to run. The bits are nevertheless
// those of the Go functions, and the same in each run, but for ties: before the one rounding at
// the end, orders differ by far less than the error bound, 2^-92 absolute for the logarithms of a
// million factors near 1, and results can only differ where that reaches the boundary of a
// rounding. Sums of magnitude 1 that are that close to one are one in 2^38.
//
// # Scalar functions
//
//	sumlog_ln(x)          ln x                  kernel.Log
//	log1p(x)              ln(1+x)               kernel.Log1p
//	xlogy(x, y)           x ln y, 0 ln 0 = 0    kernel.XLogY
//	loggamma(x)           ln Γ(x)               kernel.LogGamma
//	logfactorial(x)       ln x!                 kernel.LogFactorial
//	logrising(x, n)       ln Γ(x+n)/Γ(x)        kernel.LogRising
//	logbeta(a, b)         ln B(a, b)            kernel.LogBeta
//	logbinomial(n, k)     ln of n over k        kernel.LogBinomial
//	logmultichoose(r, y)  ln of r+y-1 over y    kernel.LogMultichoose
//
// A NULL gives NULL. Unlike DuckDB's ln and lgamma, they raise no error for arguments outside of
// their domain: the special values are those of the Go functions.
package sumlogduckdb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"reflect"
	"sync"
	"unsafe"

	"github.com/duckdb/duckdb-go/v2"
	"github.com/duckdb/duckdb-go/v2/mapping"
)

var (
	// ErrConnection is in the tree of the error of a connection that is not one of duckdb-go, or
	// of a version of it that this package does not know.
	ErrConnection = errors.New("not a connection of duckdb-go that this package can use")
	// ErrRegister is in the tree of the error of a function that DuckDB refuses.
	ErrRegister = errors.New("DuckDB refuses the function")
	// ErrExists is in the tree of the error where the database has some of the functions, but not
	// all of them, so that they are another's.
	ErrExists = errors.New("the database has other functions of these names")
)

// Register adds the functions to the database of the connection, for all its connections. Where
// the database has them, it does nothing.
func Register(c *sql.Conn) error {
	return c.Raw(func(conn any) error { return register(conn) })
}

// Init is [Register] for duckdb.NewConnector.
func Init(conn driver.ExecerContext) error { return register(conn) }

// registering makes two connections of a new database wait for each other.
var registering sync.Mutex

func register(conn any) error {
	c, native, err := connectionOf(conn)
	if err != nil {
		return fmt.Errorf("sumlogduckdb: %w", err)
	}
	registering.Lock()
	defer registering.Unlock()
	existing, err := existingOf(c)
	switch {
	case err != nil:
		return fmt.Errorf("sumlogduckdb: list of functions: %w", err)
	case len(existing) == len(aggregates)+len(scalars):
		return nil
	case len(existing) > 0:
		return fmt.Errorf("sumlogduckdb: %w: %q", ErrExists, existing)
	}
	for i := range aggregates {
		if !native.addAggregate(i) {
			return fmt.Errorf("sumlogduckdb: aggregate %q: %w", aggregates[i].name, ErrRegister)
		}
	}
	for i := range scalars {
		if !native.addScalar(i) {
			return fmt.Errorf("sumlogduckdb: function %q: %w", scalars[i].name, ErrRegister)
		}
	}
	return nil
}

// existingOf returns the names of functions of this package that the database has.
func existingOf(c driver.QueryerContext) (existing []string, err error) {
	rows, err := c.QueryContext(context.Background(),
		"SELECT DISTINCT function_name FROM duckdb_functions() ORDER BY 1", nil)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	ours := map[any]bool{}
	for _, a := range aggregates {
		ours[a.name] = true
	}
	for _, s := range scalars {
		ours[s.name] = true
	}
	for name := make([]driver.Value, 1); ; {
		if err := rows.Next(name); errors.Is(err, io.EOF) {
			return existing, nil
		} else if err != nil {
			return nil, err
		}
		if ours[name[0]] {
			existing = append(existing, name[0].(string))
		}
	}
}

// knownVersion is the version of DuckDB whose objects onestate.c knows, the one of go.mod.
const knownVersion = "v1.5.6"

// connectionOf returns a connection of the Go binding, and DuckDB's own handle of it. The binding
// has no aggregates and does not export the handle, so it is read from the field that holds it:
// go.mod pins the version, and a test tells when the field changes.
func connectionOf(conn any) (*duckdb.Conn, connection, error) {
	c, ok := conn.(*duckdb.Conn)
	if !ok {
		return nil, connection{}, fmt.Errorf("%w: %T", ErrConnection, conn)
	}
	if v := libraryVersion(); v != knownVersion {
		return nil, connection{}, fmt.Errorf("%w: DuckDB is %s, want %s", ErrConnection, v, knownVersion)
	}
	field, err := handleField(reflect.ValueOf(c).Elem())
	if err != nil {
		return nil, connection{}, err
	}
	handle := (*mapping.Connection)(unsafe.Pointer(field.UnsafeAddr())).Ptr
	if handle == nil {
		return nil, connection{}, fmt.Errorf("%w: it is closed", ErrConnection)
	}
	return c, connection{handle}, nil
}

// handleField returns the field of a duckdb.Conn that holds the handle.
func handleField(conn reflect.Value) (reflect.Value, error) {
	field := conn.FieldByName("conn")
	if !field.IsValid() || field.Type() != reflect.TypeFor[mapping.Connection]() {
		return field, fmt.Errorf("%w: %v has no field conn of type mapping.Connection",
			ErrConnection, conn.Type())
	}
	return field, nil
}

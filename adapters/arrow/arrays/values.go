package arrays

import (
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"

	"sumlog/adapters/arrow/internal/rows"
)

// Values is an [arrow.Array] or a [*arrow.Chunked].
type Values interface {
	DataType() arrow.DataType
	Len() int
	NullN() int
}

// join returns the rows of values of one length, and panics where they differ in it.
func join(op string, names []string, all ...Values) (*rows.Rows, error) {
	columns := make([][]rows.Column, len(all))
	for i, v := range all {
		if v.Len() != all[0].Len() {
			panicLengths(op, names[0], names[i], all[0].Len(), v.Len())
		}
		var err error
		if columns[i], err = chunks(op, names[i], v); err != nil {
			return nil, err
		}
	}
	return rows.Join(columns...), nil
}

// chunks returns the columns that v consists of.
func chunks(op, name string, v Values) ([]rows.Column, error) {
	parts := make([]arrow.Array, 1)
	switch v := v.(type) {
	case arrow.Array:
		parts[0] = v
	case *arrow.Chunked:
		parts = v.Chunks()
	default:
		panic(fmt.Sprintf("%s: %s is a %T, want an arrow.Array or an *arrow.Chunked", op, name, v))
	}
	if !rows.Matches(v.DataType().ID()) {
		return nil, errType(op, name, v)
	}
	columns := make([]rows.Column, len(parts))
	for i, a := range parts {
		columns[i], _ = rows.Of(a)
	}
	return columns, nil
}

func errType(op, name string, v Values) error {
	return fmt.Errorf("%s: %s is of type %s, want float64, float32 or an integer type: %w",
		op, name, v.DataType(), arrow.ErrType)
}

func panicLengths(op, first, other string, n, m int) {
	panic(fmt.Sprintf("%s: %s has %d elements, %s has %d", op, first, n, other, m))
}

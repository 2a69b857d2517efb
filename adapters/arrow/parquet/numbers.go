package parquet

import (
	"errors"

	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/schema"

	"sumlog/kernel"
)

// numbers are the values of a column in a row group that are not null.
type numbers interface {
	// read reads the next values, as many as dst holds or, where they end, fewer.
	read(dst []float64) (n int, err error)
}

// numbersOf returns what makes numbers of a reader of the column, or nil where the column has none.
func numbersOf(c *schema.Column) func(file.ColumnChunkReader) numbers {
	unsigned := false
	switch t := c.LogicalType().(type) {
	case schema.NoLogicalType, nil:
	case schema.IntLogicalType:
		unsigned = !t.IsSigned()
	default:
		return nil
	}
	switch physical := c.PhysicalType(); {
	case physical == parquet.Types.Double:
		return func(r file.ColumnChunkReader) numbers {
			return float64s{r.(*file.Float64ColumnChunkReader)}
		}
	case physical == parquet.Types.Float:
		return func(r file.ColumnChunkReader) numbers {
			return &converted[float32, float32]{from: r.(*file.Float32ColumnChunkReader)}
		}
	case physical == parquet.Types.Int32 && unsigned:
		return func(r file.ColumnChunkReader) numbers {
			return &converted[int32, uint32]{from: r.(*file.Int32ColumnChunkReader)}
		}
	case physical == parquet.Types.Int32:
		return func(r file.ColumnChunkReader) numbers {
			return &converted[int32, int32]{from: r.(*file.Int32ColumnChunkReader)}
		}
	case physical == parquet.Types.Int64 && unsigned:
		return func(r file.ColumnChunkReader) numbers {
			return &converted[int64, uint64]{from: r.(*file.Int64ColumnChunkReader)}
		}
	case physical == parquet.Types.Int64:
		return func(r file.ColumnChunkReader) numbers {
			return &converted[int64, int64]{from: r.(*file.Int64ColumnChunkReader)}
		}
	}
	return nil
}

// typeOf describes the type of a column.
func typeOf(c *schema.Column) string {
	if l := c.LogicalType(); l != nil && l.String() != (schema.NoLogicalType{}).String() {
		return c.PhysicalType().String() + " as " + l.String()
	}
	return c.PhysicalType().String()
}

// reader is the reader of a column in a row group whose values have the type T.
type reader[T any] interface {
	HasNext() bool
	Err() error
	ReadBatch(n int64, values []T, definition, repetition []int16) (levels int64, read int, err error)
}

var errNoValues = errors.New("a page has fewer values than its header says")

// readAll is numbers.read for values as they are stored.
func readAll[T any](r reader[T], dst []T) (n int, err error) {
	for n < len(dst) && r.HasNext() {
		levels, read, err := r.ReadBatch(int64(len(dst)-n), dst[n:], nil, nil)
		if err != nil {
			return n, err
		}
		if levels == 0 {
			return n, errNoValues
		}
		n += read
	}
	return n, r.Err()
}

type float64s struct {
	from *file.Float64ColumnChunkReader
}

func (f float64s) read(dst []float64) (int, error) { return readAll(f.from, dst) }

// converted are values stored as S that are numbers of the type T.
type converted[S, T kernel.Number] struct {
	from reader[S]
	buf  [1024]S
}

func (c *converted[S, T]) read(dst []float64) (n int, err error) {
	for n < len(dst) {
		part := c.buf[:min(len(c.buf), len(dst)-n)]
		k, err := readAll(c.from, part)
		for i, v := range part[:k] {
			dst[n+i] = float64(T(v))
		}
		if n += k; err != nil || k < len(part) {
			return n, err
		}
	}
	return n, nil
}

package parquet

import (
	"context"
	"errors"
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/file"
)

// SumLog returns Σ ln x over a column of an open file. name is the column's path in the schema, its
// parts separated by dots.
//
// Error bound and special values are those of [kernel.SumLog]; a column without values gives 0.
//
// SumLog returns ctx.Err() where ctx ends first. An error wraps [arrow.ErrNotFound] where the file
// has no such column and [arrow.ErrType] where that has no numbers.
//
// Memory is bounded where the properties of r have BufferedStreamEnabled set; else r reads the
// column's part of a row group at once.
//
// Row groups are decoded in parallel up to the first one whose metadata lacks the number of nulls,
// and one after the other from there on.
func SumLog(ctx context.Context, r *file.Reader, name string) (float64, error) {
	sum, err := sumLog(ctx, r, name)
	if err != nil {
		return 0, fmt.Errorf("sumlog/adapters/arrow/parquet: SumLog: column %q: %w", name, err)
	}
	return sum, nil
}

// SumLogFile is [SumLog] of a column of the file of that path, in bounded memory. Its errors name
// the path.
func SumLogFile(ctx context.Context, path, name string) (sum float64, err error) {
	r, err := openFile(path)
	if err == nil {
		sum, err = sumLog(ctx, r, name)
		err = errors.Join(err, r.Close())
		if err != nil {
			err = fmt.Errorf("column %q: %w", name, err)
		}
	}
	if err != nil {
		return 0, fmt.Errorf("sumlog/adapters/arrow/parquet: SumLogFile: %q: %w", path, err)
	}
	return sum, nil
}

// openFile opens a file to be read page by page.
func openFile(path string) (*file.Reader, error) {
	return file.OpenParquetFile(path, false, file.WithReadProps(pageByPage()))
}

func pageByPage() *parquet.ReaderProperties {
	props := parquet.NewReaderProperties(&recycler{Allocator: memory.NewGoAllocator()})
	props.BufferedStreamEnabled = true
	props.BufferSize = 64 << 10
	return props
}

func sumLog(ctx context.Context, r *file.Reader, name string) (float64, error) {
	i := r.MetaData().Schema.ColumnIndexByName(name)
	if i < 0 {
		return 0, arrow.ErrNotFound
	}
	s := r.MetaData().Schema.Column(i)
	c := column{file: r, index: i, numbersOf: numbersOf(s), product: product}
	if c.numbersOf == nil {
		return 0, fmt.Errorf("%s, want numbers: %w", typeOf(s), arrow.ErrType)
	}
	return c.sumLog(ctx)
}

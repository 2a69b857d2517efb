package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
	"golang.org/x/sync/errgroup"

	"sumlog"
	"sumlog/adapters/arrow/arrays"
	sumlogparquet "sumlog/adapters/arrow/parquet"
)

// kind is a kind of file.
type kind struct {
	name  string
	nulls float64
}

var kinds = []kind{{"float64", 0}, {"float64, 10 % nulls", 0.1}}

const group = 1 << 20

// write writes a file of one column, and returns the column.
func (k kind) write(path string, rows int) (column *arrow.Chunked, err error) {
	schema := arrow.NewSchema([]arrow.Field{
		{Name: "x", Type: arrow.PrimitiveTypes.Float64, Nullable: k.nulls > 0},
	}, nil)
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	props := parquet.NewWriterProperties(
		parquet.WithDictionaryDefault(false), parquet.WithMaxRowGroupLength(group))
	w, err := pqarrow.NewFileWriter(schema, f, props, pqarrow.DefaultWriterProps())
	if err != nil {
		return nil, err
	}
	r := rand.New(rand.NewPCG(1, 2))
	var chunks []arrow.Array
	defer func() {
		for _, x := range chunks {
			x.Release() // the column retains them
		}
	}()
	for n := 0; n < rows; n += group {
		x := random(r, min(group, rows-n), k.nulls)
		batch := array.NewRecordBatch(schema, []arrow.Array{x}, int64(x.Len()))
		err := w.Write(batch)
		batch.Release()
		chunks = append(chunks, x)
		if err != nil {
			return nil, err
		}
	}
	return arrow.NewChunked(arrow.PrimitiveTypes.Float64, chunks), w.Close()
}

// check returns an error where the sum of the file, or of the column as a chunked array, has other
// bits than that of its values in a slice.
func check(ctx context.Context, path string, column *arrow.Chunked) error {
	values := make([]float64, 0, column.Len()-column.NullN())
	for _, chunk := range column.Chunks() {
		x := chunk.(*array.Float64)
		for i := range x.Len() {
			if x.IsValid(i) {
				values = append(values, x.Value(i))
			}
		}
	}
	want := sumlog.SumLog(values)
	fromFile, err := sumlogparquet.SumLogFile(ctx, path, "x")
	if err != nil {
		return err
	}
	fromChunks, err := arrays.SumLog(ctx, column)
	if err != nil {
		return err
	}
	if fromFile != want || fromChunks != want {
		return fmt.Errorf("sum of %s %x, of its chunks %x, of a slice %x",
			path, fromFile, fromChunks, want)
	}
	return nil
}

const decoding = "decoding alone"

// variants are the ways to read a file.
var variants = []struct {
	name string
	read func(ctx context.Context, path string) error
}{
	{decoding, decode},
	{"sumlog", func(ctx context.Context, path string) error {
		_, err := sumlogparquet.SumLogFile(ctx, path, "x")
		return err
	}},
	{"Arrow's reader, ln and sum", readBatches},
}

func open(path string) (*file.Reader, error) {
	props := parquet.NewReaderProperties(memory.DefaultAllocator)
	props.BufferedStreamEnabled = true
	props.BufferSize = 64 << 10
	return file.OpenParquetFile(path, false, file.WithReadProps(props))
}

// decode decodes the row groups in parallel, and drops the values.
func decode(_ context.Context, path string) error {
	f, err := open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	var workers errgroup.Group
	workers.SetLimit(runtime.GOMAXPROCS(0))
	for g := range f.NumRowGroups() {
		workers.Go(func() error {
			c, err := f.RowGroup(g).Column(0)
			if err != nil {
				return err
			}
			defer c.Close()
			r, ok := c.(*file.Float64ColumnChunkReader)
			if !ok {
				return fmt.Errorf("%T", c)
			}
			buf := make([]float64, 1<<14)
			for r.HasNext() {
				if _, _, err := r.ReadBatch(int64(len(buf)), buf, nil, nil); err != nil {
					return err
				}
			}
			return r.Err()
		})
	}
	return workers.Wait()
}

// readBatches sums with what Arrow has.
func readBatches(ctx context.Context, path string) error {
	f, err := open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	r, err := pqarrow.NewFileReader(f, pqarrow.ArrowReadProperties{BatchSize: 1 << 16, Parallel: true},
		memory.DefaultAllocator)
	if err != nil {
		return err
	}
	batches, err := r.GetRecordReader(ctx, []int{0}, nil)
	if err != nil {
		return err
	}
	defer batches.Release()
	for batches.Next() {
		x := batches.RecordBatch().Column(0).(*array.Float64)
		if err := arrowSumLog(ctx, x); err != nil {
			return err
		}
	}
	return batches.Err()
}

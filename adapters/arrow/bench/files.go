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

	sumlogparquet "sumlog/adapters/arrow/parquet"
)

// kind is a kind of file.
type kind struct {
	name  string
	nulls float64
}

var kinds = []kind{{"float64", 0}, {"float64, 10 % nulls", 0.1}}

const group = 1 << 20

// write writes a file of one column.
func (k kind) write(path string, rows int) error {
	schema := arrow.NewSchema([]arrow.Field{
		{Name: "x", Type: arrow.PrimitiveTypes.Float64, Nullable: k.nulls > 0},
	}, nil)
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	props := parquet.NewWriterProperties(
		parquet.WithDictionaryDefault(false), parquet.WithMaxRowGroupLength(group))
	w, err := pqarrow.NewFileWriter(schema, f, props, pqarrow.DefaultWriterProps())
	if err != nil {
		return err
	}
	r := rand.New(rand.NewPCG(1, 2))
	for n := 0; n < rows; n += group {
		x := random(r, min(group, rows-n), k.nulls)
		batch := array.NewRecordBatch(schema, []arrow.Array{x}, int64(x.Len()))
		err := w.Write(batch)
		batch.Release()
		x.Release()
		if err != nil {
			return err
		}
	}
	return w.Close()
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

package parquet_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"sumlog/adapters/arrow/parquet"
)

func Example() {
	dir, err := os.MkdirTemp("", "sumlog")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "observations.parquet")
	if err := write(path, []float64{0.9, 0.85, 0, 0.1, 0.99}); err != nil {
		log.Fatal(err)
	}

	sum, err := parquet.SumLogFile(context.Background(), path, "probability")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(sum)
	// Output: -2.5805148740031485
}

// write writes a file with a column of probabilities, null where they are 0.
func write(path string, p []float64) error {
	b := array.NewFloat64Builder(memory.DefaultAllocator)
	defer b.Release()
	for _, v := range p {
		if v == 0 {
			b.AppendNull()
		} else {
			b.Append(v)
		}
	}
	column := b.NewArray()
	defer column.Release()
	schema := arrow.NewSchema([]arrow.Field{
		{Name: "probability", Type: arrow.PrimitiveTypes.Float64, Nullable: true},
	}, nil)
	table := array.NewTableFromSlice(schema, [][]arrow.Array{{column}})
	defer table.Release()
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	return pqarrow.WriteTable(table, f, 1<<20, nil, pqarrow.DefaultWriterProps()) // closes f
}

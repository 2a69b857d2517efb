package arrays_test

import (
	"context"
	"fmt"
	"log"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"sumlog/adapters/arrow/arrays"
)

func Example() {
	ctx, mem := context.Background(), memory.DefaultAllocator
	b := array.NewFloat64Builder(mem)
	defer b.Release()
	b.AppendValues([]float64{0.9, 0.85, 0, 0.1, 0.99}, []bool{true, true, false, true, true})
	p := b.NewFloat64Array()
	defer p.Release()

	sum, err := arrays.SumLog(ctx, p)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(sum)

	// A chunked array has the sum of its elements, whatever its chunks.
	chunked := arrow.NewChunked(p.DataType(), []arrow.Array{
		array.NewSlice(p, 0, 2), array.NewSlice(p, 2, 5),
	})
	defer chunked.Release()
	sum, err = arrays.SumLog(ctx, chunked)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(sum)

	logs, err := arrays.Log(ctx, mem, p)
	if err != nil {
		log.Fatal(err)
	}
	defer logs.Release()
	fmt.Println(logs)
	// Output:
	// -2.5805148740031485
	// -2.5805148740031485
	// [-0.10536051565782628 -0.16251892949777494 (null) -2.3025850929940455 -0.01005033585350145]
}

func ExampleLogBinomial() {
	ctx, mem := context.Background(), memory.DefaultAllocator
	n, k := array.NewInt64Builder(mem), array.NewInt32Builder(mem)
	defer n.Release()
	defer k.Release()
	n.AppendValues([]int64{5, 10, 10}, nil)
	k.AppendValues([]int32{2, 0, 5}, []bool{true, true, false})
	a, b := n.NewArray(), k.NewArray()
	defer a.Release()
	defer b.Release()

	c, err := arrays.LogBinomial(ctx, mem, a, b)
	if err != nil {
		log.Fatal(err)
	}
	defer c.Release()
	fmt.Println(c) // ln 10, ln 1 and a null
	// Output: [2.302585092994046 0 (null)]
}

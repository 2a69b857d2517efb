package compute_test

import (
	"context"
	"fmt"
	"log"

	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/compute"
	"github.com/apache/arrow-go/v18/arrow/memory"

	sumlogcompute "sumlog/adapters/arrow/compute"
)

// A program registers the functions once.
func init() {
	if err := sumlogcompute.Register(compute.GetFunctionRegistry()); err != nil {
		log.Fatal(err)
	}
}

func Example() {
	ctx := context.Background()
	b := array.NewFloat64Builder(memory.DefaultAllocator)
	defer b.Release()
	b.AppendValues([]float64{1, 2, 0, 10}, []bool{true, true, false, true})
	x := b.NewArray()
	defer x.Release()
	arg := compute.NewDatum(x)
	defer arg.Release()

	logs, err := compute.CallFunction(ctx, "sumlog_log", nil, arg)
	if err != nil {
		log.Fatal(err)
	}
	defer logs.Release()
	a := logs.(*compute.ArrayDatum).MakeArray()
	defer a.Release()
	fmt.Println(a)

	sum, err := compute.CallFunction(ctx, "sumlog_sum_log", nil, arg)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(sum.(*compute.ScalarDatum).Value)
	// Output:
	// [0 0.6931471805599453 (null) 2.302585092994046]
	// 2.995732273553991
}

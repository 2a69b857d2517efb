package expressions_test

import (
	"context"
	"fmt"
	"log"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/compute"
	"github.com/apache/arrow-go/v18/arrow/compute/exprs"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/substrait-io/substrait-go/v8/extensions"

	sumlogcompute "sumlog/adapters/arrow/compute"
	"sumlog/adapters/arrow/expressions"
)

// A program registers the functions once: with the registry of compute functions, and with those of
// expressions.
func init() {
	if err := sumlogcompute.Register(compute.GetFunctionRegistry()); err != nil {
		log.Fatal(err)
	}
	err := expressions.Register(
		extensions.GetDefaultCollectionWithNoError(), exprs.DefaultExtensionIDRegistry)
	if err != nil {
		log.Fatal(err)
	}
}

func Example() {
	schema := arrow.NewSchema([]arrow.Field{
		{Name: "n", Type: arrow.PrimitiveTypes.Int32},
		{Name: "k", Type: arrow.PrimitiveTypes.Float64, Nullable: true},
	}, nil)
	set := exprs.NewDefaultExtensionSet()
	b := exprs.NewExprBuilder(set)
	if err := b.SetInputSchema(schema); err != nil {
		log.Fatal(err)
	}
	call, err := b.CallScalar("sumlog_log_binomial", nil, b.FieldRef("n"), b.FieldRef("k"))
	if err != nil {
		log.Fatal(err)
	}
	e, err := call.BuildExpr()
	if err != nil {
		log.Fatal(err)
	}

	records := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	defer records.Release()
	records.Field(0).(*array.Int32Builder).AppendValues([]int32{5, 10, 10}, nil)
	records.Field(1).(*array.Float64Builder).AppendValues(
		[]float64{2, 0, 5}, []bool{true, true, false})
	batch := records.NewRecordBatch()
	defer batch.Release()

	ctx := exprs.WithExtensionIDSet(context.Background(), set)
	result, err := exprs.ExecuteScalarExpression(
		ctx, schema, e, compute.NewDatumWithoutOwning(batch))
	if err != nil {
		log.Fatal(err)
	}
	defer result.Release()
	a := result.(*compute.ArrayDatum).MakeArray()
	defer a.Release()
	fmt.Println(a) // ln 10, ln 1 and a null
	// Output: [2.302585092994046 0 (null)]
}

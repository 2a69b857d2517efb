package dispatch_test

import (
	"context"
	"fmt"
	"strings"

	"sumlog/dispatch"
	"sumlog/shared"
)

func Example() {
	x := []float64{0, 1, 2.5}
	sums := make([]float64, len(x))
	dispatch.LogAccumulate(sums, x, 1000) // Σ ln(1+i+x) over 1000 terms
	fmt.Println(sums)
	// Output: [5912.128178488163 5919.036933267479 5928.200963714641]
}

func ExampleAdd() {
	a, b := []int32{1, 2, 3}, []int32{10, 20, 30}
	dispatch.Add(a, a, b)
	fmt.Println(a)
	// Output: [11 22 33]
}

func ExampleAddColumns() {
	table, err := shared.From(2, 3, []float64{
		1, 2, 0,
		3, 4, 0,
	})
	if err != nil {
		panic(err)
	}
	defer table.Close()
	dispatch.AddColumns(table, 2, 0, 1) // column 2 = column 0 + column 1
	fmt.Println(table.Data())
	// Output: [1 2 3 3 4 7]
}

func ExamplePool_For() {
	p, err := dispatch.NewPool(dispatch.WithWorkers(2))
	if err != nil {
		panic(err)
	}
	defer p.Close()
	squares := make([]int, 10)
	p.For(len(squares), 3, func(lo, hi int) {
		for i := lo; i < hi; i++ {
			squares[i] = i * i
		}
	})
	fmt.Println(squares)
	// Output: [0 1 4 9 16 25 36 49 64 81]
}

func ExamplePool_ForContext() {
	ctx, cancel := context.WithCancel(context.Background())
	err := dispatch.Default().ForContext(ctx, 1_000_000, 100, func(ctx context.Context, lo, hi int) error {
		cancel()
		return nil
	})
	fmt.Println(err)
	// Output: context canceled
}

func ExampleSplit() {
	fmt.Println(dispatch.Split(10, 4))
	// Output: [{0 3} {3 6} {6 8} {8 10}]
}

func ExampleAsync() {
	ctx := context.Background()
	word := dispatch.Async(ctx, nil, func(context.Context) (string, error) { return "forty-two", nil })
	number := dispatch.Async(ctx, nil, func(context.Context) (int, error) { return 42, nil })
	w, _ := word.Get(ctx)
	n, err := number.Get(ctx)
	fmt.Println(w, n, err)
	// Output: forty-two 42 <nil>
}

func ExampleMap() {
	words := []string{"one", "two", "three"}
	upper, err := dispatch.Map(context.Background(), nil, words, func(_ context.Context, w string) (string, error) {
		return strings.ToUpper(w), nil
	})
	fmt.Println(upper, err)
	// Output: [ONE TWO THREE] <nil>
}

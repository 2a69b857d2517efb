package dispatch_test

import (
	"context"
	"fmt"
	"strings"

	"sumlog/dispatch"
)

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

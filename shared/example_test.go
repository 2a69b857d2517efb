package shared_test

import (
	"errors"
	"fmt"
	"log"
	"sync"

	"sumlog/shared"
)

// Goroutines share a table: each adds two of its columns for some of its rows.
func Example() {
	a, err := shared.From(4, 3, []float64{
		1, 10, 0,
		2, 20, 0,
		3, 30, 0,
		4, 40, 0,
	})
	if err != nil {
		log.Fatal(err)
	}
	defer a.Close()

	var workers sync.WaitGroup
	for _, rows := range [][2]int{{0, 2}, {2, 4}} {
		workers.Go(func() {
			for r := rows[0]; r < rows[1]; r++ {
				a.Set(r, 2, a.At(r, 0)+a.At(r, 1))
			}
		})
	}
	workers.Wait()
	fmt.Println(a.Data())
	// Output: [1 10 11 2 20 22 3 30 33 4 40 44]
}

// A column is a view of the table, not a copy.
func ExampleNew() {
	a, err := shared.New[int32](2, 3)
	if err != nil {
		log.Fatal(err)
	}
	defer a.Close()

	last := a.Col(2)
	for i := range last.Len() {
		last.Set(i, int32(i+1))
	}
	fmt.Println(a.Data())
	// Output: [0 0 1 0 0 2]
}

func ExampleView_Slice() {
	a, err := shared.From(2, 3, []uint8{1, 2, 3, 4, 5, 6})
	if err != nil {
		log.Fatal(err)
	}
	defer a.Close()

	fmt.Println(a.Row(1).Slice())
	fmt.Println(a.Col(1).Slice())
	// Output:
	// [4 5 6] true
	// [] false
}

func ExampleArray_Retain() {
	a, err := shared.NewVector[float32](100)
	if err != nil {
		log.Fatal(err)
	}
	work := func() error {
		if err := a.Retain(); err != nil {
			return err
		}
		defer a.Release()
		a.Set(99, 0, 1)
		return nil
	}
	fmt.Println(work())
	fmt.Println(a.Close())
	err = work()
	fmt.Println(err, errors.Is(err, shared.ErrClosed))
	// Output:
	// <nil>
	// <nil>
	// sumlog/shared: Retain: array already closed true
}

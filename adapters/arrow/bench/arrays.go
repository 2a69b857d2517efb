package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/compute"
	arrowmath "github.com/apache/arrow-go/v18/arrow/math"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"sumlog/adapters/arrow/arrays"
)

// compareArrays prints the time of sums of arrays by sumlog and by Arrow's ln and sum.
func compareArrays(ctx context.Context, n, rounds int) error {
	fmt.Printf("\nΣ ln x of an array of %d\n", n)
	for _, nulls := range []float64{0, 0.01, 0.1, 0.5} {
		x := random(rand.New(rand.NewPCG(1, 2)), n, nulls)
		var ours, theirs []float64
		for range rounds {
			start := time.Now()
			if _, err := arrays.SumLog(ctx, x); err != nil {
				return err
			}
			ours = append(ours, time.Since(start).Seconds())
			start = time.Now()
			if err := arrowSumLog(ctx, x); err != nil {
				return err
			}
			theirs = append(theirs, time.Since(start).Seconds())
		}
		ns := 1e9 / float64(n)
		fmt.Printf("  %4.1f %% nulls: sumlog %6.3f ns an element (at best %.3f), "+
			"Arrow's ln and sum %6.2f (%.2f), ratio %5.1f\n", 100*nulls, median(ours)*ns,
			slices.Min(ours)*ns, median(theirs)*ns, slices.Min(theirs)*ns, ratio(theirs, ours))
		x.Release()
	}
	return nil
}

// arrowSumLog sums with what Arrow has.
func arrowSumLog(ctx context.Context, x *array.Float64) error {
	d := compute.NewDatumWithoutOwning(x)
	logs, err := compute.CallFunction(ctx, "ln_unchecked", nil, d)
	if err != nil {
		return err
	}
	defer logs.Release()
	a := logs.(*compute.ArrayDatum).MakeArray()
	defer a.Release()
	arrowmath.Float64.Sum(a.(*array.Float64))
	return nil
}

// random returns n numbers between 0 and 1, nulls in that share.
func random(r *rand.Rand, n int, nulls float64) *array.Float64 {
	b := array.NewFloat64Builder(memory.DefaultAllocator)
	defer b.Release()
	b.Reserve(n)
	for range n {
		if r.Float64() < nulls {
			b.UnsafeAppendBoolToBitmap(false)
		} else {
			b.UnsafeAppend(1 - r.Float64())
		}
	}
	return b.NewFloat64Array()
}

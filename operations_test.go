package sumlog_test

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"

	"sumlog"

	"github.com/stretchr/testify/require"

	"sumlog/dispatch"
	"sumlog/kernel"
	"sumlog/shared"
)

var workerCounts = []int{1, 2, 3, 7, 64}

func TestSameBitsForEveryWorkerCount(t *testing.T) {
	isa := dispatch.ISA()
	for _, n := range []int{0, 1, 9, 5000, 100_003} {
		x := values(n)
		constant, direct := make([]float64, n), make([]float64, n)
		kernel.LogAccumulate(isa, constant, x, 1000)
		kernel.LogAccumulateDirect(isa, direct, x, 20)
		for _, workers := range workerCounts {
			p := poolOf(t, workers)
			got := make([]float64, n)
			for range 2 {
				must(sumlog.On(background, p).LogAccumulate(got, x, 1000))
				require.True(t, equal(constant, got), "LogAccumulate, n = %d, %d workers", n, workers)
				clear(got)
			}
			require.NoError(t, sumlog.On(t.Context(), p).LogAccumulate(got, x, 1000))
			require.True(t, equal(constant, got), "LogAccumulateContext, n = %d, %d workers", n, workers)
			clear(got)
			must(sumlog.On(background, p).LogAccumulateDirect(got, x, 20))
			require.True(t, equal(direct, got), "LogAccumulateDirect, n = %d, %d workers", n, workers)
			clear(got)
			require.NoError(t, sumlog.On(t.Context(), p).LogAccumulateDirect(got, x, 20))
			require.True(t, equal(direct, got), "LogAccumulateDirectContext, n = %d, %d workers", n, workers)
			copy(got, x)
			must(sumlog.On(background, p).LogAccumulate(got, got, 1000))
			require.True(t, equal(constant, got), "in place, n = %d, %d workers", n, workers)
		}
		got := make([]float64, n)
		sumlog.LogAccumulate(got, x, 1000)
		require.True(t, equal(constant, got))
		sumlog.LogAccumulateDirect(got, x, 20)
		require.True(t, equal(direct, got))
		clear(got)
		require.NoError(t, sumlog.On(t.Context(), nil).LogAccumulate(got, x, 1000))
		require.True(t, equal(constant, got))
		require.NoError(t, sumlog.On(t.Context(), nil).LogAccumulateDirect(got, x, 20))
		require.True(t, equal(direct, got))
	}
}

// Slices beyond the last-level cache take another path.
func TestAddBeyondTheCache(t *testing.T) {
	if testing.Short() {
		t.Skip("takes three times the cache")
	}
	n := kernel.CacheSize()/24 + 5
	a, b, want, got := values(n), values(n), make([]float64, n), make([]float64, n)
	for i := range want {
		want[i] = a[i] + b[i]
	}
	for _, workers := range []int{1, 2} {
		clear(got)
		must(sumlog.AddOn(sumlog.On(background, poolOf(t, workers)), got, a, b))
		require.True(t, equal(want, got), "%d workers", workers)
	}
	sumlog.Add(a, a, b)
	require.True(t, equal(want, a), "in place")
}

type (
	count   uint16
	celsius float32
)

func TestAddOfEveryType(t *testing.T) {
	testAdd[int8](t)
	testAdd[int16](t)
	testAdd[int32](t)
	testAdd[int64](t)
	testAdd[uint8](t)
	testAdd[uint16](t)
	testAdd[uint32](t)
	testAdd[uint64](t)
	testAdd[float32](t)
	testAdd[float64](t)
	testAdd[count](t)
	testAdd[celsius](t)
}

func testAdd[T kernel.Number](t *testing.T) {
	name := fmt.Sprintf("%T", T(0))
	for _, n := range []int{0, 1, 100, 70_003} {
		a, b, want := make([]T, n), make([]T, n), make([]T, n)
		for i := range a {
			a[i], b[i] = T(i%127)/3, T(i%113)*2
			want[i] = a[i] + b[i]
		}
		got := make([]T, n)
		sumlog.Add(got, a, b)
		require.True(t, slices.Equal(want, got), name)
		clear(got)
		require.NoError(t, sumlog.AddOn(sumlog.On(t.Context(), nil), got, a, b))
		require.True(t, slices.Equal(want, got), name)
		for _, workers := range []int{1, 3} {
			p := poolOf(t, workers)
			clear(got)
			must(sumlog.AddOn(sumlog.On(background, p), got, a, b))
			require.True(t, slices.Equal(want, got), "%s, %d workers", name, workers)
			copy(got, a)
			require.NoError(t, sumlog.AddOn(sumlog.On(t.Context(), p), got, got, b))
			require.True(t, slices.Equal(want, got), "%s in place, %d workers", name, workers)
			for _, order := range []shared.Order{shared.RowMajor, shared.ColMajor} {
				testAddColumns(t, p, order, a, b, want)
			}
		}
	}
}

func testAddColumns[T kernel.Number](t *testing.T, p *dispatch.Pool, order shared.Order, a, b, want []T) {
	table, err := shared.New[T](len(a), 4, shared.WithOrder(order))
	require.NoError(t, err)
	defer table.Close()
	for i := range a {
		table.Set(i, 0, a[i])
		table.Set(i, 3, b[i])
	}
	for round, add := range []func(){
		func() { must(sumlog.AddColumnsOn(sumlog.On(background, p), table, 2, 0, 3)) },
		func() { require.NoError(t, sumlog.AddColumnsOn(sumlog.On(t.Context(), p), table, 2, 0, 3)) },
		func() { sumlog.AddColumns(table, 2, 0, 3) },
		func() { require.NoError(t, sumlog.AddColumnsOn(sumlog.On(t.Context(), nil), table, 2, 0, 3)) },
		func() { must(sumlog.AddColumnsOn(sumlog.On(background, p), table, 0, 0, 3)) },
	} {
		add()
		column := 2
		if round == 4 {
			column = 0
		}
		for i := range a {
			if table.At(i, column) != want[i] || table.At(i, 1) != 0 || table.At(i, 3) != b[i] {
				t.Fatalf("%T, %v, %d rows, round %d: row %d is %v", a, order, len(a), round, i, table.Row(i))
			}
			table.Set(i, 2, 0)
		}
	}
}

// budget is a context that ends after a number of calls of Err.
type budget struct {
	context.Context
	left atomic.Int64
}

func (c *budget) Err() error {
	if c.left.Add(-1) < 0 {
		return context.Canceled
	}
	return nil
}

// An operation begins at most one block for each poll that finds its context alive.
func TestOperationsAreCancelled(t *testing.T) {
	const n, looks = 1 << 20, 5
	x := positive(n)
	table, err := shared.From(n/4, 4, x)
	require.NoError(t, err)
	defer table.Close()
	for _, workers := range []int{1, 2, 7} {
		p := poolOf(t, workers)
		ctx := &budget{Context: t.Context()}
		ctx.left.Store(looks)
		sum, err := sumlog.On(ctx, p).SumLog(x)
		require.Equal(t, context.Canceled, err, "SumLog, %d workers", workers)
		require.Zero(t, sum)
		require.LessOrEqual(t, -ctx.left.Load(), int64(workers), "looks after the end")
		for name, op := range map[string]struct {
			most int // elements a block
			run  func(ctx context.Context, dst []float64) error
		}{
			"Log": {1 << 14, func(ctx context.Context, dst []float64) error { return sumlog.On(ctx, p).Log(dst, x) }},
			// A row has sixteen elements, and each block of rows 65 536.
			"SumLogRows": {1 << 12, func(ctx context.Context, dst []float64) error {
				return sumlog.On(ctx, p).SumLogRows(dst[:n/16], x, 16)
			}},
			"LogAccumulate": {4096, func(ctx context.Context, dst []float64) error { return sumlog.On(ctx, p).LogAccumulate(dst, x, 10) }},
			"LogAccumulateDirect": {1 << 17, func(ctx context.Context, dst []float64) error {
				return sumlog.On(ctx, p).LogAccumulateDirect(dst, x, 1)
			}},
			"Add": {1 << 16, func(ctx context.Context, dst []float64) error { return sumlog.AddOn(sumlog.On(ctx, p), dst, x, x) }},
			"AddColumns": {1 << 16, func(ctx context.Context, dst []float64) error {
				for i := range n / 4 {
					table.Set(i, 3, 0)
				}
				err := sumlog.AddColumnsOn(sumlog.On(ctx, p), table, 3, 0, 1)
				for i := range n / 4 {
					dst[i] = table.At(i, 3)
				}
				return err
			}},
		} {
			dst := make([]float64, n)
			ctx := &budget{Context: t.Context()}
			ctx.left.Store(looks)
			require.Equal(t, context.Canceled, op.run(ctx, dst), "%s, %d workers", name, workers)
			written := 0
			for _, v := range dst {
				if v != 0 {
					written++
				}
			}
			require.NotZero(t, written, "%s, %d workers", name, workers)
			require.LessOrEqual(t, written, looks*op.most, "%s, %d workers", name, workers)

			ended, cancel := context.WithCancel(t.Context())
			cancel()
			clear(dst)
			require.Equal(t, context.Canceled, op.run(ended, dst), name)
			require.True(t, slices.Equal(make([]float64, n), dst))
		}
	}
}

// Mistakes panic before any work, and name the operation and both values. In small calls
// package kernel panics, whose messages differ in their prefix.
func TestMistakesPanicBeforeAnyWork(t *testing.T) {
	p := newPool(t)
	ctx := t.Context()
	for _, n := range []int{10, 1 << 17} {
		x, y, dst, zeros := values(n), values(n-1), make([]float64, n), make([]float64, n)
		both, same := values(n+1), values(n+1)
		table, err := shared.From(n/2, 2, x)
		require.NoError(t, err)
		length := fmt.Sprintf("len(dst) = %d, len(x) = %d", n, n-1)
		lengthB := fmt.Sprintf("len(dst) = %d, len(b) = %d", n, n-1)
		overlap := fmt.Sprintf("dst begins 8 bytes from x and overlaps its %d elements in part", n)
		for _, c := range []struct {
			want string
			call func()
		}{
			{"LogAccumulate: " + length, func() { sumlog.LogAccumulate(dst, y, 3) }},
			{"LogAccumulate: " + length, func() { must(sumlog.On(background, p).LogAccumulate(dst, y, 3)) }},
			{"LogAccumulate: " + length, func() { _ = sumlog.On(ctx, p).LogAccumulate(dst, y, 3) }},
			{"LogAccumulate: terms = -3, want 0 or more", func() { sumlog.LogAccumulate(dst, x, -3) }},
			{"LogAccumulate: " + overlap, func() { sumlog.LogAccumulate(both[1:], both[:n], 3) }},
			{"LogAccumulateDirect: " + length, func() { sumlog.LogAccumulateDirect(dst, y, 1000) }},
			{"LogAccumulateDirect: terms = -3, want 0 or more", func() { must(sumlog.On(background, p).LogAccumulateDirect(dst, x, -3)) }},
			{"LogAccumulateDirect: " + overlap, func() { must(sumlog.On(background, p).LogAccumulateDirect(both[1:], both[:n], 1000)) }},
			{"LogAccumulateDirect: " + length, func() { _ = sumlog.On(ctx, nil).LogAccumulateDirect(dst, y, 3) }},
			{fmt.Sprintf("len(dst) = %d, len(a) = %d", n, n-1), func() { sumlog.Add(dst, y, x) }},
			{lengthB, func() { sumlog.Add(dst, x, y) }},
			{lengthB, func() { must(sumlog.AddOn(sumlog.On(background, p), dst, x, y)) }},
			{"Add: " + lengthB, func() { _ = sumlog.AddOn(sumlog.On(ctx, p), dst, x, y) }},
			{fmt.Sprintf("from a and overlaps its %d elements", n), func() { sumlog.Add(both[1:], both[:n], x) }},
			{fmt.Sprintf("from b and overlaps its %d elements", n), func() { sumlog.Add(both[1:], x, both[:n]) }},
			{"AddColumns: column dst = 2 of an array with 2 columns", func() { sumlog.AddColumns(table, 2, 0, 1) }},
			{"AddColumns: column x = -1 of an array with 2 columns", func() { sumlog.AddColumns(table, 0, -1, 1) }},
			{"AddColumns: column y = 7 of an array with 2 columns", func() { must(sumlog.AddColumnsOn(sumlog.On(background, p), table, 0, 1, 7)) }},
			{"AddColumns: a: nil array", func() { must(sumlog.AddColumnsOn[int8](sumlog.On(background, p), nil, 0, 0, 0)) }},
		} {
			message, _ := caught(c.call).(string)
			require.Contains(t, message, c.want, "n = %d", n)
			require.True(t, slices.Equal(zeros, dst) && slices.Equal(same, both), c.want)
		}
		require.NoError(t, table.Close())
		err, _ = caught(func() { sumlog.AddColumns(table, 0, 1, 1) }).(error)
		require.ErrorIs(t, err, shared.ErrClosed)
		require.ErrorIs(t, sumlog.AddColumnsOn(sumlog.On(ctx, nil), table, 0, 1, 1), shared.ErrClosed)
	}
}

func TestAddColumnsReleasesTheArray(t *testing.T) {
	p := newPool(t)
	table, err := shared.New[int32](100_000, 2)
	require.NoError(t, err)
	must(sumlog.AddColumnsOn(sumlog.On(background, p), table, 0, 0, 1))
	caught(func() { must(sumlog.AddColumnsOn(sumlog.On(background, p), table, 0, 0, 2)) })
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.Error(t, sumlog.AddColumnsOn(sumlog.On(ctx, nil), table, 0, 0, 1))
	require.Panics(t, table.Release, "it is not retained")
}

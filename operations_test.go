package sumlog_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"sync/atomic"
	"testing"

	"sumlog"

	"github.com/stretchr/testify/require"

	"sumlog/dispatch"
	"sumlog/internal/operations"
	"sumlog/kernel"
	"sumlog/shared"
)

// Every operation returns the bits of the kernel, by any number of workers, with and without a
// context that may end, in place and by the function.
func TestSameBitsForEveryWorkerCount(t *testing.T) {
	pools := poolsOfEveryCount(t)
	// How work is shared depends on elements times cost: what costs more needs fewer of them.
	limit := 5_000_000
	switch {
	case os.Getenv("SUMLOG_TEST_EMULATOR") != "":
		limit = 60_000 // an emulator takes fifty times as long
	case testing.Short():
		limit = 100_000
	}
	for _, o := range operations.OnCores() {
		for _, param := range append(o.Few[:len(o.Few):len(o.Few)], o.Bench[len(o.Bench)-1]) {
			for _, elements := range []int{0, 1, 9, 5000, 40_001, 100_003, 300_007} {
				a := argsOf(o, elements, param)
				n := elements
				if o.InRows() { // each costs as much as its elements
					n = elements / param
				}
				if o.CostOf(param)*n <= limit {
					requireOnCores(t, pools, o, a)
				}
			}
		}
	}
}

func poolsOfEveryCount(t *testing.T) (pools []*dispatch.Pool) {
	for _, workers := range []int{1, 2, 3, 7, 64} {
		pools = append(pools, poolOf(t, workers))
	}
	return pools
}

func requireOnCores(t *testing.T, pools []*dispatch.Pool, o *operations.Operation, a *operations.Args) {
	t.Helper()
	want := slices.Clone(a.Dst)
	o.Kernel(kernel.Best(), a.With(want))
	check := func(what string, workers int, f func(a *operations.Args) error, a *operations.Args) {
		t.Helper()
		require.NoError(t, f(a))
		if j := operations.Differing(want, a.Dst); j >= 0 {
			require.Failf(t, "different bits", "%s of %d, %s, %d workers: result %d is %x, want %x",
				o.Title(a.Param), len(a.In[0]), what, workers, j, a.Dst[j], want[j])
		}
	}
	by := func(r sumlog.Run) func(a *operations.Args) error {
		return func(a *operations.Args) error { return o.On(r, a) }
	}
	for _, p := range pools {
		workers := p.Workers()
		for range 2 {
			clear(a.Dst)
			check("without a context", workers, by(sumlog.On(background, p)), a)
		}
		clear(a.Dst)
		check("with a context", workers, by(sumlog.On(t.Context(), p)), a)
		for i := range o.Inputs {
			if o.InPlaceOf(a, i) {
				check("in place", workers, by(sumlog.On(background, p)), a.InPlace(i, make([]float64, len(a.Dst))))
			}
		}
	}
	clear(a.Dst)
	check("the function", 0, func(a *operations.Args) error { o.Root(a); return nil }, a)
	clear(a.Dst)
	check("the default pool", 0, by(sumlog.On(t.Context(), nil)), a)
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
	const elements, polls = 1 << 20, 5
	for _, workers := range []int{1, 2, 7} {
		p := poolOf(t, workers)
		for _, o := range operations.OnCores() {
			param := o.Few[len(o.Few)-1]
			if o.Shape == operations.RowResults {
				param = o.Few[0] // of a row of one they may be 0
			}
			a := argsOf(o, elements, param)
			name := fmt.Sprintf("%s, %d workers", o.Title(param), workers)
			ctx := &budget{Context: t.Context()}
			ctx.left.Store(polls)
			require.Equal(t, context.Canceled, o.On(sumlog.On(ctx, p), a), name)
			if o.Returns() {
				require.Zero(t, a.Dst[0], name)
				require.LessOrEqual(t, -ctx.left.Load(), int64(workers), "%s: polls after the end", name)
			} else {
				requireFewWritten(t, a.Dst, polls*o.Poll(param), name)
			}
			clear(a.Dst)
			ended, cancel := context.WithCancel(t.Context())
			cancel()
			require.Equal(t, context.Canceled, o.On(sumlog.On(ended, p), a), name)
			require.Equal(t, context.Canceled, o.On(sumlog.On(ended, p), argsOf(o, 100, param)), name)
			require.Negative(t, operations.Differing(make([]float64, len(a.Dst)), a.Dst), name)
		}
	}
}

func requireFewWritten(t *testing.T, dst []float64, most int, name string) {
	t.Helper()
	written := 0
	for _, v := range dst {
		if v != 0 {
			written++
		}
	}
	require.NotZero(t, written, name)
	require.LessOrEqual(t, written, most, name)
}

func TestAddColumnsIsCancelled(t *testing.T) {
	const rows, polls = 1 << 18, 5
	for _, workers := range []int{1, 2, 7} {
		table, err := shared.From(rows, 3, append(positive(3*rows-1), 1))
		require.NoError(t, err)
		for i := range rows {
			table.Set(i, 2, 0)
		}
		ctx := &budget{Context: t.Context()}
		ctx.left.Store(polls)
		require.Equal(t, context.Canceled, sumlog.AddColumnsOn(sumlog.On(ctx, poolOf(t, workers)), table, 2, 0, 1))
		dst := make([]float64, rows)
		for i := range dst {
			dst[i] = table.At(i, 2)
		}
		requireFewWritten(t, dst, polls<<15, fmt.Sprintf("%d workers", workers))
		require.NoError(t, table.Close())
	}
}

// Every operation names itself where the slices do not fit each other, on the caller's
// goroutine and before any work.
func TestEveryOperationChecks(t *testing.T) {
	for _, o := range operations.OnCores() {
		for _, elements := range []int{33, 1 << 17} {
			param := o.Few[0]
			a := argsOf(o, elements, param)
			for i := range o.Inputs {
				if o.Returns() && o.Inputs == 1 {
					continue // nothing to fit
				}
				short, overlapping := a.With(a.Dst), a.With(nil)
				short.In[i] = a.In[i][1:]
				requireMistake(t, o, "len(", short)
				if !o.Returns() {
					whole := make([]float64, len(a.In[i])+1)
					overlapping.Dst, overlapping.In[i] = whole[1:len(a.Dst)+1], whole[:len(a.In[i])]
					requireMistake(t, o, "overlap", overlapping)
					require.Negative(t, operations.Differing(make([]float64, len(whole)), whole), o.Name)
				}
			}
			require.Negative(t, operations.Differing(make([]float64, len(a.Dst)), a.Dst), o.Name)
		}
	}
}

func requireMistake(t *testing.T, o *operations.Operation, want string, a *operations.Args) {
	t.Helper()
	for _, f := range []func(){
		func() { o.Root(a) },
		func() { must(o.On(sumlog.On(background, nil), a)) },
		func() { must(o.On(sumlog.On(t.Context(), nil), a)) },
	} {
		message, _ := caught(f).(string)
		require.Contains(t, message, o.Name+": ") // package kernel panics for small calls
		require.Contains(t, message, want, o.Name)
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
			{"LogAccumulate: terms = -3, want 0 or more", func() { sumlog.LogAccumulate(dst, x, -3) }},
			{"LogAccumulateDirect: terms = -3, want 0 or more", func() { must(sumlog.On(background, p).LogAccumulateDirect(dst, x, -3)) }},
			{"LogAccumulateDirect: " + length, func() { sumlog.LogAccumulateDirect(dst, y, 1000) }},
			{"LogAccumulateDirect: " + overlap, func() { must(sumlog.On(background, p).LogAccumulateDirect(both[1:], both[:n], 1000)) }},
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

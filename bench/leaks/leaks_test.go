// Package leaks holds the test that the library leaves no goroutines behind, by the
// tool that its users have for it. It is here because the library itself depends on
// nothing that it does not need.
package leaks

import (
	"context"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"sumlog"
	"sumlog/dispatch"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestPoolsLeaveNoGoroutines(t *testing.T) {
	x := make([]float64, 1<<20)
	for i := range x {
		x[i] = 1.5
	}
	goleak.VerifyNone(t)
	sumlog.LogAccumulate(x, x, 1000)
	p, err := dispatch.NewPool()
	require.NoError(t, err)
	p.For(100, 1, func(int, int) {})
	require.NoError(t, sumlog.On(t.Context(), p).Log(x, x))
	nothing := func(context.Context) (int, error) { return 0, nil }
	_, err = dispatch.Async(t.Context(), p, nothing).Get(t.Context())
	require.NoError(t, err)
	if p.Workers() > 1 {
		require.Error(t, goleak.Find(), "open pools are seen")
	}
	require.NoError(t, p.Close())
	require.NoError(t, dispatch.Default().Close())
	goleak.VerifyNone(t)
}

// A bubble ends: operations in it start no workers.
func TestBubble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		x := make([]float64, 1<<20)
		sumlog.LogAccumulate(x, x, 1000)
	})
	require.NoError(t, dispatch.Default().Close())
}

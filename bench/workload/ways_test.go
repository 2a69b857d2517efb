package workload

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sumlog/bench/python"
	"sumlog/kernel"
)

func newSetting(t *testing.T) Setting {
	isas := kernel.Supported()
	pools, err := NewPools(1, isas)
	require.NoError(t, err)
	t.Cleanup(func() {
		for _, pool := range pools {
			assert.NoError(t, pool.One.Close())
			assert.NoError(t, pool.All.Close())
		}
	})
	return Setting{Workers: 1, ISAs: isas, Pools: pools, GoCap: time.Second, PythonCap: time.Second}
}

// goEvery does every way that is not absent, and asks that its results are right.
func goEvery(t *testing.T, ways []*Way, sizes ...int) {
	t.Helper()
	names := map[string]bool{}
	for _, way := range ways {
		assert.False(t, names[way.Name], "%s twice", way.Name)
		names[way.Name] = true
		if way.Absent != "" {
			t.Logf("%s: %s", way.Name, way.Absent)
			continue
		}
		for _, n := range sizes {
			_, err := way.Run(t.Context(), n)
			require.NoError(t, err, "%s of %d", way.Name, n)
			way.Check(n)
			assert.Empty(t, way.Verdict.Problems, "%s of %d", way.Name, n)
		}
		assert.Equal(t, sizes[len(sizes)-1], way.Verdict.Compared, way.Name)
		assert.Positive(t, way.Verdict.Sampled, way.Name)
	}
}

func TestAccumulateWays(t *testing.T) {
	for _, terms := range []int{0, 1, 2, 50} {
		a := NewAccumulate(301, terms, 100)
		goEvery(t, a.Ways(newSetting(t)), 0, 1, 40, 301)
	}
}

func TestTableWays(t *testing.T) {
	table := NewTable(301, 100)
	goEvery(t, table.Ways(newSetting(t)), 0, 1, 40, 301)
	require.NoError(t, table.Close())
}

// TestPythonWays compares Python's answers with Go's.
func TestPythonWays(t *testing.T) {
	found, err := python.Find(t.Context())
	if err != nil {
		t.Skip(err)
	}
	a, table := NewAccumulate(37, 50, 37), NewTable(41, 41)
	s := newSetting(t)
	s.Python, err = python.Start(t.Context(), found, a.X, table.Cells)
	require.NoError(t, err)
	defer func() {
		assert.NoError(t, s.Python.Close())
		assert.NoError(t, table.Close())
	}()
	for _, s.Workers = range []int{2, 3} {
		goEvery(t, a.Ways(s)[:6], 0, 1, 37)
		goEvery(t, table.Ways(s)[:5], 0, 1, 41)
	}

	// The same libm function in the same order: bits may differ from Go's in the
	// last places only.
	loop := a.pythonWays(s)[0]
	_, err = loop.Run(t.Context(), 37)
	require.NoError(t, err)
	want := make([]float64, 37)
	Loop(want, a.X, 50)
	assert.InDeltaSlice(t, want, a.sums, 1e-11)
}

func TestObjectsAreTheSameInEveryRun(t *testing.T) {
	a, b := NewAccumulate(100, 1, 1), NewAccumulate(200, 1, 1)
	assert.Equal(t, a.X, b.X[:100])
	for _, x := range b.X {
		assert.GreaterOrEqual(t, x, 0.0)
		assert.Less(t, x, 1000.0)
	}
}

func TestMissingPythonHasRowsWithItsReason(t *testing.T) {
	s := newSetting(t)
	s.NoPython = "nowhere to be found"
	var absent int
	for _, way := range append(NewAccumulate(1, 1, 1).Ways(s), NewTable(1, 1).Ways(s)...) {
		if way.Absent != "" {
			assert.Equal(t, "nowhere to be found", way.Absent)
			assert.Contains(t, way.Name, "/python/")
			absent++
		}
	}
	assert.Equal(t, 11, absent)
}

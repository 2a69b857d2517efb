package cases

import (
	"context"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sumlog/bench/measure"
	"sumlog/bench/peer"
	"sumlog/kernel"
)

// setUp starts the peers that are chosen.
func setUp(t *testing.T, workers int, chosen ...string) *Suite {
	m, err := peer.NewMemory(256 << 20)
	require.NoError(t, err)
	p, err := peer.Start(t.Context(), m, chosen, workers)
	require.NoError(t, err)
	s := &Suite{
		ISAs: kernel.Supported(), Best: kernel.Best(), Workers: workers, Peers: p, Bytes: 1 << 20,
		Quick: true, Sample: 40, Share: 20,
	}
	t.Cleanup(func() {
		assert.NoError(t, s.err)
		assert.NoError(t, s.Close())
	})
	s.Start()
	return s
}

// doEvery does every variant that is not skipped, on several sizes, and asks that its results
// are right.
func doEvery(t *testing.T, c *measure.Case, sizes ...int) (skipped int) {
	names := map[string]bool{}
	for _, v := range c.Variants {
		assert.False(t, names[v.Name], "%s twice", v.Name)
		names[v.Name] = true
		if v.Skipped != "" {
			t.Logf("%s: %s", v.Name, v.Skipped)
			skipped++
			continue
		}
		for _, n := range sizes {
			_, err := v.Run(t.Context(), n, 2)
			require.NoError(t, err, "%s of %d", v.Name, n)
			v.Check(n)
		}
		assert.Empty(t, v.Problems, v.Name)
		require.NotNil(t, v.Error, v.Name)
		assert.Equal(t, sizes[len(sizes)-1], v.Error.Compared, v.Name)
		assert.Positive(t, v.Error.Count, v.Name)
	}
	return skipped
}

func TestWorkloads(t *testing.T) {
	s := setUp(t, 2, "python")
	for _, terms := range []int{0, 1, 50} {
		doEvery(t, s.Accumulate(301, terms), 0, 1, 40, 301)
	}
	doEvery(t, s.Table(301), 0, 1, 40, 301)
}

func TestMissingPythonHasRowsWithItsReason(t *testing.T) {
	s := setUp(t, 1)
	assert.Equal(t, 11, doEvery(t, s.Accumulate(1, 1), 1)+doEvery(t, s.Table(1), 1))
}

func TestCheckerFindsWhatIsWrong(t *testing.T) {
	x := make([]float64, 50)
	for i := range x {
		x[i] = 20 * float64(i)
	}
	verdict := func(sample int, limit bound, sums []float64) *measure.Variant {
		v := &measure.Variant{Name: "other"}
		c := sumsChecker(x, 1000, sample)
		c.verify(v, Constant, limit, sums)
		return v
	}
	right := make([]float64, 50)
	kernel.LogAccumulate(kernel.Generic, right, x, 1000)
	v := verdict(50, bound{1, false}, right)
	assert.Empty(t, v.Problems)
	assert.Equal(t, 50, v.Error.Count)
	assert.LessOrEqual(t, v.Error.Worst, 1.0)

	changed := slices.Clone(right)
	changed[17] = math.Nextafter(changed[17], 0)
	v = verdict(50, bound{3, false}, changed)
	require.Len(t, v.Problems, 1)
	assert.Contains(t, v.Problems[0], "1 of 50 results have other bits than those of "+
		"kernel.LogAccumulate on generic: item 17")

	for i := range changed {
		changed[i] = math.Nextafter(math.Nextafter(right[i], 0), 0)
	}
	assert.Contains(t, verdict(50, bound{1, false}, changed).Problems[1], "where 1 are allowed")
	for _, bad := range []float64{math.NaN(), 0, right[49] * (1 + 1e-9)} {
		changed = slices.Clone(right)
		changed[49] = bad
		v = verdict(1, bound{1, false}, changed)
		require.Len(t, v.Problems, 2, "%v", bad)
		assert.Contains(t, v.Problems[1], "1 of 50 results are wrong: item 49")
	}
}

func TestTrialsFindWrongResults(t *testing.T) {
	suite := setUp(t, 1)
	trials := suite.trials(specOf("Log"))
	errorsOf := func(f func(x float64) float64) *measure.Error {
		e, err := checkTrials(context.Background(), inGo(func(d data) {
			for i, x := range d.a {
				d.out[i] = f(x)
			}
		}), trials)
		require.NoError(t, err)
		return e
	}
	right := errorsOf(math.Log)
	assert.Less(t, right.Worst, 1.0)
	assert.Equal(t, 300, right.Count)
	assert.Greater(t, errorsOf(func(x float64) float64 { return math.Log(x) * (1 + 0x1p-49) }).Worst,
		7.0)
	idle, err := checkTrials(context.Background(), inGo(func(data) {}), trials)
	require.NoError(t, err)
	assert.Equal(t, 300, idle.Wrong, "what was there before does not count")
}

// TestLargeArraysRepeatWhatWasDrawn looks for numbers that were not filled in.
func TestLargeArraysRepeatWhatWasDrawn(t *testing.T) {
	for _, n := range []int{0, 5, 2*distinct + 7} {
		list := make([]float64, n)
		uniform(data{a: list}, 0.5, 2)
		for i, x := range list {
			if x < 0.5 || x >= 2 || i >= distinct && x != list[i-distinct] {
				t.Fatalf("%d of %d is %v", i, n, x)
			}
		}
	}
}

func TestSizesAndParts(t *testing.T) {
	s := &Suite{Bytes: 128 << 20}
	assert.Equal(t, []int{4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 5592384},
		s.sizes(24, 0))
	for _, n := range s.sizes(8, 8) {
		assert.Zero(t, n%8, "whole rows")
	}
	s.Quick = true
	assert.Equal(t, []int{4, 1024, 65536, 5592384}, s.sizes(24, 0))
	end := 0
	for _, p := range cut(100_000, 3) {
		assert.Equal(t, end, p.Lo)
		assert.Zero(t, p.Len()%alignment)
		end = p.Hi
	}
	assert.Equal(t, 100_000, end)
	assert.Equal(t, []int{1}, WorkerCounts(1))
	assert.Equal(t, []int{1, 2, 4, 6}, WorkerCounts(6))
	s.Last = 32 << 20
	assert.Equal(t, "from memory", s.place(64<<20))
	assert.Equal(t, "partly from memory", s.place(48<<20))
	assert.Equal(t, "in the caches", s.place(16<<20))
}

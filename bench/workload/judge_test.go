package workload

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"sumlog/kernel"
)

func verdict(a *Accumulate, way string, limit bound, sums []float64) Verdict {
	var v Verdict
	a.judge.hear(way, "test", limit, sums, &v)
	return v
}

func TestJudgeFindsWhatIsWrong(t *testing.T) {
	a := NewAccumulate(50, 1000, 50)
	right := make([]float64, 50)
	kernel.LogAccumulate(kernel.Generic, right, a.X, 1000)
	v := verdict(a, "first", bound{real, 1}, right)
	assert.Empty(t, v.Problems)
	assert.Equal(t, 50, v.Compared)
	assert.Equal(t, 50, v.Sampled)
	assert.Positive(t, v.ULP)
	assert.LessOrEqual(t, v.ULP, 1.0)

	changed := slices.Clone(right)
	changed[17] = math.Nextafter(changed[17], 0)
	v = verdict(a, "one bit", bound{real, 3}, changed)
	assert.Len(t, v.Problems, 1)
	assert.Contains(t, v.Problems[0], "1 of 50 results have other bits than those of first: item 17")

	changed = slices.Clone(right)
	for i := range changed {
		changed[i] = math.Nextafter(math.Nextafter(changed[i], 0), 0)
	}
	v = verdict(NewAccumulate(50, 1000, 50), "two units", bound{real, 1}, changed)
	assert.Len(t, v.Problems, 1)
	assert.Contains(t, v.Problems[0], "where 1 are allowed")

	for _, bad := range []float64{math.NaN(), 0, right[49] * (1 + 1e-9)} {
		changed = slices.Clone(right)
		changed[49] = bad
		v = verdict(NewAccumulate(50, 1000, 1), "far off", bound{real, 1}, changed)
		assert.Len(t, v.Problems, 1, "%v", bad)
		assert.Contains(t, v.Problems[0], "1 of 50 results are wrong: item 49")
	}
}

func TestJudgeAllowsTheLoopWhatFloat64CostsIt(t *testing.T) {
	a := NewAccumulate(2000, 1, 2000)
	sums := make([]float64, 2000)
	Loop(sums, a.X, 1)
	v := verdict(a, "loop", a.loose(), sums)
	assert.Empty(t, v.Problems)
	assert.GreaterOrEqual(t, v.ULP, v.RoundedULP, "1+x loses bits that the closed form keeps")
}

func TestJudgeComparesTheTableExactly(t *testing.T) {
	table := NewTable(10, 10)
	sums := make([]float64, 10)
	for i := range sums {
		sums[i] = table.Cells[3*i] + table.Cells[3*i+1]
	}
	var v Verdict
	table.judge.hear("right", "table", bound{real, 0.5}, sums, &v)
	assert.Empty(t, v.Problems)
	sums[3] = math.Nextafter(sums[3], 0)
	table.judge.hear("wrong", "table", bound{real, 0.5}, sums, &v)
	assert.Len(t, v.Problems, 2)
}

package sweep

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sumlog/bench/machine"
	"sumlog/bench/measure"
	"sumlog/bench/probe"
)

func kneeOf(rates ...float64) *Knee {
	k := &Knee{}
	for i, r := range rates {
		k.Points = append(k.Points, KneePoint{Bytes: 1 << (20 + i), Rate: measure.Stats{Max: r}})
	}
	k.find()
	return k
}

func TestKneeIsFound(t *testing.T) {
	k := kneeOf(30, 30, 29, 28, 12, 10, 10)
	assert.Equal(t, 8<<20, k.Bytes)
	assert.False(t, k.Falling)
	assert.Zero(t, kneeOf(30, 30, 29, 28, 27, 27, 26).Bytes, "all of one level")
	assert.True(t, kneeOf(30, 30, 30, 30, 30, 30, 12).Falling, "the cache may be larger still")
	assert.Equal(t, 32<<20, kneeOf(30, 30, 30, 30, 30, 30, 12).Bytes)
	assert.Zero(t, kneeOf(30, 10).Bytes, "too few")
	assert.Zero(t, kneeOf().Bytes)
}

func TestKneeSizes(t *testing.T) {
	caches := []machine.Cache{{Level: 1, Bytes: 32 << 10}, {Level: 2, Bytes: 1 << 20}}
	assert.Equal(t, []int{2 << 20, 4 << 20, 8 << 20, 16 << 20, 32 << 20, 64 << 20, 128 << 20}, KneeSizes(caches, 32<<20, 128<<20),
		"a last level that is assumed")
	assert.Equal(t, []int{64 << 10, 128 << 10, 256 << 10, 512 << 10, 1 << 20, 2 << 20, 4 << 20}, KneeSizes(caches, 1<<20, 4<<20),
		"the second level is the last")
	assert.Empty(t, KneeSizes(caches, 32<<20, 1<<20))
}

func TestKneeIsMeasuredAtEachSize(t *testing.T) {
	levels := probe.Levels(nil, 0, 1<<20)
	reads := probe.Reads([]int{1 << 16, 1 << 17}, make([]float64, probe.Space(levels)))
	k, err := MeasureKnee(t.Context(), reads, 2, time.Microsecond)
	require.NoError(t, err)
	require.Len(t, k.Points, 2)
	for i, p := range k.Points {
		assert.Equal(t, 1<<(16+i), p.Bytes)
		assert.Len(t, p.Samples, 2)
		assert.Positive(t, p.Rate.Min)
	}
}

// TestPlaceIsThatOfTheArrays calls memory only what no cache holds half of.
func TestPlaceIsThatOfTheArrays(t *testing.T) {
	for _, c := range []struct {
		bytes, last int
		want        string
	}{
		{128 << 20, 32 << 20, "from memory"},
		{64 << 20, 32 << 20, "from memory"},
		{48 << 20, 32 << 20, "partly from memory"},
		{16 << 20, 32 << 20, "in the caches"},
	} {
		assert.Equal(t, c.want, Arrays{last: c.last}.place(c.bytes))
	}
}

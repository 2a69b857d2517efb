package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTimesAreComparedRoundByRound(t *testing.T) {
	ours, peer := &way{name: "ours"}, &way{name: "peer"}
	// The machine is four times as slow in the second round: for both.
	times := map[*way][]float64{ours: {1, 4, 2}, peer: {3, 12, 8}}
	rows := judge([]row{{name: "row", unit: "call", ours: ours, against: []comparison{
		beside(timesAsFast(3.5), peer), beside(atMost(2)),
	}}}, times)
	require.Len(t, rows, 1)
	assert.Equal(t, 2.0, rows[0].Time.Median)
	c := rows[0].Comparisons
	require.Len(t, c, 2)
	assert.Equal(t, 8.0, c[0].Time.Median)
	assert.Equal(t, 3.0, c[0].Value.Median, "of 3, 3 and 4, and not 8 / 2")
	assert.InDelta(t, 3.8, c[0].Value.High, 1e-12)
	assert.False(t, *c[0].Holds)
	assert.Empty(t, c[0].Tried)
	assert.Nil(t, c[1].Time)
	assert.Equal(t, 2.0, c[1].Value.Median)
	assert.True(t, *c[1].Holds)
}

func TestTheFastestPeerCounts(t *testing.T) {
	ours, slow, fast := &way{name: "ours"}, &way{name: "slow"}, &way{name: "fast"}
	times := map[*way][]float64{ours: {2, 2, 2}, slow: {3, 1, 3}, fast: {2, 2, 9}}
	c := beside(aim{kind: faster}, slow, fast).judge(times[ours], times)
	assert.Equal(t, "fast", c.Peer)
	assert.Equal(t, 1.0, c.Value.Median)
	assert.Nil(t, c.Holds, "no aim")
	require.Len(t, c.Tried, 2)
	assert.Equal(t, "slow", c.Tried[0].Name)
	assert.Equal(t, 3.0, c.Tried[0].Time.Median)
}

func TestAbsentPeers(t *testing.T) {
	ours, peer := &way{name: "ours"}, &way{name: "peer", absent: "no C compiler"}
	c := beside(timesAsFast(2), peer, peer).judge([]float64{1}, nil)
	assert.Equal(t, "no C compiler", c.Absent)
	assert.Nil(t, c.Value)
	assert.Nil(t, c.Holds)
	assert.Equal(t, []*way{ours}, ways([]row{{ours: ours, against: []comparison{beside(aim{}, peer)}}}))
}

func TestASharedPeerIsMeasuredOnce(t *testing.T) {
	a, b, peer := &way{name: "a"}, &way{name: "b"}, &way{name: "peer"}
	rows := []row{
		{ours: a, against: []comparison{beside(aim{}, peer)}},
		{ours: b, against: []comparison{beside(aim{}, peer, a)}},
	}
	assert.Equal(t, []*way{a, peer, b}, ways(rows))
}

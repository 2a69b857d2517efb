package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestAims(t *testing.T) {
	for _, c := range []struct {
		aim        aim
		ours, peer float64
		value      float64
		holds      bool
		text       string
	}{
		{atMost(0.22), 0.2, 0, 0.2, true, "at most 0.22 ns"},
		{atMost(0.22), 0.3, 0, 0.3, false, "at most 0.22 ns"},
		{timesAsFast(8), 1, 9, 9, true, "at least 8 × as fast"},
		{timesAsFast(8), 1, 7, 7, false, "at least 8 × as fast"},
		{timesAsLong(1.5), 3, 2, 1.5, true, "at most 1.5 × as long"},
		{timesAsLong(1.5), 4, 2, 2, false, "at most 1.5 × as long"},
		{atMostMore(15), 40, 30, 10, true, "at most 15 ns more"},
		{atMostMore(15), 50, 30, 20, false, "at most 15 ns more"},
		{atMostMore(15), 20, 30, -10, true, "at most 15 ns more"},
	} {
		value := c.aim.value(c.ours, c.peer)
		assert.Equal(t, c.value, value, "%v", c.aim)
		assert.Equal(t, c.holds, c.aim.holds(value), "%v of %v", c.aim, value)
		assert.Equal(t, c.text, c.aim.String())
	}
	assert.Empty(t, aim{kind: faster}.String(), "no bound is no aim")
}

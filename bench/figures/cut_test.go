package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCutKeepsGranules(t *testing.T) {
	parts := cut(100_000, 3)
	require.Len(t, parts, 3)
	end := 0
	for _, p := range parts {
		assert.Equal(t, end, p.Lo)
		assert.Zero(t, p.Len()%granule)
		assert.InDelta(t, 33_333, p.Len(), granule)
		end = p.Hi
	}
	assert.Equal(t, 100_000, end)
}

package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSession(t *testing.T) {
	m := &memory{all: make([]float64, 4*page)}
	a, b := m.floats(10), m.floats(page+1)
	out := m.floats(1)
	var asked bytes.Buffer
	s, err := newSession(&asked, strings.NewReader("sum other\n1000 2234\nno function x\n"))
	require.NoError(t, err)
	assert.True(t, s.has("sum"))
	assert.False(t, s.has("su"))

	require.NoError(t, s.send(m, request{name: "sum", out: out, a: a[2:], b: b, n: 7}, 3))
	assert.Equal(t, "run sum 1536 2 512 7 3\n", asked.String())
	took, err := s.receive()
	require.NoError(t, err)
	assert.Equal(t, span{1000, 2234}, took)
	_, err = s.receive()
	assert.EqualError(t, err, `the peer in C answered "no function x\n"`)
	_, err = s.receive()
	assert.EqualError(t, err, "the peer in C stopped: EOF")

	_, err = newSession(&asked, strings.NewReader(""))
	assert.ErrorContains(t, err, "did not start")
}

func TestProcessesThatRunTogetherTakeFromTheFirstToTheLast(t *testing.T) {
	assert.Equal(t, 5*time.Nanosecond, together([]span{{10, 15}}))
	assert.Equal(t, 9*time.Nanosecond, together([]span{{12, 15}, {10, 14}, {13, 19}}))
}

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

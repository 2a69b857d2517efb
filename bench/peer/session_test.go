package peer

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSession(t *testing.T) {
	m := &Memory{all: make([]float64, 4*page)}
	a, b := m.Floats(10), m.Floats(page+1)
	out := m.Floats(1)
	var asked bytes.Buffer
	s, err := newSession("C", &asked, strings.NewReader("sum other\n1000 2234\nno function x\n"))
	require.NoError(t, err)
	assert.True(t, s.Has("sum"))
	assert.False(t, s.Has("su"))

	require.NoError(t, s.Send(m, Request{Name: "sum", Out: out, A: a[2:], B: b, N: 7}, 3))
	assert.Equal(t, "run sum 1536 2 512 7 3\n", asked.String())
	took, err := s.Receive()
	require.NoError(t, err)
	assert.Equal(t, Span{1000, 2234}, took)
	_, err = s.Receive()
	assert.EqualError(t, err, `the peer in C answered "no function x\n"`)
	_, err = s.Receive()
	assert.EqualError(t, err, "the peer in C stopped: EOF")

	_, err = newSession("C", &asked, strings.NewReader(""))
	assert.ErrorContains(t, err, "did not start")
}

func TestProcessesThatRunTogetherTakeFromTheFirstToTheLast(t *testing.T) {
	assert.Equal(t, 5*time.Nanosecond, Together([]Span{{10, 15}}))
	assert.Equal(t, 9*time.Nanosecond, Together([]Span{{12, 15}, {10, 14}, {13, 19}}))
}

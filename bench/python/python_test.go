package python

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func newSession(t *testing.T, ctx context.Context) *Session {
	found, err := Find(t.Context())
	if err != nil {
		t.Skip(err)
	}
	t.Setenv("TMPDIR", t.TempDir())
	s, err := Start(ctx, found, []float64{0, 1, 2}, []float64{1, 2, 0, 3, 4, 0})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, s.Close()) })
	return s
}

func TestFindTakesWhatTheVariableNames(t *testing.T) {
	t.Setenv(Variable, filepath.Join(t.TempDir(), "python3"))
	_, err := Find(t.Context())
	assert.ErrorContains(t, err, Variable+"=")
	assert.ErrorIs(t, err, os.ErrNotExist)
}

func TestFindRefusesWhatIsNoPython(t *testing.T) {
	fake := filepath.Join(t.TempDir(), "python3")
	require.NoError(t, os.WriteFile(fake, []byte("#!/bin/sh\necho hello\n"), 0o700))
	t.Setenv(Variable, fake)
	_, err := Find(t.Context())
	assert.ErrorContains(t, err, Variable+"="+fake)
}

func TestSessionAnswers(t *testing.T) {
	s := newSession(t, t.Context())
	assert.NotEmpty(t, s.Version)
	assert.NotEmpty(t, s.Interpreter.Start)

	_, err := s.Run(t.Context(), Request{Way: "table/loop", Items: 2, Workers: 1})
	require.NoError(t, err)
	out := make([]float64, 2)
	require.NoError(t, s.Output(out))
	assert.Equal(t, []float64{3, 7}, out)
	assert.ErrorContains(t, s.Output(make([]float64, 3)), "16 bytes, want 24")
}

func TestSessionSurvivesAnErrorInPython(t *testing.T) {
	s := newSession(t, t.Context())
	_, err := s.Run(t.Context(), Request{Way: "no such way"})
	assert.EqualError(t, err, "KeyError: 'no such way'")
	_, err = s.Run(t.Context(), Request{Way: "accumulate/process", Items: 3, Terms: 2, Workers: 2})
	assert.NoError(t, err)
}

func TestCancelKillsEvenALongWay(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	s := newSession(t, ctx)
	directory := s.directory
	asked := errors.New("asked to stop")
	time.AfterFunc(100*time.Millisecond, func() { cancel(asked) })
	// Minutes, if nobody stopped it.
	_, err := s.Run(ctx, Request{Way: "accumulate/apply_async", Items: 3, Terms: 2_000_000_000, Workers: 2})
	assert.ErrorIs(t, err, asked)
	_, err = s.Run(t.Context(), Request{Way: "table/loop", Items: 2, Workers: 1})
	assert.ErrorIs(t, err, asked, "what would be answered now belongs to nobody")
	require.NoError(t, s.Close())
	assert.NoDirExists(t, directory)
}

func TestTailKeepsTheEnd(t *testing.T) {
	var complaint tail
	for range 1000 {
		_, err := complaint.Write([]byte("0123456789\n"))
		require.NoError(t, err)
	}
	assert.Len(t, complaint.String(), 4096)
	assert.Equal(t, "0123456789", lastLine(complaint.String()))
}

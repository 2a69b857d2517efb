package peer

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// session talks to a peer: a line with a request, a line with when it was done.
type session struct {
	language string
	to       io.Writer
	from     *bufio.Reader
	names    []string // of what can be requested
}

// Request is a function of the peer, and what it is called with.
type Request struct {
	Name      string
	Out, A, B []float64
	N         int
}

// newSession hears the names with which a peer begins.
func newSession(language string, to io.Writer, from io.Reader) (*session, error) {
	s := &session{language: language, to: to, from: bufio.NewReader(from)}
	line, err := s.from.ReadString('\n')
	if err != nil {
		return nil, fmt.Errorf("the peer in %s did not start: %w", language, err)
	}
	s.names = strings.Fields(line)
	return s, nil
}

// Has reports whether the peer has a function.
func (s *session) Has(name string) bool { return slices.Contains(s.names, name) }

// Send asks for calls of a function, without waiting for them.
func (s *session) Send(m *Memory, r Request, calls int) error {
	_, err := fmt.Fprintf(s.to, "run %s %d %d %d %d %d\n", r.Name, m.offset(r.Out), m.offset(r.A), m.offset(r.B), r.N, calls)
	return err
}

// Span is when something began and ended, in nanoseconds.
type Span struct{ begun, ended int64 }

// Receive waits for what was asked for.
func (s *session) Receive() (Span, error) {
	line, err := s.from.ReadString('\n')
	if err != nil {
		return Span{}, fmt.Errorf("the peer in %s stopped: %w", s.language, err)
	}
	var t Span
	if _, err := fmt.Sscanf(line, "%d %d\n", &t.begun, &t.ended); err != nil {
		return Span{}, fmt.Errorf("the peer in %s answered %q", s.language, line)
	}
	return t, nil
}

// Run asks for calls and waits for them.
func (s *session) Run(m *Memory, r Request, calls int) (time.Duration, error) {
	if err := s.Send(m, r, calls); err != nil {
		return 0, err
	}
	span, err := s.Receive()
	return Together([]Span{span}), err
}

// Together is from the first beginning to the last end: who begins late had the
// machine for himself meanwhile, or has it in the end.
func Together(spans []Span) time.Duration {
	whole := spans[0]
	for _, s := range spans[1:] {
		whole.begun, whole.ended = min(whole.begun, s.begun), max(whole.ended, s.ended)
	}
	return time.Duration(whole.ended - whole.begun)
}

// Words are all that the peer said of itself: the functions it has, and the versions.
func (s *session) Words() []string { return s.names }

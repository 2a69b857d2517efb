package main

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
	to    io.Writer
	from  *bufio.Reader
	names []string // of what can be requested
}

// request is a function of the peer, and what it is called with.
type request struct {
	name      string
	out, a, b []float64
	n         int
}

// newSession hears the names with which a peer begins.
func newSession(to io.Writer, from io.Reader) (*session, error) {
	s := &session{to: to, from: bufio.NewReader(from)}
	line, err := s.from.ReadString('\n')
	if err != nil {
		return nil, fmt.Errorf("the peer in C did not start: %w", err)
	}
	s.names = strings.Fields(line)
	return s, nil
}

func (s *session) has(name string) bool { return slices.Contains(s.names, name) }

func (s *session) send(m *memory, r request, calls int) error {
	_, err := fmt.Fprintf(s.to, "run %s %d %d %d %d %d\n", r.name, m.offset(r.out), m.offset(r.a), m.offset(r.b), r.n, calls)
	return err
}

// span is when something began and ended, in nanoseconds.
type span struct{ begun, ended int64 }

func (s *session) receive() (span, error) {
	line, err := s.from.ReadString('\n')
	if err != nil {
		return span{}, fmt.Errorf("the peer in C stopped: %w", err)
	}
	var t span
	if _, err := fmt.Sscanf(line, "%d %d\n", &t.begun, &t.ended); err != nil {
		return span{}, fmt.Errorf("the peer in C answered %q", line)
	}
	return t, nil
}

// together is from the first beginning to the last end: who begins late had the
// machine for himself meanwhile, or has it in the end.
func together(spans []span) time.Duration {
	whole := spans[0]
	for _, s := range spans[1:] {
		whole.begun, whole.ended = min(whole.begun, s.begun), max(whole.ended, s.ended)
	}
	return time.Duration(whole.ended - whole.begun)
}

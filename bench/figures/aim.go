package main

import "fmt"

// aim is how a time is compared, with another one or with a fixed bound, and what the
// project wants of it. A bound of 0 is no aim: only the comparison is of interest.
type aim struct {
	kind  kind
	bound float64
}

type kind int

const (
	absolute kind = iota // nanoseconds a unit
	faster               // times as fast as the peer
	longer               // times as long as the peer takes
	extra                // nanoseconds more than the peer
)

func atMost(ns float64) aim         { return aim{absolute, ns} }
func timesAsFast(least float64) aim { return aim{faster, least} }
func timesAsLong(most float64) aim  { return aim{longer, most} }
func atMostMore(ns float64) aim     { return aim{extra, ns} }

// value compares two times. The peer's is none where the kind is absolute.
func (a aim) value(ours, peer float64) float64 {
	switch a.kind {
	case faster:
		return peer / ours
	case longer:
		return ours / peer
	case extra:
		return ours - peer
	default:
		return ours
	}
}

// holds reports whether a value meets the aim.
func (a aim) holds(value float64) bool {
	if a.kind == faster {
		return value >= a.bound
	}
	return value <= a.bound
}

// String is the aim as the table shows it.
func (a aim) String() string {
	if a.bound == 0 {
		return ""
	}
	return fmt.Sprintf([]string{
		absolute: "at most %g ns",
		faster:   "at least %g × as fast",
		longer:   "at most %g × as long",
		extra:    "at most %g ns more",
	}[a.kind], a.bound)
}

// MarshalText names the kind in the JSON.
func (k kind) MarshalText() ([]byte, error) {
	return []byte([]string{"ns", "times as fast", "times as long", "ns more"}[k]), nil
}

// Package workload holds the two jobs that the comparison program measures, each
// in every way it is done: sums of logarithms over many objects, and a sum of two
// columns of a table. Every way's results are compared with exact arithmetic and
// with those of the others.
package workload

import (
	"context"
	"time"

	"sumlog/bench/measure"
	"sumlog/bench/python"
	"sumlog/kernel"
)

// Role tells the ways that others are compared with.
type Role string

// The loops that everybody would write.
const (
	GoLoop     Role = "go"
	PythonLoop Role = "python"
)

// Way is one way of doing a workload.
type Way struct {
	measure.Subject
	Group   string // the heading it stands under
	Label   string // what tells it from the others of its group
	Workers int
	Role    Role
	ISA     string // of sumlog's kernels, "" elsewhere
	Method  Method
	// Absent says why the way cannot be gone here, if so.
	Absent  string
	Verdict Verdict
}

// Method names what a way computes, for those who look for the best one of a kind.
type Method string

// The methods of both workloads.
const (
	Literal  Method = "literal"  // one logarithm a term
	Constant Method = "constant" // in constant time
	InPlace  Method = "inplace"  // on the shared table
	Copied   Method = "copied"   // on copies of the rows, and back
)

// What an item takes of memory: inputs and results here, and the same in Python,
// where a number is an object of its own.
const (
	BytesAnObject = 200
	BytesARow     = 300
)

// Setting is what the ways of a workload are made for.
type Setting struct {
	Workers int // all of them, where a way is not for one
	ISAs    []kernel.ISA
	Pools   Pools
	// Python answers for the Python ways, unless NoPython says why it cannot. Where
	// both are missing there are no Python ways.
	Python   *python.Session
	NoPython string
	// GoCap and PythonCap are the longest repetitions wanted.
	GoCap, PythonCap time.Duration
}

// timed makes the Run of a way from what it does before the clock starts and
// what it does then.
func timed(before func(n int) error, f func(ctx context.Context, n int) error) func(context.Context, int) (time.Duration, error) {
	return func(ctx context.Context, n int) (time.Duration, error) {
		if err := before(n); err != nil {
			return 0, err
		}
		start := time.Now()
		err := f(ctx, n)
		return time.Since(start), err
	}
}

// heading names the interpreter over its ways.
func (s Setting) heading() string {
	if s.Python == nil {
		return "Python"
	}
	text := s.Python.Implementation + " " + s.Python.Version
	if s.Python.NumPy != "" {
		text += ", NumPy " + s.Python.NumPy
	}
	return text
}

// ask makes the Run of a Python way: what it computed for n items goes to
// output(n).
func (s Setting) ask(way string, terms, workers int, output func(n int) []float64) func(context.Context, int) (time.Duration, error) {
	return func(ctx context.Context, n int) (time.Duration, error) {
		took, err := s.Python.Run(ctx, python.Request{Way: way, Items: n, Terms: terms, Workers: workers})
		if err != nil {
			return 0, err
		}
		return took, s.Python.Output(output(n))
	}
}

// missing says why a Python way cannot be gone, if so.
func (s Setting) missing(needsNumPy bool) string {
	switch {
	case s.NoPython != "":
		return s.NoPython
	case needsNumPy && s.Python.NumPy == "":
		return "this Python has no NumPy"
	}
	return ""
}

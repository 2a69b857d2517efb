package report

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"sumlog/bench/measure"
	"sumlog/bench/workload"
)

// sample is a workload with a row of every kind.
func sample() Results {
	r := Results{Name: "accumulate", Title: "1. Sums", Unit: "term", Units: 1e8, Items: "objects"}
	way := func(group, label string, workers int, role workload.Role, isa string, method workload.Method) *workload.Way {
		w := &workload.Way{Group: group, Label: label, Workers: workers, Role: role, ISA: isa, Method: method}
		w.Name = "accumulate/" + strings.ReplaceAll(group+"/"+label, " ", "_")
		w.Verdict = workload.Verdict{Compared: 100_000, Sampled: 1000, ULP: 0.5321, RoundedULP: 0.5}
		return w
	}
	ways := []*workload.Way{
		way("CPython", "for loop", 1, workload.PythonLoop, "", workload.Literal),
		way("CPython", "NumPy", 1, "", "", workload.Literal),
		way("CPython", "Process", 2, "", "", workload.Literal),
		way("Go", "for loop", 1, workload.GoLoop, "", workload.Literal),
		way("sumlog, in a group whose heading is longer than the labels", "generic, for loop", 1, "", "generic", workload.Literal),
		way("sumlog, constant time", "generic, for loop", 1, "", "generic", workload.Constant),
	}
	ways[1].Absent = "this Python has no NumPy"
	all := func(seconds ...float64) measure.Result {
		return measure.Result{Items: 100_000, Full: 100_000, Samples: seconds, Taken: seconds}
	}
	r.Fill(ways, map[*workload.Way]measure.Result{
		ways[0]: {Items: 10_000, Full: 100_000, Samples: []float64{12, 11, 13}, Taken: []float64{1.2, 1.1, 1.3}, Empty: []float64{0, 0, 0}},
		ways[2]: {Items: 1, Full: 100_000, Err: errors.New("the interpreter stopped: no answer in 2m0s")},
		ways[3]: all(1.5, 1.6, 1.7),
		ways[4]: all(0.8, 0.8, 0.8),
		ways[5]: all(0.001, 0.001, 0.001, 0.001),
	})
	return r
}

func TestTable(t *testing.T) {
	var out bytes.Buffer
	sample().Table(&out, false)
	assert.Equal(t, `1. Sums

                                          workers      time     ±  ns/term     × Go  × Python   ULP
────────────────────────────────────────────────────────────────────────────────────────────────────
CPython
  for loop (1/10, scaled)                       1    12.0 s  6.7%      120    0.133      1.00 0.532
  NumPy: this Python has no NumPy
  Process: the interpreter stopped: no answer in 2m0s
Go
  for loop                                      1    1.60 s  5.0%     16.0     1.00      7.50 0.532
sumlog, in a group whose heading is longer than the labels
  generic, for loop                             1    800 ms <0.1%     8.00     2.00      15.0 0.532
sumlog, constant time
  generic, for loop                             1   1.00 ms <0.1%   0.0100     1600    12 000 0.532

time      median of 3 to 4 repetitions in interleaved rounds; ± is half the span of the middle 80%
×         times as fast as the for loop of Go, or of Python, with one worker
ULP       worst error against exact arithmetic, of 1000 objects; the results of all are compared
          with those of the other ways
          (one logarithm a term: at most 0.500 against the sum for the terms as float64 rounds them)
1/n       measured on that part of the objects and scaled up; what starting costs is counted once

`, out.String())
}

func TestTableMarksWrongRows(t *testing.T) {
	r := sample()
	r.Rows[4].Verdict.Problems = []string{"an error of 7 ULP, where 1 are allowed"}
	var out bytes.Buffer
	r.Table(&out, true)
	assert.Contains(t, out.String(), "! WRONG generic, for loop")
	assert.Contains(t, out.String(), "7 ULP, where 1 are allowed")
	assert.Contains(t, out.String(), "\x1b[", "colours were asked for")
}

func TestSummaryIsComputedFromTheRows(t *testing.T) {
	assert.Equal(t, []string{
		"Constant time, generic, 1 worker: 1.00 ms, 1600 times the speed of Go's loop, 12 000 times Python's.",
		"Term by term, generic, 1 worker: 800 ms, 2.00 times Go's, 15.0 times Python's.",
		"The table was not measured.",
	}, Summary(sample(), Results{}))
}

func TestSummaryWithoutPython(t *testing.T) {
	r := sample()
	r.Rows[0].Absent = "left out"
	assert.Equal(t, "Term by term, generic, 1 worker: 800 ms, 2.00 times Go's.", Summary(r, Results{})[1])
}

// TestSummaryNamesNoWorkersThatMayBeIdle has a table added up by a pool of two, whose
// second worker may not have been worth waking.
func TestSummaryNamesNoWorkersThatMayBeIdle(t *testing.T) {
	table := Results{Name: "table", Unit: "row", Units: 1e5, Items: "rows"}
	way := &workload.Way{Label: "avx2, static split, in place", Workers: 2, ISA: "avx2", Method: workload.InPlace}
	table.Fill([]*workload.Way{way}, map[*workload.Way]measure.Result{
		way: {Items: 100_000, Full: 100_000, Samples: []float64{30e-6, 30e-6, 30e-6}},
	})
	assert.Equal(t, "Table in place, avx2: 30.0 µs.", Summary(sample(), table)[2])
}

package main

import (
	"bytes"
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sumlog/bench/measure"
	"sumlog/bench/report"
	"sumlog/bench/workload"
)

// TestWrongResultsAreShown measures a way that is found to be wrong.
func TestWrongResultsAreShown(t *testing.T) {
	var stdout, stderr bytes.Buffer
	c := &comparison{options: &options{matches: func(string) bool { return true }}, stdout: &stdout, stderr: &stderr}
	way := &workload.Way{Group: "somebody's", Label: "for loop", Workers: 1}
	way.Subject = measure.Subject{
		Name:  "accumulate/somebody",
		Cap:   time.Second,
		Run:   func(context.Context, int) (time.Duration, error) { return time.Millisecond, nil },
		Check: func(int) { way.Verdict.Problems = []string{"an error of 7 ULP, where 1 are allowed"} },
	}
	r := report.Results{Name: "accumulate", Title: "1. Sums", Unit: "term", Units: 10, Items: "objects"}
	limits := measure.Limits{Rounds: 1, Total: time.Minute}
	require.NoError(t, c.measure(t.Context(), "1 of 1: sums", &r, []*workload.Way{way}, 10, limits))
	assert.Contains(t, stdout.String(), "! WRONG for loop")
	assert.Contains(t, stdout.String(), "WRONG: accumulate/somebody: an error of 7 ULP, where 1 are allowed")
	assert.False(t, c.finish(r))
	assert.Contains(t, stderr.String(), "bench: WRONG: accumulate/somebody: an error of 7 ULP, where 1 are allowed")
}

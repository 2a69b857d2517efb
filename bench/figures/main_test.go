package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sumlog/bench/machine"
	"sumlog/kernel"
)

// testLab is a small lab. Where there are no peers in C, the reason is logged.
func testLab(t *testing.T) (*lab, []row) {
	if !slices.Contains(kernel.Supported(), isa) {
		t.Skipf("no %v here", isa)
	}
	// Not that of the test, which ends, and would end the peers, before its cleanup.
	l, err := newLab(context.Background(), sizes{large: 1 << 14, tables: []int{1 << 10}})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, l.close()) })
	if l.noPeers != "" {
		t.Logf("no peers in C: %s", l.noPeers)
	}
	rows, err := l.rows()
	require.NoError(t, err)
	return l, rows
}

// TestAllWaysDoTheSameWork compares every result of every way, in Go and in C, with
// what a loop over package math gives.
func TestAllWaysDoTheSameWork(t *testing.T) {
	_, rows := testLab(t)
	list := ways(rows)
	assert.Greater(t, len(list), 80)
	for _, w := range list {
		assert.Positive(t, w.n, w.name)
		assert.NoError(t, w.prepare(0))
	}
}

func TestRowsHaveNamesOfTheirOwn(t *testing.T) {
	_, rows := testLab(t)
	seen := map[string]bool{}
	for _, r := range rows {
		assert.False(t, seen[r.name], r.name)
		seen[r.name] = true
		assert.NotEmpty(t, r.unit, r.name)
		assert.NotEmpty(t, r.against, r.name)
	}
}

func TestRun(t *testing.T) {
	if testing.Short() || !slices.Contains(kernel.Supported(), isa) {
		t.Skip("fills some hundred MiB, and needs AVX2")
	}
	var stdout, stderr bytes.Buffer
	file := filepath.Join(t.TempDir(), "figures.json")
	require.NoError(t, run(t.Context(), []string{"-quick", "-rounds", "2", "-run", "^SumLog, 4096|of 4$", "-json", file}, &stdout, &stderr))
	assert.Contains(t, stdout.String(), "| SumLog, 4096 elements | element |")
	assert.Contains(t, stdout.String(), "| sumlog.Add of 4 | call |")
	assert.Contains(t, stdout.String(), "Medians of 2 interleaved rounds")
	assert.NotContains(t, stdout.String(), "8 Mi")
	assert.FileExists(t, file)
	assert.EqualError(t, run(t.Context(), []string{"-run", "nobody"}, &stdout, &stderr), "-run nobody: no row has such a name")
}

func TestWrongFlags(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"-rounds", "0"}, "-rounds 0: want 1 or more"},
		{[]string{"-run", "("}, "-run: error parsing regexp"},
		{[]string{"-json", t.TempDir()}, "-json: not a regular file"},
		{[]string{"surplus"}, "unexpected argument surplus"},
		{[]string{"-frobnicate"}, "not defined"},
	} {
		_, err := parse(c.args, &bytes.Buffer{})
		assert.ErrorContains(t, err, c.want)
	}
	_, err := parse([]string{"-help"}, &bytes.Buffer{})
	assert.True(t, errors.Is(err, flag.ErrHelp))
}

func TestLargeArraysAreBeyondTheLastLevel(t *testing.T) {
	assert.Equal(t, 8<<20, inFull(machine.Info{LastLevel: 32 << 20}).large)
	assert.Equal(t, 128<<20, inFull(machine.Info{LastLevel: 512 << 20}).large)
	assert.Equal(t, 32<<20, inFull(machine.Info{LastLevel: 512 << 20, Available: 2 << 30}).large, "the memory does not allow more")
}

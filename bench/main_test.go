package main

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sumlog/bench/page"
	"sumlog/bench/report"
	"sumlog/kernel"
)

func TestWrongFlagsAreRefusedInOneLine(t *testing.T) {
	here := t.TempDir()
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"-quickk"}, `unknown flag --quickk, did you mean "--quick"?`},
		{[]string{"--frobnicate"}, "unknown flag --frobnicate"},
		{[]string{"surplus"}, "unexpected argument surplus"},
		{[]string{"-n", "0"}, "-n 0: want 1 or more"},
		{[]string{"-n", "-5"}, "-n -5: want 1 or more"},
		{[]string{"--n=-5"}, "-n -5: want 1 or more"},
		{[]string{"-n", "many"}, "valid 64 bit int"},
		{[]string{"-rows", "0"}, "-rows 0: want 1 or more"},
		{[]string{"-terms", "-1"}, "-terms -1: want 1 or more"},
		{[]string{"-terms", "0"}, "-terms 0: want 1 or more"},
		{[]string{"-reps", "-1"}, "-reps -1: want 0 or more"},
		{[]string{"-peers", "fortran"}, "-peers fortran: want some of python,numpy"},
		{[]string{"-workers", "0"}, "-workers 0: want 1 or more"},
		{[]string{"-workers", "1000000"}, "-workers 1000000: this process can use"},
		{[]string{"-n", "4000000000000000"}, "of memory"},
		{[]string{"-rows", "4000000000000000"}, "of memory"},
		{[]string{"-isa", "mmx"}, `unknown instruction set "mmx"`},
		{[]string{"-run", "("}, "-run: error parsing regexp"},
		{[]string{"-run", "nothing of this name", "-peers", "none", "-out", here}, "-run nothing of this name: nothing has such a name; accumulate/go/loop"},
		{[]string{"-json"}, "expected string value"},
		{[]string{"-json", filepath.Join(here, "missing", "file")}, "missing"},
		{[]string{"-json", here}, "not a regular file"},
	} {
		var stdout, stderr bytes.Buffer
		status := run(c.args, &stdout, &stderr)
		assert.Equal(t, 2, status, "%q", c.args)
		assert.Contains(t, stderr.String(), c.want, "%q", c.args)
		assert.Equal(t, 1, strings.Count(stderr.String(), "\n"), "%q: %s", c.args, &stderr)
		assert.Empty(t, stdout.String(), "%q", c.args)
	}
}

func TestUnsupportedISAIsRefused(t *testing.T) {
	for _, isa := range []kernel.ISA{kernel.AVX2, kernel.AVX512, kernel.NEON} {
		supported := false
		for _, other := range kernel.Supported() {
			supported = supported || isa == other
		}
		if supported {
			continue
		}
		var stderr bytes.Buffer
		assert.Equal(t, 2, run([]string{"-isa", isa.String()}, io.Discard, &stderr))
		assert.Contains(t, stderr.String(), "-isa "+isa.String()+": not available here")
	}
}

func TestHelpIsNoError(t *testing.T) {
	var stdout, stderr bytes.Buffer
	assert.Equal(t, 0, run([]string{"-help"}, &stdout, &stderr))
	assert.Contains(t, stdout.String(), "--quick")
	assert.Empty(t, stderr.String())
}

func TestOneDashOrTwo(t *testing.T) {
	for _, args := range [][]string{
		{"-quick", "-n", "7", "-rows=5", "-run", "go"},
		{"--quick", "--n", "7", "--rows=5", "--run", "go"},
	} {
		o, err := parse(args, io.Discard)
		require.NoError(t, err)
		assert.True(t, o.Quick)
		assert.Equal(t, 7, o.Objects)
		assert.Equal(t, 5, o.Rows)
		assert.True(t, o.matches("accumulate/go/loop"))
		assert.False(t, o.matches("accumulate/python/loop"))
	}
}

// TestQuickRun runs the whole program and looks at every row it wrote.
func TestQuickRun(t *testing.T) {
	file, out := filepath.Join(t.TempDir(), "bench.json"), t.TempDir()
	t.Setenv("TMPDIR", t.TempDir())
	var stdout, stderr bytes.Buffer
	status := run([]string{"-quick", "-json", file, "-out", out}, &stdout, &stderr)
	require.Equal(t, 0, status, "%s%s", &stdout, &stderr)

	text, err := os.ReadFile(file)
	require.NoError(t, err)
	var d report.Document
	require.NoError(t, json.Unmarshal(text, &d))
	assert.True(t, d.OK)
	assert.True(t, d.Settings.Quick)
	assert.Equal(t, 100_000, d.Settings.Objects)
	lines := 3 + 1 // of costs; and one for each operation that has a ratio, which a held-up base may lack
	for i := range d.Sweeps {
		if _, p := d.Fastest(&d.Sweeps[i]); p != nil && p.Ratio != nil {
			lines++
		}
	}
	assert.Len(t, d.Summary, lines)
	require.Len(t, d.Workloads, 2)
	for _, w := range d.Workloads {
		kernels := map[string]int{}
		for _, way := range w.Ways {
			if way.Absent != "" {
				assert.Contains(t, way.Name, "/python/", "only Python's ways may be missing: %s", way.Absent)
				continue
			}
			require.NotNil(t, way.Seconds, way.Name)
			assert.Positive(t, way.Seconds.Median, way.Name)
			assert.GreaterOrEqual(t, way.Seconds.Count, 3, way.Name)
			assert.Len(t, way.Samples, way.Seconds.Count, way.Name)
			require.NotNil(t, way.PerUnit, way.Name)
			require.NotNil(t, way.SpeedUpGo, way.Name)
			require.NotNil(t, way.Error, way.Name)
			require.NotNil(t, way.Error.ULP, way.Name)
			assert.Positive(t, way.Error.Sample, way.Name)
			assert.Equal(t, way.Items, way.Error.Equal, way.Name)
			assert.Empty(t, way.Problems, way.Name)
			if way.ISA != "" {
				kernels[way.ISA]++
				assert.LessOrEqual(t, *way.Error.ULP, 1.2, way.Name)
			}
		}
		for _, isa := range kernel.Supported() {
			assert.Positive(t, kernels[isa.String()], "%s on %v", w.Name, isa)
		}
	}
	for _, name := range outputs {
		written, err := os.ReadFile(filepath.Join(out, name))
		require.NoError(t, err)
		assert.NotEmpty(t, written, name)
		if name == "report.html" {
			assert.NoError(t, page.Check(bytes.NewReader(written)))
		}
	}
	drawings, err := filepath.Glob(filepath.Join(out, "figures", "*.svg"))
	require.NoError(t, err)
	want := 5 + len(d.Sweeps) // speed-ups thrice, roofline, errors
	if d.Settings.Workers > 1 {
		want++
	}
	assert.Len(t, drawings, want)
	for _, r := range d.Sweeps {
		for _, l := range r.Lines {
			if l.Absent == "" {
				require.NotNil(t, l.Error, l.Name)
				assert.Zero(t, l.Error.Wrong, l.Name)
				assert.NotNil(t, l.Points[0].NS, l.Name)
			}
		}
	}
	assert.NotEmpty(t, d.Limits)
	assert.Equal(t, kernel.CacheSizeReported(), d.Machine.Reported)
	assert.GreaterOrEqual(t, d.Machine.LastLevel, kernel.CacheSize())
	require.NotNil(t, d.Knee)
	for _, name := range []string{"report.html", "report.md"} {
		written, err := os.ReadFile(filepath.Join(out, name))
		require.NoError(t, err)
		assert.Contains(t, string(written), "In memory are arrays of ", name)
		assert.Contains(t, string(written), "Reading one array: ", name)
	}
	for _, l := range d.Limits {
		assert.Positive(t, l.Rate.Median, l.Name)
	}
	assert.Len(t, d.Scaling, 6)
	for line := range strings.Lines(stdout.String()) {
		assert.LessOrEqual(t, len([]rune(strings.TrimRight(line, "\n"))), report.Width, "%s", line)
		assert.NotContains(t, line, "\x1b", "no colours in a pipe")
	}
	for line := range strings.Lines(stderr.String()) {
		assert.NotContains(t, line, "\r", "no bar in a pipe")
	}
	for _, isa := range kernel.Supported() {
		assert.Contains(t, stdout.String(), isa.String()+", for loop")
	}
}

func TestSizesOfOne(t *testing.T) {
	var stdout, stderr bytes.Buffer
	status := run([]string{"-quick", "-peers", "none", "-n", "1", "-terms", "1", "-rows", "1", "-out", t.TempDir()}, &stdout, &stderr)
	assert.Equal(t, 0, status, "%s%s", &stdout, &stderr)
	assert.NotContains(t, stdout.String(), "NaN")
	assert.NotContains(t, stdout.String(), "Inf")
}

func TestTermsBeyondAnyLoop(t *testing.T) {
	var stdout, stderr bytes.Buffer
	status := run([]string{"-quick", "-peers", "none", "-run", "accumulate", "-out", t.TempDir(), "-n", "100", "-terms", "1000000000", "-rows", "1"}, &stdout, &stderr)
	assert.Equal(t, 0, status, "%s%s", &stdout, &stderr)
	assert.Contains(t, stdout.String(), "too many to measure")
	assert.Contains(t, stdout.String(), "Constant time")
}

// interrupter sends this process an interrupt when it is told of the first round.
type interrupter struct {
	t    *testing.T
	once sync.Once
	bytes.Buffer
}

func (w *interrupter) Write(p []byte) (int, error) {
	if bytes.Contains(p, []byte("round 1")) {
		w.once.Do(func() {
			self, err := os.FindProcess(os.Getpid())
			require.NoError(w.t, err)
			require.NoError(w.t, self.Signal(os.Interrupt))
		})
	}
	return w.Buffer.Write(p)
}

func TestInterruptLeavesNothingBehind(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a process cannot send itself an interrupt on Windows")
	}
	directory := t.TempDir()
	t.Setenv("TMPDIR", directory)
	file, out := filepath.Join(t.TempDir(), "bench.json"), t.TempDir()
	stderr := &interrupter{t: t}
	assert.Equal(t, 130, run([]string{"-json", file, "-out", out}, io.Discard, stderr))
	assert.Contains(t, stderr.String(), "bench: interrupted\n")
	left, err := os.ReadDir(directory)
	require.NoError(t, err)
	assert.Empty(t, left)
	assert.NoFileExists(t, file)
}

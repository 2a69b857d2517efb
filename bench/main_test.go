package main

import (
	"bytes"
	"cmp"
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

	"sumlog/bench/measure"
	"sumlog/bench/page"
	"sumlog/bench/peer"
	"sumlog/bench/report"
	"sumlog/internal/operations"
)

func TestWrongFlagsAreRefusedInOneLine(t *testing.T) {
	here := t.TempDir()
	bad := filepath.Join(here, "aims")
	require.NoError(t, os.WriteFile(bad, []byte("figure nearly 3\n"), 0o600))
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"-quickk"}, "not defined: -quickk"},
		{[]string{"surplus"}, "unexpected argument surplus"},
		{[]string{"-n", "-5"}, `invalid value "-5" for flag -n: want 1 or more`},
		{[]string{"-n", "many"}, `invalid value "many"`},
		{[]string{"-reps", "-1"}, "flag -reps: want 0 or more"},
		{[]string{"-peers", "fortran"}, "flag -peers: want some of c,sleef,highway,python,numpy"},
		{[]string{"-workers", "1000000"}, "flag -workers: want"},
		{[]string{"-n", "4000000000000000", "-out", here}, "of memory"},
		{[]string{"-isa", "mmx"}, `unknown instruction set "mmx"`},
		{[]string{"-run", "("}, "flag -run: error parsing regexp"},
		{
			[]string{"-run", "no such name", "-peers", "none", "-out", here},
			"-run no such name: nothing has such a name; limit/isa=scalar/op=multiply is one",
		},
		{[]string{"-out", bad}, "-out"},
		{[]string{"-aims", filepath.Join(here, "missing")}, "flag -aims: open"},
		{[]string{"-aims", bad}, "line 1: nearly: want at-most, faster, longer or more"},
	} {
		var stdout, stderr bytes.Buffer
		assert.Equal(t, 2, run(c.args, &stdout, &stderr), "%q", c.args)
		assert.Contains(t, stderr.String(), c.want, "%q", c.args)
		assert.Equal(t, 1, strings.Count(stderr.String(), "\n"), "%q: %s", c.args, &stderr)
		assert.Empty(t, stdout.String(), "%q", c.args)
	}
	var stdout, stderr bytes.Buffer
	assert.Equal(t, 0, run([]string{"-help"}, &stdout, &stderr))
	assert.Contains(t, stdout.String(), "-quick")
	assert.Empty(t, stderr.String())
}

// TestQuickRun runs the whole program and looks at everything it measured and wrote, and then
// shows the same report again.
func TestQuickRun(t *testing.T) {
	out := t.TempDir()
	t.Setenv("TMPDIR", t.TempDir())
	aims := filepath.Join(out, "aims.txt")
	require.NoError(t, os.WriteFile(aims, []byte("sweep/op=Log/isa=generic/n=1024 at-most 1e6\n"),
		0o600))
	var stdout, stderr bytes.Buffer
	status := run([]string{"-quick", "-out", out, "-aims", aims}, &stdout, &stderr)
	require.Equal(t, 0, status, "%s%s", &stdout, &stderr)
	assert.Contains(t, stdout.String(), "\npass  sweep/op=Log/isa=generic/n=1024: ")
	text, err := os.ReadFile(filepath.Join(out, "report.json"))
	require.NoError(t, err)
	d := new(report.Report)
	require.NoError(t, json.Unmarshal(text, d))
	names := map[string]bool{}
	for _, c := range d.Cases {
		require.NotEmpty(t, c.Variants, c.Name)
		for _, v := range c.Variants {
			assert.False(t, names[v.Name], "%s twice", v.Name)
			names[v.Name] = true
			assert.Regexp(t, `^[a-z]+(/[A-Za-z0-9._=-]+)+$`, v.Name, "for benchstat")
			assert.Empty(t, v.Problems, v.Name)
			if v.Skipped != "" {
				assert.NotEmpty(t, v.Peer, "only other programs may be missing: %s: %s", v.Name, v.Skipped)
				continue
			}
			for _, p := range v.Points {
				assert.True(t, p.Stats != nil || v.Floor || strings.Contains(p.Skipped, "too slow"),
					"%s of %d: %s", v.Name, p.N, p.Skipped)
			}
			if v.Floor || c.Kind != measure.Sweep && c.Kind != measure.Workload || v.Last() == nil {
				continue
			}
			require.NotNil(t, v.Error, v.Name)
			assert.Positive(t, v.Error.Count, v.Name)
			// Other programs lose up to a third of the digits where terms cancel, as KLDiv's do.
			assert.LessOrEqual(t, v.Error.Mean, 1e6, "%s computes something else", v.Name)
			if c.Kind == measure.Sweep && v.ISA != "" {
				assert.LessOrEqual(t, v.Error.Worst, boundOf(c.Name), v.Name)
			}
		}
	}
	assert.NoError(t, page.Check(page.Sections(d)))
	for _, name := range append(outputs, "figures/speedup-kernels.svg", "figures/sizes-sumlog.svg") {
		written, err := os.ReadFile(filepath.Join(out, name))
		require.NoError(t, err)
		assert.NotEmpty(t, written, name)
	}
	assert.NotContains(t, stdout.String()+stderr.String(), "\x1b", "no bar in a pipe")
	assert.NotContains(t, stdout.String(), "NaN")
	assert.NotContains(t, stdout.String(), "Skipped by")

	again := t.TempDir()
	require.Equal(t, 0, run([]string{"-from", filepath.Join(out, "report.json"), "-out", again},
		io.Discard, io.Discard))
	for _, name := range outputs {
		first, err := os.ReadFile(filepath.Join(out, name))
		require.NoError(t, err)
		second, err := os.ReadFile(filepath.Join(again, name))
		require.NoError(t, err)
		assert.Equal(t, string(first), string(second), name)
	}
}

// boundOf is the largest bound of an operation in the table, or 1 where it has those of another.
func boundOf(name string) (bound float64) {
	for _, b := range operations.Find(name).Bounds {
		bound = max(bound, b.ULP)
	}
	return cmp.Or(bound, 1)
}

func TestSizesOfOne(t *testing.T) {
	var stdout, stderr bytes.Buffer
	status := run([]string{
		"-quick", "-run", "accumulate|table", "-peers", "none", "-n", "1", "-terms",
		"1", "-rows", "1", "-out", t.TempDir(),
	}, &stdout, &stderr)
	assert.Equal(t, 0, status, "%s%s", &stdout, &stderr)
	assert.NotContains(t, stdout.String(), "NaN")
	stdout.Reset()
	status = run([]string{
		"-quick", "-run", "accumulate", "-peers", "none", "-n", "100", "-terms",
		"1000000000", "-out", t.TempDir(),
	}, &stdout, &stderr)
	assert.Equal(t, 0, status, "%s%s", &stdout, &stderr)
	assert.Contains(t, stdout.String(), "too many to measure")
}

// TestWhatIsWrongIsShown has a result that is wrong, and an aim that fails.
func TestWhatIsWrongIsShown(t *testing.T) {
	v := &measure.Variant{
		Name: "accumulate/go/loop", Label: "for loop",
		Problems: []string{"an error of 7 ULP"},
	}
	v.Points = []*measure.Point{{N: 4, Samples: []float64{1}, Stats: measure.Summarise([]float64{1})}}
	v.Error = &measure.Error{Rounded: new(float64)}
	d := &report.Report{
		Peers: []peer.Version{{Peer: "go", What: "Go"}},
		Cases: []*measure.Case{{
			Kind: measure.Workload, Name: "accumulate", Unit: "term",
			Variants: []*measure.Variant{v},
		}},
	}
	var stdout, stderr bytes.Buffer
	o := &options{out: t.TempDir(), aims: []report.Aim{{Figure: "no such figure", Kind: "at-most"}}}
	require.NoError(t, o.checkOutputs())
	status, err := o.show(d, &stdout, &stderr)
	require.NoError(t, err)
	assert.Equal(t, 1, status)
	assert.Contains(t, stderr.String(), "bench: WRONG: accumulate/go/loop: an error of 7 ULP")
	assert.Contains(t, stdout.String(), "WRONG: for loop")
	assert.Contains(t, stdout.String(), "FAIL  no such figure: not measured")
}

// interrupter sends this process an interrupt when it is told that measuring begins.
type interrupter struct {
	t    *testing.T
	once sync.Once
	bytes.Buffer
}

func (w *interrupter) Write(p []byte) (int, error) {
	if bytes.Contains(p, []byte("measured")) {
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
	directory, out := t.TempDir(), t.TempDir()
	t.Setenv("TMPDIR", directory)
	stderr := &interrupter{t: t}
	assert.Equal(t, 130, run([]string{"-quick", "-run", "accumulate|table", "-out", out}, io.Discard,
		stderr))
	assert.Contains(t, stderr.String(), "bench: interrupted\n")
	left, err := os.ReadDir(directory)
	require.NoError(t, err)
	assert.Empty(t, left)
	assert.NoFileExists(t, filepath.Join(out, "report.json"))
}

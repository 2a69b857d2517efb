package peer

import (
	"bufio"
	"context"
	"errors"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func startPeers(t *testing.T, ctx context.Context, chosen ...string) (*Peers, *Memory) {
	t.Setenv("TMPDIR", t.TempDir())
	m, err := NewMemory(1 << 20)
	require.NoError(t, err)
	p, err := Start(ctx, m, chosen, 2)
	require.NoError(t, err)
	t.Cleanup(func() {
		require.NoError(t, p.Close())
		left, err := os.ReadDir(os.TempDir())
		require.NoError(t, err)
		assert.Empty(t, left, "no file stays")
	})
	return p, m
}

func TestPythonIsWhatTheVariableNames(t *testing.T) {
	fake := filepath.Join(t.TempDir(), "python3")
	t.Setenv(PythonVariable, fake)
	p, _ := startPeers(t, t.Context(), "python")
	assert.Contains(t, p.NoPython(), PythonVariable+"="+fake+": ")
	require.NoError(t, os.WriteFile(fake, []byte("#!/bin/sh\necho hello\n"), 0o700))
	p, _ = startPeers(t, t.Context(), "python")
	assert.Contains(t, p.NoPython(), PythonVariable+"="+fake+": not a Python")
}

func TestPythonAnswers(t *testing.T) {
	p, m := startPeers(t, t.Context(), "python")
	out, cells := m.Floats(2), m.Floats(6)
	copy(cells, []float64{1, 2, 0, 3, 4, 0})
	loop := p.Function("python", "table_loop 2 2")
	if loop.Skipped != "" {
		t.Skip(loop.Skipped)
	}
	for _, name := range []string{"table_loop", "table_process", "table_apply_async", "table_copied"} {
		clear(out)
		f := p.Function("python", name+" 2 2")
		took, err := f.Run(t.Context(), 1, Request{Out: out, A: cells, N: 2})
		require.NoError(t, err, name)
		assert.Positive(t, took)
		assert.Equal(t, []float64{3, 7}, out, name)
	}
	bad := Function{key: "python", name: "no_such 1 1", from: loop.from, peers: p}
	_, err := bad.Run(t.Context(), 1, Request{Out: out, N: 2})
	assert.EqualError(t, err, "KeyError: 'no_such'")
	_, err = loop.Run(t.Context(), 1, Request{Out: out, A: cells, N: 2})
	assert.NoError(t, err, "it survives that")
	assert.Equal(t, "skipped by -peers", p.Function("c", "sum").Skipped)
}

func TestCancelKillsEvenALongJob(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	p, m := startPeers(t, ctx, "python")
	f := p.Function("python", "accumulate_apply_async 2000000000 2") // minutes
	if f.Skipped != "" {
		t.Skip(f.Skipped)
	}
	asked := errors.New("asked to stop")
	time.AfterFunc(100*time.Millisecond, func() { cancel(asked) })
	out, x := m.Floats(3), m.Floats(3)
	_, err := f.Run(ctx, 1, Request{Out: out, A: x, N: 3})
	assert.ErrorIs(t, err, asked)
	_, err = f.Run(t.Context(), 1, Request{Out: out, A: x, N: 3})
	assert.ErrorIs(t, err, asked, "a late answer would belong to another request")
}

func TestCAnswers(t *testing.T) {
	p, m := startPeers(t, t.Context(), "c", "sleef", "highway")
	f := p.Function("c", "log_libm")
	if f.Skipped != "" {
		t.Skip(f.Skipped)
	}
	x, out := m.Floats(19), m.Floats(19)
	for i := range x {
		x[i] = float64(i + 1)
	}
	for key, names := range map[string][]string{
		"c": {
			"log_libm", "log_mvec", "log_mvec512",
			"exp_libm", "exp_mvec", "exp_mvec512",
		}, "sleef": {"log_sleef", "log_sleef512"},
		"highway": {"log_highway"},
	} {
		for _, name := range names {
			f := p.Function(key, name)
			if f.Skipped != "" {
				t.Logf("%s: %s", name, f.Skipped)
				continue
			}
			clear(out)
			_, err := f.Run(t.Context(), 3, Request{Out: out, A: x, N: len(x)})
			require.NoError(t, err)
			for i, v := range out {
				want := math.Log(x[i])
				if strings.HasPrefix(name, "exp") {
					want = math.Exp(x[i])
				}
				assert.InEpsilon(t, 1+want, 1+v, 1e-14, "%s of %v", name, x[i])
			}
		}
	}
	took, err := f.Run(t.Context(), 1, Request{Out: out, A: x, N: 9}, Request{
		Out: out[9:],
		A:   x[9:], N: 10,
	})
	require.NoError(t, err)
	assert.Positive(t, took)
	assert.Equal(t, math.Log(19), out[18])
	assert.EqualValues(t, 4, math.Float64bits(p.joined[0]), "both waited before the call and after it")
}

// TestRequests looks at the lines that go to a peer, and at what is made of its answers.
func TestRequests(t *testing.T) {
	m := &Memory{all: make([]float64, 4*page)}
	a, b := m.Floats(10), m.Floats(page+1)
	out := m.Floats(1)
	asked, to := io.Pipe()
	lines := bufio.NewScanner(asked)
	p := &Process{
		language: "C", cmd: &exec.Cmd{Cancel: func() error { return nil }}, to: to,
		from: bufio.NewReader(strings.NewReader("1000 2234\nno function x\n")),
	}
	go func() {
		for lines.Scan() {
			assert.Equal(t, "c 1536 2 512 7 3 512 1 sum", lines.Text())
		}
	}()
	f := Function{key: "c", name: "sum", from: []*Process{p}, peers: &Peers{Memory: m, joined: b[:1]}}
	request := Request{Out: out, A: a[2:], B: b, N: 7}
	took, err := f.Run(t.Context(), 3, request)
	require.NoError(t, err)
	assert.EqualValues(t, 1234, took)
	_, err = f.Run(t.Context(), 3, request)
	assert.EqualError(t, err, "no function x")
	_, err = f.Run(t.Context(), 3, request)
	assert.EqualError(t, err, "the peer in C stopped: EOF")
}

// TestStatementsOfALibrary has a package in the place of sumlog's: one that cannot be imported, and
// one that can.
func TestStatementsOfALibrary(t *testing.T) {
	const code = "out[0] = sumlog.sumlog(x)"
	folder := t.TempDir()
	t.Setenv("PYTHONPATH", folder)
	imports := func(text string) (Function, []Version, *Memory) {
		require.NoError(t, os.WriteFile(filepath.Join(folder, "sumlog.py"), []byte(text), 0o600))
		p, m := startPeers(t, t.Context(), Package)
		if p.Interpreter == nil || p.Interpreter.NumPy == "" {
			t.Skip("no Python with NumPy: " + p.NoPython())
		}
		versions := p.Versions(nil)
		return p.Function(Package, code), versions[8:9], m
	}
	f, versions, _ := imports("raise ImportError()\n")
	assert.Equal(t, "this Python cannot import sumlog", f.Skipped)
	assert.Equal(t, f.Skipped, versions[0].Skipped)
	f, versions, m := imports("__version__ = '7.8'\ndef sumlog(x):\n\treturn 2 * x.sum()\n")
	assert.Contains(t, versions[0].What, " 7.8")
	x, out := m.Floats(3), m.Floats(3)
	copy(x, []float64{1, 2, 4})
	_, err := f.Run(t.Context(), 1, Request{Out: out, A: x, N: 3})
	require.NoError(t, err)
	assert.Equal(t, []float64{14, 0, 0}, out)
	assert.Equal(t, "Python, sumlog.sumlog(x)", Label(Package, code))
	assert.Equal(t, "NumPy, np.log(x).sum(axis=1)",
		Label("numpy", "out[:len(x)//8] = np.log(x).reshape(-1, 8).sum(axis=1)"))
	assert.Equal(t, "SciPy, xlogy(x, y)", Label("scipy", "xlogy(x, y, out=out)"))
}

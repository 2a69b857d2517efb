package sweep

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sumlog/bench/peer"
	"sumlog/bench/probe"
	"sumlog/bench/python"
	"sumlog/internal/operations"
	"sumlog/kernel"
)

type silent struct{}

func (silent) Calibrating(string)              {}
func (silent) Planned(int, int, time.Duration) {}
func (silent) Round(int, int)                  {}
func (silent) Measured(string, time.Duration)  {}

const testBytes = 1 << 20

// setUp starts all peers there are.
func setUp(t *testing.T, chosen ...string) (Arrays, *Peers) {
	m, err := peer.NewMemory(64 << 20)
	require.NoError(t, err)
	var interpreter *python.Interpreter
	why := ""
	if found, err := python.Find(t.Context()); err == nil {
		interpreter = &found
	} else {
		why = err.Error()
	}
	p := StartPeers(t.Context(), m, chosen, interpreter, why)
	t.Cleanup(func() {
		p.Close()
		assert.NoError(t, m.Close())
	})
	return NewArrays(m, testBytes, 0), p
}

func everything(string) bool { return true }

// TestEveryWayIsRight measures all ways in a hurry, and looks at what they computed.
func TestEveryWayIsRight(t *testing.T) {
	arrays, p := setUp(t, Keys...)
	ops := Operations(kernel.Supported(), p)
	levels := probe.Levels(nil, 0, 1<<20)
	probes := probe.New(levels, arrays.memory.Floats(probe.Space(levels)))
	limits := Limits{Rounds: 3, Batch: 20 * time.Microsecond, Call: time.Hour, Bytes: testBytes, Share: 10, Quick: true}
	results, found, err := Measure(t.Context(), arrays, ops, probes, everything, limits, silent{})
	require.NoError(t, err)
	// A plain sum of logarithms that cancel is far off at times; sumlog's own are held to
	// what they promise.
	for _, r := range results {
		ran := 0
		for _, l := range r.Lines {
			if l.Absent != "" {
				assert.Empty(t, l.ISA, "%s: %s", l.Name, l.Absent)
				continue
			}
			ran++
			require.NotNil(t, l.Error, l.Name)
			assert.Zero(t, l.Error.Wrong, l.Name)
			assert.Positive(t, l.Error.Count, l.Name)
			assert.LessOrEqual(t, l.Error.Mean, l.Error.Worst, l.Name)
			assert.LessOrEqual(t, l.Error.Mean, 1000.0, "%s computes something else", l.Name)
			if l.ISA != "" {
				assert.LessOrEqual(t, l.Error.Worst, boundOf(r.Name), l.Name)
			}
			for _, point := range l.Points {
				require.NotNil(t, point.NS, "%s of %d: %s", l.Name, point.N, point.Absent)
				assert.Len(t, point.Samples, 3, l.Name)
				require.NotNil(t, point.Ratio, l.Name)
				if l.Base {
					assert.Equal(t, 1.0, point.Ratio.Median, l.Name)
				}
			}
		}
		assert.Greater(t, ran, len(kernel.Supported()), "%s beside Go's loop at least", r.Name)
	}
	assert.Len(t, found, len(probes))
	for _, l := range found {
		assert.Positive(t, l.Rate.Median, l.Name)
		assert.Len(t, l.Samples, 3, l.Name)
	}
}

// boundOf is the table's bound of a result for ordinary numbers.
func boundOf(name string) float64 {
	x := []float64{1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5}
	a := &operations.Args{In: [3][]float64{x, x, x}, Param: len(x)}
	return operations.Find(name).Want(a, 0).Bound.ULP
}

func TestJudgeSeesWrongResults(t *testing.T) {
	log := &Operation{Name: "Log", Exact: exactLog}
	trials := log.trials(rand.New(rand.NewPCG(1, 1)), func(n int) []float64 { return make([]float64, n) }, 60)
	way := func(f func(x float64) float64) *Way {
		return &Way{run: inGo(func(d data) {
			for i, x := range d.a {
				d.out[i] = f(x)
			}
		})}
	}
	right, err := judge(way(math.Log), trials)
	require.NoError(t, err)
	assert.Less(t, right.Worst, 1.0)
	assert.Equal(t, 100, right.Count)
	off, err := judge(way(func(x float64) float64 { return math.Log(x) * (1 + 0x1p-49) }), trials)
	require.NoError(t, err)
	assert.Greater(t, off.Worst, 7.0)
	assert.Greater(t, off.Mean, 5.0)
	idle, err := judge(&Way{run: inGo(func(data) {})}, trials)
	require.NoError(t, err)
	assert.Equal(t, 100, idle.Wrong, "what was there before does not count")
}

func TestPeersThatAreNotWantedSaySo(t *testing.T) {
	_, p := setUp(t)
	for _, o := range Operations(kernel.Supported(), p) {
		for _, w := range o.Ways {
			switch {
			case w.ISA != "" || w.Base:
				assert.Empty(t, w.Absent, o.NameOf(w))
			case w.Peer != "archsimd":
				assert.Equal(t, "left out by -peers", w.Absent, o.NameOf(w))
			default:
				assert.NotEmpty(t, w.Absent)
			}
		}
	}
	for _, v := range p.Versions() {
		assert.Equal(t, v.Peer != "go", v.Absent != "", v.Peer)
	}
}

func TestSizes(t *testing.T) {
	add := &Operation{Pattern: ReadTwo}
	sizes := add.Sizes(128<<20, false)
	assert.Equal(t, []int{4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 5592405}, sizes)
	assert.Equal(t, []int{4, 1024, 65536, 5592405}, add.Sizes(128<<20, true))
	rows := &Operation{Pattern: ReadOne, Cols: 8}
	for _, n := range rows.Sizes(1<<20, false) {
		assert.Zero(t, n%8, "whole rows")
	}
	assert.Equal(t, []int{4}, add.Sizes(64, false))
}

func TestNamesAreForBenchstat(t *testing.T) {
	_, p := setUp(t)
	seen := map[string]bool{}
	for _, o := range Operations(kernel.Supported(), p) {
		for _, w := range o.Ways {
			name := o.NameOf(w)
			assert.Regexp(t, `^sweep/op=[A-Za-z]+/(isa|way)=[A-Za-z0-9._-]+/type=float64$`, name)
			assert.False(t, seen[name], "%s twice", name)
			seen[name] = true
		}
	}
}

func TestScale(t *testing.T) {
	arrays, _ := setUp(t)
	scaled, err := Scale(t.Context(), arrays, kernel.Best(), 1, 2, true, everything, silent{})
	require.NoError(t, err)
	require.Len(t, scaled, len(ScalingNames(kernel.Best())))
	for _, s := range scaled {
		require.Len(t, s.Points, 1)
		assert.Len(t, s.Points[0].Samples, 2)
		assert.Equal(t, 1.0, s.Points[0].SpeedUp.Median)
		assert.Equal(t, s.Name == "scaling/op=Chain/way=go", s.Chain, s.Name)
		assert.Equal(t, strings.Contains(s.Name, "=LogAccumulateDirect/"), s.Busy, s.Name)
	}
	assert.Equal(t, []int{1}, Workers(1))
	assert.Equal(t, []int{1, 2, 4, 6}, Workers(6))
}

// TestFillForgetsAHoldUp has the first call take as long as a machine that is busy with
// something else makes it.
func TestFillForgetsAHoldUp(t *testing.T) {
	calls := 0
	_, took, err := fill(time.Millisecond, func(n int) (time.Duration, error) {
		if calls++; calls == 1 {
			return time.Minute, nil
		}
		return time.Duration(n) * time.Millisecond, nil
	})
	require.NoError(t, err)
	assert.Equal(t, time.Millisecond, took)
}

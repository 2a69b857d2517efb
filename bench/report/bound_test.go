package report

import (
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/perf/benchfmt"

	"sumlog/bench/machine"
	"sumlog/bench/measure"
	"sumlog/bench/probe"
	"sumlog/bench/probe/operations"
	"sumlog/bench/sweep"
)

// measured is a machine that multiplies 8 and adds 16, and both together 20, numbers a
// nanosecond, and copies 100 bytes in L1 and 20 in memory, past the caches 30.
func measured() *Document {
	limit := func(does, level string, rate float64) sweep.Limit {
		return sweep.Limit{Name: "limit/op=" + strings.ReplaceAll(does, " ", "_"), ISA: "avx2", Does: does, Level: level, Rate: measure.Stats{Max: rate, Median: rate / 2}, Samples: []float64{rate}}
	}
	return &Document{
		Machine: machine.Info{OS: "linux", Arch: "amd64", CPU: "Some CPU", Caches: []machine.Cache{{Level: 1, Bytes: 32 << 10}, {Level: 2, Bytes: 1 << 20}}},
		Levels:  []probe.Level{{Name: "L1", Bytes: 8 << 10}, {Name: "L2", Bytes: 256 << 10}, {Name: "memory", Bytes: 4 << 20}},
		Limits: []sweep.Limit{
			limit("multiply", "", 8e9), limit("add", "", 16e9), limit("multiply and add by turns", "", 20e9),
			limit("copy", "L1", 100e9), limit("copy", "memory", 20e9), limit("copy past the caches", "memory", 30e9),
		},
		Operations: map[string]operations.Count{"Log": {Multiply: 4, Add: 4}},
	}
}

func TestBindTakesTheLongest(t *testing.T) {
	d := measured()
	log := &sweep.Result{Name: "Log", Pattern: sweep.CopyOne}
	b := d.Bind(log, 16<<10)
	assert.Equal(t, "multiply", b.By)
	assert.InDelta(t, 0.5, b.NS, 1e-12)
	assert.Equal(t, "L1", b.Level)
	assert.InDelta(t, 0.5, b.Per, 1e-12)

	b = d.Bind(log, 2<<20)
	assert.Equal(t, "memory copy", b.By)
	assert.InDelta(t, 16.0/30, b.NS, 1e-12, "what is written past the caches is written")

	d.Operations["Log"] = operations.Count{Multiply: 4, Add: 12}
	b = d.Bind(log, 1)
	assert.Equal(t, "multiply and add", b.By)
	assert.InDelta(t, 0.8, b.NS, 1e-12)

	d.Limits = nil
	assert.True(t, math.IsNaN(d.Bind(log, 1).NS))
	assert.True(t, math.IsNaN(measured().Bind(&sweep.Result{Name: "unknown", Pattern: sweep.CopyOne}, 1).NS))
}

func TestDirectHasItsOperationsForEachTerm(t *testing.T) {
	d := measured()
	d.Operations["LogAccumulateDirect"] = operations.Count{Multiply: 8}
	b := d.Bind(&sweep.Result{Name: "LogAccumulateDirect", Pattern: sweep.CopyOne, Terms: 16}, 1)
	assert.InDelta(t, 16, b.NS, 1e-12)
}

func TestRowsHaveALogarithmEach(t *testing.T) {
	d := measured()
	d.Operations["SumLog"] = operations.Count{Multiply: 3}
	b := d.Bind(&sweep.Result{Name: "SumLogRows", Pattern: sweep.ReadOne, Cols: 2}, 1)
	assert.InDelta(t, (3+4.0/2)/8, b.NS, 1e-12)
}

func TestPick(t *testing.T) {
	ns := &measure.Stats{Median: 1}
	l := &sweep.Line{Points: []sweep.Point{{N: 4, NS: ns}, {N: 1024, NS: ns}, {N: 4096, NS: ns}, {N: 1 << 20, Absent: "too slow"}}}
	cached, large := Pick(l)
	assert.Equal(t, 1024, cached.N)
	assert.Nil(t, large, "the largest was not measured")
	l.Points[3] = sweep.Point{N: 1 << 20, NS: ns}
	_, large = Pick(l)
	assert.Equal(t, 1<<20, large.N)
	cached, large = Pick(&sweep.Line{})
	assert.Nil(t, cached)
	assert.Nil(t, large)
}

// TestBenchmarksAreRead has the reader of benchstat read what was written.
func TestBenchmarksAreRead(t *testing.T) {
	d := measured()
	d.Workloads = []Workload{NewWorkload(sample())}
	d.Sweeps = []sweep.Result{{Name: "Log", Lines: []sweep.Line{{
		Name: "sweep/op=Log/isa=avx2/type=float64", Points: []sweep.Point{{N: 4, Calls: 7, Samples: []float64{2, 3}}},
	}}}}
	d.Scaling = []sweep.Scaled{{Name: "scaling/op=Log/isa=avx2", N: 5, Points: []sweep.ScaledPoint{{Workers: 2, Samples: []float64{0.5}}}}}
	text, err := d.Benchmarks()
	require.NoError(t, err)
	assert.Contains(t, string(text), "cpu: Some CPU\n")
	assert.Contains(t, string(text), "BenchmarkSweep/op=Log/isa=avx2/type=float64/n=4 7 8e-09 sec/op 2 ns/elem\n")
	reader := benchfmt.NewReader(strings.NewReader(string(text)), "bench.txt")
	count := map[string]int{}
	for reader.Scan() {
		switch r := reader.Result().(type) {
		case *benchfmt.Result:
			base, _ := r.Name.Parts()
			count[string(base)]++
			assert.Equal(t, "amd64", r.GetConfig("goarch"))
		case *benchfmt.SyntaxError:
			t.Error(r)
		}
	}
	require.NoError(t, reader.Err())
	assert.Equal(t, map[string]int{"Accumulate": 13, "Limit": 6, "Sweep": 2, "Scaling": 1}, count)
}

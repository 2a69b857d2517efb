package report

import (
	"bytes"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/perf/benchfmt"

	"sumlog/bench/cases"
	"sumlog/bench/machine"
	"sumlog/bench/measure"
	"sumlog/bench/probe"
	"sumlog/bench/probe/arithmetic"
	"sumlog/internal/cost"
	"sumlog/internal/operations"
	"sumlog/kernel"
)

// point is n items that take ns nanoseconds each.
func point(n int, ns ...float64) *measure.Point {
	p := &measure.Point{N: n, Calls: 7}
	for _, x := range ns {
		p.Samples = append(p.Samples, x*float64(n)*1e-9)
	}
	p.Stats = measure.Summarise(p.Samples)
	return p
}

var twoCaches = []machine.Cache{{Level: 1, Bytes: 32 << 10}, {Level: 2, Bytes: 1 << 20}}

// sample is a machine that multiplies 8 and adds 16, and both together 20, numbers a nanosecond,
// and copies 100 bytes in L1 and 20 in memory, 30 with non-temporal stores; and some cases.
func sample() *Report {
	limits := map[string]*measure.Case{}
	d := &Report{
		Settings: Settings{ISAs: []string{"generic", "avx2"}},
		Machine:  machine.Info{OS: "linux", Arch: "amd64", CPU: "Some CPU", Caches: twoCaches},
		Levels: []probe.Level{
			{Name: "L1", Bytes: 8 << 10},
			{Name: "L2", Bytes: 256 << 10},
			{Name: "memory", Bytes: 4 << 20},
		},
		Arithmetic: map[string]arithmetic.Count{"Log": {Multiply: 4, Add: 4}},
	}
	for _, l := range []struct {
		does, level string
		rate        float64
	}{
		{probe.Multiply, probe.Arithmetic, 8},
		{probe.Add, probe.Arithmetic, 16},
		{probe.Mix, probe.Arithmetic, 20},
		{probe.Copy, "L1", 100},
		{probe.Copy, probe.Memory, 20},
		{probe.Copy + probe.NonTemporal, probe.Memory, 30},
	} {
		if limits[l.level] == nil {
			limits[l.level] = &measure.Case{Kind: measure.Limit, Name: l.level, Unit: "byte"}
			d.Cases = append(d.Cases, limits[l.level])
		}
		limits[l.level].Variants = append(limits[l.level].Variants, &measure.Variant{
			Name: "limit/op=" + strings.Fields(l.does)[0], ISA: "avx2", Method: l.does,
			Points: []*measure.Point{point(1000, 1/l.rate, 2/l.rate)},
		})
	}
	d.Cases = append(d.Cases, workload(), &measure.Case{
		Kind: measure.Sweep, Name: "Log", Unit: "element", Pattern: probe.Copy, Bytes: 16,
		Variants: []*measure.Variant{
			{Name: "sweep/op=Log/isa=avx2", Label: "sumlog", ISA: "avx2", Points: []*measure.Point{point(4,
				2, 3), point(1024, 1, 1), point(4096, 1, 2, 3)}},
			{
				Name: "sweep/op=Log/variant=Go_loop", Label: "Go loop", Base: true,
				Points: []*measure.Point{point(4, 8, 8), point(1024, 6, 8), point(4096, 10, 10, 10)},
			},
			{Name: "sweep/op=Log/variant=C_log", Label: "C", Skipped: "no C compiler"},
		},
	})
	return d
}

func workload() *measure.Case {
	c := &measure.Case{Kind: measure.Workload, Name: "accumulate", Unit: "term", Units: 1000}
	add := func(peer, label, isa, method string, workers int, seconds float64) {
		c.Variants = append(c.Variants, &measure.Variant{
			Name: "accumulate/" + strings.ReplaceAll(label, " ", "_"), Label: label, Peer: peer, ISA: isa,
			Method: method, Workers: workers,
			Base: label == "for loop" && peer == "", Points: []*measure.Point{point(1, seconds*1e9)},
		})
	}
	add("python", "for loop", "", cases.Literal, 1, 12)
	add("", "for loop", "", cases.Literal, 1, 1.6)
	add("", "avx2, for loop", "avx2", cases.Literal, 1, 0.8)
	add("", "avx2, map", "avx2", cases.Literal, 2, 0.4)
	add("", "avx2, for loop", "avx2", cases.Constant, 1, 0.001)
	return c
}

func TestOwnTakesTheFastest(t *testing.T) {
	c := workload()
	assert.Equal(t, "avx2, for loop", Own(c, cases.Literal, 1).Label)
	assert.Equal(t, "avx2, map", Own(c, cases.Literal, 2).Label)
	assert.Nil(t, Own(c, cases.InPlace, 2))
	assert.InEpsilon(t, 12.0/0.4, Times(Own(c, cases.Literal, 2), PythonLoop(c)), 1e-12)
	assert.Zero(t, Times(nil, c.Base()))
}

func TestBindTakesTheLongest(t *testing.T) {
	d := sample()
	log := d.Find(measure.Sweep, "Log")
	b := d.Bind(log, 16<<10)
	assert.Equal(t, "multiply", b.By)
	assert.InDelta(t, 0.5, b.NS, 1e-12)
	assert.Equal(t, "L1", b.Level)
	assert.InDelta(t, 0.5, b.Per, 1e-12)
	b = d.Bind(log, 2<<20)
	assert.Equal(t, "memory copy", b.By)
	assert.InDelta(t, 16.0/30, b.NS, 1e-12, "what is stored non-temporally is stored")
	d.Arithmetic["Log"] = arithmetic.Count{Multiply: 4, Add: 12}
	b = d.Bind(log, 1)
	assert.Equal(t, "multiply and add", b.By)
	assert.InDelta(t, 0.8, b.NS, 1e-12)
	assert.True(t, math.IsNaN(d.Bind(&measure.Case{Name: "unknown", Bytes: 8}, 1).NS))
	d.Arithmetic["LogAccumulateDirect"] = arithmetic.Count{Multiply: 8}
	assert.InDelta(t, 16, d.Bind(&measure.Case{Name: "LogAccumulateDirect", Bytes: 16, Terms: 16},
		1).NS, 1e-12, "for each term")
	d.Arithmetic["Log"], d.Arithmetic["SumLog"] = arithmetic.Count{Multiply: 4},
		arithmetic.Count{Multiply: 3}
	assert.InDelta(t, 5.0/8, d.Bind(&measure.Case{Name: "SumLogRows", Bytes: 8, Cols: 2}, 1).NS, 1e-12,
		"a logarithm a row")
}

// TestBenchmarksAreRead has the reader of benchstat read what was written.
func TestBenchmarksAreRead(t *testing.T) {
	d := sample()
	log := d.Find(measure.Sweep, "Log").Variants[0]
	ns := []float64{2, 2, 9, 3, 3, 3, 9, 4, 4, 1, 6, 6, 7, 7, 8, 8, 1, 9, 9, 9, 1}
	log.Points[len(log.Points)-1] = point(4096, ns...)
	reader := benchfmt.NewReader(bytes.NewReader(d.Benchmarks()), "bench.txt")
	count, lines := map[string]int{}, []float64{}
	for reader.Scan() {
		switch r := reader.Result().(type) {
		case *benchfmt.Result:
			base, _ := r.Name.Parts()
			count[string(base)]++
			assert.Equal(t, "amd64", r.GetConfig("goarch"))
			assert.Equal(t, "Some CPU", r.GetConfig("cpu"))
			if string(r.Name) == "Sweep/op=Log/isa=avx2/n=4096" {
				assert.Equal(t, 7, r.Iters)
				lines = append(lines, r.Values[0].OrigValue/4096)
			}
		case *benchfmt.SyntaxError:
			t.Error(r)
		}
	}
	assert.InDeltaSlice(t, []float64{2, 3, 4, 6.5, 8, 9}, lines, 0.01, "a sixth of the rounds each")
	assert.Equal(t, map[string]int{"Accumulate": 5, "Limit": 12, "Sweep": 13}, count)
}

func TestRunName(t *testing.T) {
	d := &Report{Begun: time.Date(2026, 3, 4, 23, 0, 0, 0, time.UTC)}
	for cpu, want := range map[string]string{
		"AMD EPYC 9B45":                  "2026-03-04-amd-epyc-9b45",
		"Intel(R) Xeon(R) CPU @ 2.20GHz": "2026-03-04-intel-xeon-cpu", "": "2026-03-04-unknown",
	} {
		d.Machine.CPU = cpu
		assert.Equal(t, want, d.RunName())
	}
}

func TestAims(t *testing.T) {
	aims, err := ParseAims(`# comment
sweep/op=Log/isa=avx2/n=4096 at-most 2
sweep/op=Log/isa=avx2/n=largest at-most 1.9
sweep/op=Log/isa=avx2/n=1024 faster 7 sweep/op=Log/variant=*/n=1024
sweep/op=Log/isa=avx2/n=1024 faster 7.1 sweep/op=Log/variant=Go_loop/n=1024
sweep/op=Log/variant=Go_loop/n=1024 longer 7 sweep/op=Log/isa=avx2/n=1024
sweep/op=Log/variant=Go_loop/n=1024 more 5 sweep/op=Log/isa=avx2/n=1024
sweep/op=Log/isa=avx2/n=1024 faster 1 sweep/op=Log/variant=C_log/n=1024
sweep/op=Log/isa=avx2/n=5 at-most 2
sweep/op=Log/isa=avx512/n=4096 at-most 2
sweep/op=Log/variant=C_log/n=4096 at-most 2
`)
	require.NoError(t, err)
	var got []string
	for _, a := range aims {
		verdict, says := sample().Check(a)
		got = append(got, verdict+"  "+a.Figure+": "+says)
	}
	want := []string{
		"pass  sweep/op=Log/isa=avx2/n=4096: 2.00 ± 1.00 ns, at most 2",
		"FAIL  sweep/op=Log/isa=avx2/n=largest: 2.00 ± 1.00 ns, at most 1.9",
		"pass  sweep/op=Log/isa=avx2/n=1024: 7.00 ± 1.00 times as fast, at least 7 (versus " +
			"sweep/op=Log/variant=*/n=1024)",
		"FAIL  sweep/op=Log/isa=avx2/n=1024: 7.00 ± 1.00 times as fast, at least 7.1 (versus " +
			"sweep/op=Log/variant=Go_loop/n=1024)",
		"pass  sweep/op=Log/variant=Go_loop/n=1024: 7.00 ± 1.00 times as long, at most 7 (versus " +
			"sweep/op=Log/isa=avx2/n=1024)",
		"FAIL  sweep/op=Log/variant=Go_loop/n=1024: 6.00 ± 1.00 ns more, at most 5 (versus " +
			"sweep/op=Log/isa=avx2/n=1024)",
		"skip  sweep/op=Log/isa=avx2/n=1024: sweep/op=Log/variant=C_log/n=1024 was not measured: no C " +
			"compiler",
		"FAIL  sweep/op=Log/isa=avx2/n=5: not measured",
		"skip  sweep/op=Log/isa=avx512/n=4096: not measured",
		"skip  sweep/op=Log/variant=C_log/n=4096: not measured: no C compiler",
	}
	assert.Equal(t, want, got)
	for text, want := range map[string]string{
		"\nx":            "line 2: want FIGURE KIND BOUND [OTHER]",
		"x nearly 3":     "line 1: nearly: want",
		"x faster 3":     "line 1: faster compares with another figure",
		"x at-most 3 y":  "line 1: at-most compares with the bound alone",
		"x at-most many": "line 1: many is no number",
	} {
		_, err := ParseAims(text)
		assert.ErrorContains(t, err, want)
	}
}

// TestCosts has a machine that takes twice as long as assumed, for all but one operation.
func TestCosts(t *testing.T) {
	by := func(kind measure.Kind, name string, n int, ns float64) *measure.Case {
		return &measure.Case{Kind: kind, Name: name, Cols: 8, Variants: []*measure.Variant{{
			ISA:    "avx2",
			Points: []*measure.Point{point(n, ns)},
		}}}
	}
	log := by(measure.Sweep, "Log", 20_000, 2*cost.Log.Of(kernel.AVX2))
	log.Variants[0].Points = []*measure.Point{
		point(4, 20), log.Variants[0].Points[0], point(1<<20, 7),
		{N: 1 << 24},
	}
	log.Variants = append(log.Variants, &measure.Variant{ISA: "generic"})
	d := &Report{Cases: []*measure.Case{
		log,
		by(measure.Sweep, "SumLogRows", 8000, 2*cost.Row(kernel.AVX2, 8)/8),
		by(measure.Sweep, "Exp", 8000, 3.1*cost.Exp.Of(kernel.AVX2)),
		by(measure.Sweep, "LogGamma", 8000, 0.1),
		by(measure.Single, "LogGamma, x from 0", 4096, 2*cost.LogGamma.Of(kernel.AVX2)),
	}}
	costs := d.Costs()
	require.Len(t, costs, 4)
	assert.Equal(t, 20_000, costs[0].Point.N, "the size whose work is between the thresholds")
	// a row's cost counts per element; inputs are those of the estimate
	for i, want := range []float64{2, 2, 3.1, 2} {
		assert.InEpsilon(t, want, costs[i].Ratio(), 1e-12, costs[i].Operation)
		assert.InEpsilon(t, 2, costs[i].Machine, 1e-12)
		assert.Equal(t, want < 3, costs[i].Holds(), costs[i].Operation)
	}
	assert.InEpsilon(t, 1.55*cost.Exp.Of(kernel.AVX2), costs[2].Expected(), 1e-12)
}

// TestEveryOperationHasACost asks for costs of the first operations; others may have none yet.
func TestEveryOperationHasACost(t *testing.T) {
	for _, name := range []string{
		"Log", "SumLog", "SumLogRows", "LogAccumulate",
		"LogAccumulateDirect", "Add",
	} {
		assert.NotNil(t, operations.Find(name))
		assert.Positive(t, assumed(name, &measure.Case{Cols: 8, Terms: 16}, "neon"), name)
	}
}

func TestNumbers(t *testing.T) {
	for x, want := range map[float64]string{
		0: "0", 1: "1.00", 0.012345: "0.0123", 9.999: "10.0", 123.45: "123", 999.6: "1000",
		1234.5: "1230", 12345: "12 300",
		123456: "123 000", 1234567: "1.23e6", 0.00123: "0.00123", 7.8e-6: "7.80e-6", -0.5: "-0.500",
		math.Inf(1): "-", math.NaN(): "-",
	} {
		assert.Equal(t, want, Figure(x), "%v", x)
	}
	for x, want := range map[float64]string{
		12.34: "12.3 s", 0.9999: "1.00 s", 0.1234: "123 ms",
		63.4e-6: "63.4 µs", 5e-9: "5.00 ns", math.NaN(): "- ns",
	} {
		assert.Equal(t, want, Seconds(x), "%v", x)
	}
	for x, want := range map[float64]string{
		0: "<0.1%", 0.0123: "1.2%", 0.0999: "10%", 33: ">999%",
		math.NaN(): "-",
	} {
		assert.Equal(t, want, Percent(x), "%v", x)
	}
	assert.Equal(t, "1 234 567", measure.Count(1_234_567))
	assert.Equal(t, "23.5 GiB", Bytes(23.5*(1<<30)))
}

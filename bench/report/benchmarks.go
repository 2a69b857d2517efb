package report

import (
	"bytes"
	"cmp"
	"fmt"
	"regexp"
	"strings"

	"sumlog/bench/measure"
)

// benchmarkLines is the number of lines of a figure: the fewest that benchstat gives a confidence
// interval for.
const benchmarkLines = 6

// Benchmarks are the figures that the tables of the report compare, as `go test -bench` prints
// them, for benchstat: of kernels over all sizes those that [Pick] returns. Six lines each, of
// which each is the median of a sixth of the rounds, in their order; or a line a round where there
// are fewer. An operation is a call on n items.
func (d *Report) Benchmarks() []byte {
	var out bytes.Buffer
	m := d.Machine
	fmt.Fprintf(&out, "goos: %s\ngoarch: %s\npkg: sumlog/bench\ncpu: %s\n",
		m.OS, m.Arch, cmp.Or(m.CPU, "unknown"))
	for _, c := range d.Cases {
		for _, v := range c.Variants {
			points := v.Points
			if c.Kind == measure.Sweep {
				cached, large := Pick(v)
				points = []*measure.Point{cached, large}
			}
			for _, p := range points {
				if p == nil || p.Stats == nil {
					continue
				}
				name := strings.ToUpper(v.Name[:1]) + v.Name[1:]
				lines := min(benchmarkLines, len(p.Samples))
				for i := range lines {
					from, to := i*len(p.Samples)/lines, (i+1)*len(p.Samples)/lines
					median := measure.Summarise(p.Samples[from:to]).Median
					fmt.Fprintf(&out, "Benchmark%s/n=%d\t%d\t%.4g ns/op\n", name, p.N, max(1, p.Calls), 1e9*median)
				}
			}
		}
	}
	return out.Bytes()
}

// RunName is what a file of this run is called: its date and the processor.
func (d *Report) RunName() string {
	cpu := strings.ToLower(marks.ReplaceAllString(cmp.Or(d.Machine.CPU, "unknown"), ""))
	cpu = strings.Trim(others.ReplaceAllString(cpu, "-"), "-")
	return d.Begun.UTC().Format("2006-01-02") + "-" + cpu
}

var (
	marks  = regexp.MustCompile(`\((R|TM)\)|@.*`)
	others = regexp.MustCompile(`[^a-z0-9]+`)
)

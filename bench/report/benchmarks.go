package report

import (
	"bytes"
	"fmt"
	"strings"

	"golang.org/x/perf/benchfmt"

	"sumlog/bench/sweep"
)

// Benchmarks are all repetitions in Go's benchmark format, a line each, so that
// benchstat compares two runs.
func (d *Document) Benchmarks() ([]byte, error) {
	var out bytes.Buffer
	w := benchfmt.NewWriter(&out)
	config := func(key, value string) benchfmt.Config {
		return benchfmt.Config{Key: key, Value: []byte(value), File: true}
	}
	configs := []benchfmt.Config{
		config("goos", strings.ToLower(d.Machine.OS)), config("goarch", d.Machine.Arch),
		config("pkg", "sumlog/bench"), config("cpu", orUnknown(d.Machine.CPU)),
	}
	var failed error
	line := func(name string, calls int, values ...benchfmt.Value) {
		head, rest, _ := strings.Cut(name, "/")
		name = strings.ToUpper(head[:1]) + head[1:] + "/" + rest
		if err := w.Write(&benchfmt.Result{Config: configs, Name: benchfmt.Name(name), Iters: max(1, calls), Values: values}); err != nil {
			failed = err
		}
	}
	for _, work := range d.Workloads {
		for _, way := range work.Ways {
			for _, s := range way.Samples {
				line(way.Name, 1, benchfmt.Value{Value: s, Unit: "sec/op"})
			}
		}
	}
	for _, l := range d.Limits {
		unit := "op/s"
		if l.Level != "" {
			unit = "B/s"
		}
		for _, s := range l.Samples {
			line(l.Name, 1, benchfmt.Value{Value: s, Unit: unit})
		}
	}
	if d.Knee != nil {
		for _, p := range d.Knee.Points {
			for _, s := range p.Samples {
				line(fmt.Sprintf("%s/bytes=%d", sweep.KneeName, p.Bytes), 1, benchfmt.Value{Value: s, Unit: "B/s"})
			}
		}
	}
	for _, r := range d.Sweeps {
		for _, l := range r.Lines {
			for _, p := range l.Points {
				for _, ns := range p.Samples {
					line(fmt.Sprintf("%s/n=%d", l.Name, p.N), p.Calls,
						benchfmt.Value{Value: ns * float64(p.N) * 1e-9, Unit: "sec/op"}, benchfmt.Value{Value: ns, Unit: "ns/elem"})
				}
			}
		}
	}
	for _, s := range d.Scaling {
		for _, p := range s.Points {
			for _, seconds := range p.Samples {
				line(fmt.Sprintf("%s/n=%d/workers=%d", s.Name, s.N, p.Workers), 1, benchfmt.Value{Value: seconds, Unit: "sec/op"})
			}
		}
	}
	return out.Bytes(), failed
}

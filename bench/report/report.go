// Package report is what a run found, and what follows: limits that bind, estimates that are off.
package report

import (
	"bytes"
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"sumlog/bench/machine"
	"sumlog/bench/measure"
	"sumlog/bench/peer"
	"sumlog/bench/probe"
	"sumlog/bench/probe/arithmetic"
)

// Report is the whole of a run, as report.json has it.
type Report struct {
	Program    string                      `json:"program"`
	Begun      time.Time                   `json:"begun"`
	Took       float64                     `json:"took_seconds"`
	OK         bool                        `json:"ok"` // no results were wrong
	Settings   Settings                    `json:"settings"`
	Machine    machine.Info                `json:"machine"`
	Python     *peer.Interpreter           `json:"python,omitempty"`
	NoPython   string                      `json:"no_python,omitempty"` // why there is none
	Peers      []peer.Version              `json:"peers"`
	Levels     []probe.Level               `json:"levels"`
	Arithmetic map[string]arithmetic.Count `json:"arithmetic"` // on float64, for an element
	Cases      []*measure.Case             `json:"cases"`
}

// Settings are what the run was asked to do.
type Settings struct {
	Objects int      `json:"objects"`
	Terms   int      `json:"terms"`
	Rows    int      `json:"rows"`
	Workers int      `json:"workers"`
	Pinning string   `json:"pinning"`
	ISAs    []string `json:"isas"`
	Best    string   `json:"best"` // of the instruction sets
	Quick   bool     `json:"quick"`
	Run     string   `json:"run,omitempty"`
	Reps    int      `json:"reps,omitempty"` // 0: as many as the time allowed
	Peers   []string `json:"peers"`
	Batch   float64  `json:"batch_seconds"` // that a repetition of fast calls takes, about
	Bytes   int      `json:"sweep_bytes"`   // of the largest arrays of an operation, all together
}

// Of returns the cases of a kind.
func (d *Report) Of(kind measure.Kind) []*measure.Case {
	other := func(c *measure.Case) bool { return c.Kind != kind }
	return slices.DeleteFunc(slices.Clone(d.Cases), other)
}

// Find returns a case, or an empty one.
func (d *Report) Find(kind measure.Kind, name string) *measure.Case {
	for _, c := range d.Of(kind) {
		if c.Name == name {
			return c
		}
	}
	return &measure.Case{Kind: kind, Name: name}
}

// Problems lists what is wrong with any variant, each with its name. What other programs do with
// special values is theirs: the tables show it.
func (d *Report) Problems() (list []string) {
	for _, c := range d.Cases {
		for _, v := range c.Variants {
			for _, problem := range v.Problems {
				list = append(list, v.Name+": "+problem)
			}
			if v.Peer == "" && v.Error != nil && v.Error.Wrong > 0 {
				list = append(list, fmt.Sprintf("%s: %d of %d results are not finite",
					v.Name, v.Error.Wrong, v.Error.Count))
			}
		}
	}
	return list
}

// Fastest returns the fastest variant that fits at the point that at gives, and that point, or nil.
func Fastest(
	c *measure.Case, at func(*measure.Variant) *measure.Point, fits func(*measure.Variant) bool,
) (best *measure.Variant, point *measure.Point) {
	for _, v := range c.Variants {
		if p := at(v); p != nil && fits(v) && (best == nil || p.Stats.Median < point.Stats.Median) {
			best, point = v, p
		}
	}
	return best, point
}

// FastestKernel is the fastest of sumlog's kernels in the caches, with its point, or nil.
func FastestKernel(c *measure.Case) (*measure.Variant, *measure.Point) {
	return Fastest(c, Cached, func(v *measure.Variant) bool { return v.ISA != "" })
}

// InCache is the size at which kernels are compared out of the first caches.
const InCache = 1024

// Cached is the point of a variant in the caches, or nil.
func Cached(v *measure.Variant) *measure.Point { return v.At(InCache) }

// Pick returns the points that tables show: the cached one, and the largest if that is another.
func Pick(v *measure.Variant) (cached, large *measure.Point) {
	cached, large = Cached(v), v.Last()
	if large == cached {
		large = nil
	}
	return cached, large
}

// Separate reports whether a cache is measured by itself.
func (d *Report) Separate(c machine.Cache) bool {
	return slices.Contains(probe.Caches(d.Machine.Caches, 0), c)
}

// Highest is the highest rate a second that a probe reached in any round.
func Highest(v *measure.Variant) float64 {
	p := v.Points[0]
	return float64(p.N) / p.Stats.Min
}

// Gained returns the most workers that an operation had, and how many times as fast it was, or 0.
func (d *Report) Gained(name string) (workers int, times float64) {
	c := d.Find(measure.Scaling, name)
	if n := len(c.Variants); n > 1 {
		most := c.Variants[n-1]
		if r := c.Ratio(most, most.Last()); r != nil {
			return most.Workers, r.Median
		}
	}
	return 0, 0
}

// Times returns how many times as fast v, of a workload, is as other; 0 where one has no figures.
func Times(v, other *measure.Variant) float64 {
	if v == nil || other == nil || v.Last() == nil || other.Last() == nil {
		return 0
	}
	return other.Last().Stats.Median / v.Last().Stats.Median
}

// PythonLoop returns the variant of a workload that is Python's plain loop, or nil.
func PythonLoop(c *measure.Case) *measure.Variant {
	return c.Find(func(v *measure.Variant) bool {
		return v.Peer == "python" && v.Workers == 1 && strings.HasPrefix(v.Label, "for loop")
	})
}

// Own returns sumlog's fastest variant by a method and at most that many workers, or nil.
func Own(c *measure.Case, method string, workers int) *measure.Variant {
	v, _ := Fastest(c, (*measure.Variant).Last, func(v *measure.Variant) bool {
		return v.ISA != "" && v.Method == method && v.Workers <= workers
	})
	return v
}

// benchmarkLines is the number of lines of a figure: the fewest that benchstat has intervals for.
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
			cached, large := Pick(v)
			for _, p := range v.Measured() {
				if c.Kind == measure.Sweep && p != cached && p != large {
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
	cpu := marks.ReplaceAllString(strings.ToLower(cmp.Or(d.Machine.CPU, "unknown")), " ")
	return d.Begun.UTC().Format("2006-01-02") + "-" + strings.Join(strings.Fields(cpu), "-")
}

var marks = regexp.MustCompile(`\((r|tm)\)|@.*|[^a-z0-9@]+`)

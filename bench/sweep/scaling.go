package sweep

import (
	"context"
	"fmt"
	"runtime"
	"time"

	"sumlog"

	"sumlog/bench/measure"
	"sumlog/dispatch"
	"sumlog/kernel"
)

// Scaled is an operation by one worker and by more.
type Scaled struct {
	Name   string        `json:"name"`
	Label  string        `json:"label"`
	Absent string        `json:"absent,omitempty"`
	Chain  bool          `json:"chain,omitempty"` // the control, no operation of sumlog's
	Busy   bool          `json:"busy,omitempty"`  // bound by the core's arithmetic alone
	N      int           `json:"n"`
	Points []ScaledPoint `json:"points,omitempty"`
}

// ScaledPoint is an operation by so many workers.
type ScaledPoint struct {
	Workers int           `json:"workers"`
	Seconds measure.Stats `json:"seconds"`
	Samples []float64     `json:"samples"`
	SpeedUp measure.Stats `json:"times_as_fast"` // as one worker, round by round
}

// job is what is scaled.
type job struct {
	name, label string
	n           int
	inputs      *Operation // whose pattern and inputs it has
	run         func(p *dispatch.Pool, d data)
	chain, busy bool
}

// jobs are the operations on arrays that are worth more than one worker: some bound by
// arithmetic, some by memory; and a chain, which tells cores from threads of a core.
func jobs(arrays Arrays, quick bool) []job {
	const million = 1 << 20
	size := func(n int) int {
		if quick {
			return min(n/8, len(arrays.space.a)/3)
		}
		return min(n, len(arrays.space.a)/3)
	}
	objects := size(8 * 2500)
	memory := len(arrays.space.a) // an array; three together are as large as one
	of := func(pattern Pattern, lo, hi float64) *Operation {
		return &Operation{Pattern: pattern, Inputs: uniform(lo, hi)}
	}
	return []job{
		{
			name: "Chain", label: "a chain of 1000 multiplications", n: objects, inputs: of(CopyOne, 0.5, 2), chain: true,
			run: func(p *dispatch.Pool, d data) {
				p.For(len(d.a), 8, func(lo, hi int) { chains(d.out[lo:hi], d.a[lo:hi]) })
			},
		},
		{
			name: "LogAccumulateDirect", label: "LogAccumulateDirect, 1000 terms", n: objects, inputs: of(CopyOne, 0, 1000), busy: true,
			run: func(p *dispatch.Pool, d data) { _ = on(p).LogAccumulateDirect(d.out, d.a, constantTerms) },
		},
		{
			name: "LogAccumulate", label: "LogAccumulate, 1000 terms", n: size(million), inputs: of(CopyOne, 0, 1000),
			run: func(p *dispatch.Pool, d data) { _ = on(p).LogAccumulate(d.out, d.a, constantTerms) },
		},
		{
			name: "Log", label: "Log", n: size(million), inputs: of(CopyOne, 0, 100),
			run: func(p *dispatch.Pool, d data) { _ = on(p).Log(d.out, d.a) },
		},
		{
			name: "SumLog", label: "SumLog, " + arrays.place(memory*bytesOne), n: memory, inputs: of(ReadOne, 0.5, 2),
			run: func(p *dispatch.Pool, d data) { d.out[0], _ = on(p).SumLog(d.a) },
		},
		{
			name: "Add", label: "Add, " + arrays.place(memory*bytesOne), n: memory / 3, inputs: of(ReadTwo, 0.5, 2),
			run: func(p *dispatch.Pool, d data) { _ = sumlog.AddOn(on(p), d.out, d.a, d.b) },
		},
	}
}

// place says where arrays of that many bytes together lie: in memory, if a cache holds half
// of them at most.
func (a Arrays) place(bytes int) string {
	switch {
	case bytes >= 2*a.last:
		return "from memory"
	case bytes > a.last:
		return "partly from memory"
	}
	return "in the caches"
}

// chains sets dst to x, multiplied a thousand times by next to one. Each multiplication
// waits for the one before, so that a core has most of its units idle: two threads of
// one core are as fast at it as two cores, which they are not at what keeps units busy.
func chains(dst, x []float64) {
	for i, v := range x {
		for range 1000 {
			v *= 1 + 1e-7
		}
		dst[i] = v
	}
}

// Workers are the counts that are measured: powers of two, and all.
func Workers(all int) (list []int) {
	for n := 1; n < all; n *= 2 {
		list = append(list, n)
	}
	return append(list, all)
}

// Scale measures jobs by one worker and by more, up to all, in interleaved rounds.
func Scale(ctx context.Context, arrays Arrays, isa kernel.ISA, all, rounds int, quick bool, matches func(string) bool, watch measure.Watcher) ([]Scaled, error) {
	counts := Workers(all)
	pools := make([]*dispatch.Pool, len(counts))
	for i, n := range counts {
		var err error
		if pools[i], err = dispatch.NewPool(dispatch.WithISA(isa), dispatch.WithWorkers(n)); err != nil {
			return nil, err
		}
		defer pools[i].Close()
	}
	settle := 20 * time.Millisecond
	if quick {
		settle = 2 * time.Millisecond
	}
	var list []Scaled
	var chosen []job
	for _, j := range jobs(arrays, quick) {
		s := Scaled{Name: scalingName(j, isa), Label: j.label, Chain: j.chain, Busy: j.busy, N: j.n}
		if !matches(s.Name) {
			s.Absent = LeftOut + "-run"
		} else {
			for _, n := range counts {
				s.Points = append(s.Points, ScaledPoint{Workers: n})
			}
		}
		chosen = append(chosen, j)
		list = append(list, s)
	}
	watch.Planned(len(chosen)*len(counts), rounds, time.Duration(2*rounds*len(chosen)*len(counts))*settle)
	for round := range rounds {
		watch.Round(round+1, rounds)
		runtime.GC()
		for at, j := range chosen {
			if list[at].Absent != "" {
				continue
			}
			j.inputs.fill(arrays)
			d := j.inputs.part(arrays, j.n)
			for k := range counts {
				if round%2 == 1 {
					k = len(counts) - 1 - k
				}
				if ctx.Err() != nil {
					return nil, context.Cause(ctx)
				}
				run := func() { j.run(pools[k], d) }
				calls := callsOf(settle, run) // workers wake, and the caller finds a core of its own
				start := time.Now()
				for range calls {
					run()
				}
				p := &list[at].Points[k]
				p.Samples = append(p.Samples, time.Since(start).Seconds()/float64(calls))
				watch.Measured(fmt.Sprintf("%s/workers=%d", list[at].Name, counts[k]), 2*settle)
			}
		}
	}
	for at := range list {
		list[at].summarise()
	}
	return list, nil
}

// callsOf calls f for so long, and returns how often that was.
func callsOf(long time.Duration, f func()) (calls int) {
	for start := time.Now(); calls == 0 || time.Since(start) < long; calls++ {
		f()
	}
	return calls
}

func (s *Scaled) summarise() {
	for k := range s.Points {
		p := &s.Points[k]
		ratios := make([]float64, len(p.Samples))
		for i, t := range p.Samples {
			ratios[i] = s.Points[0].Samples[i] / t
		}
		p.Seconds, p.SpeedUp = measure.Summarise(p.Samples), measure.Summarise(ratios)
	}
}

// ScalingNames are those of what Scale measures.
func ScalingNames(isa kernel.ISA) (names []string) {
	for _, j := range jobs(Arrays{}, false) {
		names = append(names, scalingName(j, isa))
	}
	return names
}

func scalingName(j job, isa kernel.ISA) string {
	if j.chain {
		return "scaling/op=" + j.name + "/way=go"
	}
	return "scaling/op=" + j.name + "/isa=" + isa.String()
}

// on runs operations on a pool that is open; they have no other reason to fail.
func on(p *dispatch.Pool) sumlog.Run { return sumlog.On(context.Background(), p) }

package sweep

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"time"

	"sumlog/bench/measure"
	"sumlog/bench/peer"
	"sumlog/bench/probe"
)

// Limits say how long measuring may take.
type Limits struct {
	Rounds int           // of every way of an operation on one size; 0: as many as Group allows
	Batch  time.Duration // calls are repeated for this long in each round
	Call   time.Duration // where one call takes more, larger sizes are left out
	Group  time.Duration // all ways of an operation on one size together
	Bytes  int           // of all arrays together, at most
	Share  int           // results compared with exact ones are so many times fewer
	Quick  bool
}

// Limit is what a probe found.
type Limit struct {
	Name    string        `json:"name"`
	ISA     string        `json:"isa"`
	Does    string        `json:"does"`
	Level   string        `json:"level,omitempty"`
	Bytes   int           `json:"bytes,omitempty"`
	Rate    measure.Stats `json:"per_second"` // operations on float64, or bytes
	Samples []float64     `json:"samples"`
}

// passes is how often all is gone over: rounds of one size are spread over the whole
// run, for the machine changes meanwhile.
const passes = 3

// group is what is measured in turns: the ways of an operation on one size, or the
// probes.
type group struct {
	of     *Operation // nil for the probes
	rounds int        // in each pass
	turns  []turn
}

// turn is one measurement.
type turn struct {
	name   string
	cost   time.Duration
	sample func() error
}

// Arrays are what the operations work on, one after the other.
type Arrays struct {
	memory *peer.Memory
	space  data
	last   int // bytes of the last-level cache; 0 where it does not matter
}

// NewArrays makes room for arrays of so many bytes together, whatever the operation.
// They begin at different places of a page, as those of the probes do: where all begin at
// the same, the figures tell of that accident.
func NewArrays(m *peer.Memory, bytes, last int) Arrays {
	floats := func(place int) []float64 {
		n, from := bytes/bytesOne, place*probe.Apart/bytesOne
		return m.Floats(n + from)[from:]
	}
	return Arrays{m, data{out: floats(0), a: floats(1), b: floats(2)}, last}
}

// lab is where measuring happens.
type lab struct {
	ctx    context.Context
	limits Limits
	groups []group
	watch  measure.Watcher
}

// Measure measures the operations and the probes. It calls itself on a thread of its own,
// on the core on which the peers are.
func Measure(ctx context.Context, arrays Arrays, ops []*Operation, probes []*probe.Probe, matches func(string) bool, limits Limits, watch measure.Watcher) (results []Result, found []Limit, err error) {
	onTheCoreOfPeers(func() {
		results, found, err = measureAll(ctx, arrays, ops, probes, matches, limits, watch)
	})
	return results, found, err
}

// onTheCoreOfPeers calls f on a thread of its own, bound to the core on which the peers are.
func onTheCoreOfPeers(f func()) {
	done := make(chan struct{})
	go func() { // which ends locked to its thread, so that the thread ends too
		defer close(done)
		if cores := peer.Cores(); len(cores) > 0 {
			runtime.LockOSThread()
			_ = peer.Pin(0, cores[len(cores)-1]) // without, the figures are worse
		}
		f()
	}()
	<-done
}

func measureAll(ctx context.Context, arrays Arrays, ops []*Operation, probes []*probe.Probe, matches func(string) bool, limits Limits, watch measure.Watcher) ([]Result, []Limit, error) {
	l := &lab{ctx: ctx, limits: limits, watch: watch}
	found, err := l.addProbes(probes, matches)
	if err != nil {
		return nil, nil, err
	}
	var results []Result
	for _, o := range ops {
		r, err := l.addOperation(o, arrays, matches)
		if err != nil {
			return nil, nil, err
		}
		results = append(results, r)
	}
	if err := l.run(arrays); err != nil {
		return nil, nil, err
	}
	for _, r := range results {
		r.summarise()
	}
	for i := range found {
		found[i].Rate = measure.Summarise(found[i].Samples)
	}
	return results, found, nil
}

// addProbes finds out how often each is called.
func (l *lab) addProbes(probes []*probe.Probe, matches func(string) bool) ([]Limit, error) {
	var g group
	var found []Limit
	var chosen []*probe.Probe
	for _, p := range probes {
		if matches(p.Name()) {
			chosen = append(chosen, p)
			found = append(found, Limit{Name: p.Name(), ISA: p.ISA, Does: p.Does, Level: p.Level, Bytes: p.Bytes})
		}
	}
	for i, p := range chosen {
		l.watch.Calibrating(p.Name())
		calls, took, err := fill(l.limits.Batch, func(calls int) (time.Duration, error) { return p.Time(calls), l.ctx.Err() })
		if err != nil {
			return nil, err
		}
		g.turns = append(g.turns, turn{p.Name(), took, func() error {
			p.Time(1 + calls/8)
			seconds := p.Time(calls).Seconds()
			found[i].Samples = append(found[i].Samples, p.Per*float64(calls)/seconds)
			return nil
		}})
	}
	l.add(g)
	return found, nil
}

// addOperation finds out what sizes each way can be measured on, and judges its results.
func (l *lab) addOperation(o *Operation, arrays Arrays, matches func(string) bool) (Result, error) {
	r := Result{
		Name: o.Name, Does: o.Does, Pattern: o.Pattern, Terms: o.Terms, Cols: o.Cols, Inputs: o.Said,
		Against: o.Exact.against + "; " + o.Exact.on,
	}
	sizes := o.Sizes(l.limits.Bytes, l.limits.Quick)
	o.fill(arrays)
	var trials []trial
	for _, w := range o.Ways {
		line := Line{Name: o.NameOf(w), Label: w.Label, Peer: w.Peer, ISA: w.ISA, Base: w.Base, Absent: w.Absent}
		if line.Absent == "" && !matches(line.Name) {
			line.Absent = LeftOut + "-run"
		}
		if line.Absent == "" {
			if trials == nil {
				trials = o.trials(rand.New(rand.NewPCG(3, 4)), arrays.memory.Floats, l.limits.Share)
			}
			var err error
			if line.Error, err = judge(w, trials); err != nil {
				line.Absent = explained(o, w, err).Error()
			}
			if l.ctx.Err() != nil {
				return r, context.Cause(l.ctx)
			}
		}
		r.Lines = append(r.Lines, line)
	}
	perElement := make([]float64, len(o.Ways))
	for k := range r.Lines {
		r.Lines[k].Points = make([]Point, len(sizes))
	}
	for at, n := range sizes {
		g := group{of: o}
		for k, w := range o.Ways {
			line := &r.Lines[k]
			point := &line.Points[at]
			*point = Point{N: n, Bytes: n * o.Pattern.Bytes(), Absent: line.Absent}
			if foreseen := time.Duration(perElement[k] * float64(n)); foreseen > l.limits.Call && point.Absent == "" {
				point.Absent = fmt.Sprintf("too slow for this run: one call takes about %.2g s", foreseen.Seconds())
			}
			if point.Absent != "" {
				continue
			}
			l.watch.Calibrating(line.Name)
			d := o.part(arrays, n)
			calls, took, err := fill(l.limits.Batch, func(calls int) (time.Duration, error) {
				if err := l.ctx.Err(); err != nil {
					return 0, err
				}
				return w.run(d, calls)
			})
			if l.ctx.Err() != nil {
				return r, context.Cause(l.ctx)
			}
			if err != nil {
				point.Absent = explained(o, w, err).Error()
				continue
			}
			perElement[k] = float64(took) / float64(calls) / float64(n)
			point.Calls = calls
			g.turns = append(g.turns, turn{line.Name, took, func() error {
				if took < 10*l.limits.Batch { // what others left in caches and predictors does not count
					if _, err := w.run(d, 1+calls/8); err != nil {
						return explained(o, w, err)
					}
				}
				took, err := w.run(d, calls)
				point.Samples = append(point.Samples, float64(took.Nanoseconds())/float64(calls)/float64(n))
				return err
			}})
		}
		l.add(g)
	}
	return r, nil
}

// fill makes the inputs: those of small sizes are the first of those of large ones.
func (o *Operation) fill(arrays Arrays) {
	n := len(arrays.space.a) * bytesOne / o.Pattern.Bytes()
	y := arrays.space.b[:0]
	if o.Pattern == ReadTwo {
		y = arrays.space.b[:n]
	}
	o.Inputs(rand.New(rand.NewPCG(1, 2)), arrays.space.a[:n], y)
}

func (o *Operation) part(arrays Arrays, n int) data {
	s := arrays.space
	return data{s.out[:n:n], s.a[:n:n], s.b[:n:n]}
}

// fill finds out how many calls take about as long as a batch, and how long they take.
// What seems to take enough may have been held up, and is tried again: the shortest time
// counts. What takes long is tried once more only.
func fill(batch time.Duration, run func(calls int) (time.Duration, error)) (calls int, took time.Duration, err error) {
	for calls = 1; ; calls *= 2 {
		if took, err = run(calls); err != nil {
			return 0, 0, err
		}
		const long = 50 * time.Millisecond
		for tries := 0; took >= batch/4 && tries < 3 && (tries == 0 || took < long); tries++ {
			again, err := run(calls)
			if err != nil {
				return 0, 0, err
			}
			took = min(took, again)
		}
		if took >= batch/4 {
			more := max(1, int(float64(calls)*float64(batch)/float64(took)))
			return more, took * time.Duration(more) / time.Duration(calls), nil
		}
	}
}

// add settles how many rounds a group has.
func (l *lab) add(g group) {
	if len(g.turns) == 0 {
		return
	}
	var cost time.Duration
	for i := range g.turns {
		g.turns[i].cost += g.turns[i].cost / 8
		cost += g.turns[i].cost
	}
	rounds := l.limits.Rounds
	if rounds == 0 {
		rounds = min(max(int(l.limits.Group/max(1, cost)), passes), 7*passes)
	}
	g.rounds = max(1, (rounds+passes-1)/passes)
	l.groups = append(l.groups, g)
}

// run goes over all groups, several times.
func (l *lab) run(arrays Arrays) error {
	var total time.Duration
	count := 0
	for _, g := range l.groups {
		count += len(g.turns)
		for _, t := range g.turns {
			total += time.Duration(passes*g.rounds) * t.cost
		}
	}
	l.watch.Planned(count, passes, total)
	for pass := range passes {
		l.watch.Round(pass+1, passes)
		runtime.GC()
		var of *Operation
		for _, g := range l.groups {
			if g.of != nil && g.of != of {
				of = g.of
				of.fill(arrays)
			}
			for round := range g.rounds {
				for k := range g.turns {
					if round%2 == 1 { // what ran before is not always the same
						k = len(g.turns) - 1 - k
					}
					if l.ctx.Err() != nil {
						return context.Cause(l.ctx)
					}
					if err := g.turns[k].sample(); err != nil {
						return err
					}
					l.watch.Measured(g.turns[k].name, g.turns[k].cost)
				}
			}
		}
	}
	return nil
}

// summarise computes the statistics of the samples, and compares with the base way.
func (r *Result) summarise() {
	var base *Line
	for k := range r.Lines {
		if r.Lines[k].Base {
			base = &r.Lines[k]
		}
	}
	for k := range r.Lines {
		for at := range r.Lines[k].Points {
			p := &r.Lines[k].Points[at]
			if len(p.Samples) == 0 {
				continue
			}
			stats := measure.Summarise(p.Samples)
			p.NS = &stats
			if base != nil && len(base.Points[at].Samples) == len(p.Samples) {
				ratios := make([]float64, len(p.Samples))
				for i, ns := range p.Samples {
					ratios[i] = base.Points[at].Samples[i] / ns
				}
				ratio := measure.Summarise(ratios)
				p.Ratio = &ratio
			}
		}
	}
}

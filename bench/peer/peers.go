package peer

import (
	"cmp"
	"context"
	"maps"
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"
)

// Keys are the peers that -peers takes.
var Keys = []string{"python", "numpy", "numexpr", "scipy", "c", "sleef", "highway", "gonum", "vek", "archsimd"}

// ofPython are those that Python measures, and the libraries that they need.
var ofPython = map[string]string{"python": "NumPy", "numpy": "NumPy", "numexpr": "numexpr", "scipy": "SciPy"}

// Skipped begins the reason of what was skipped as asked; the flag follows.
const Skipped = "skipped by "

// Peers are the other programs that are compared with.
type Peers struct {
	Memory      *Memory
	Interpreter *Interpreter
	NoPython    string // why there is none
	chosen      []string
	c           []*Process // one for each worker
	noC         string
	noLibrary   map[string]string // of C
	python      *Process
	folder      string
	parameters  map[[2]int][]float64
}

// Start starts those that are chosen: as many C programs as there are workers, on a core each.
// Why one is unavailable is part of its variants. It fails only when ctx ends.
func Start(ctx context.Context, m *Memory, chosen []string, workers int) (*Peers, error) {
	p := &Peers{Memory: m, chosen: chosen, parameters: map[[2]int][]float64{}}
	folder, err := os.MkdirTemp("", "sumlog-bench-")
	if err != nil {
		return nil, err
	}
	p.folder = folder
	if p.wants("c", "sleef", "highway") {
		if err := p.startC(ctx, workers); err != nil {
			p.noC = err.Error()
		}
	}
	p.NoPython = Skipped + "-peers"
	if p.wants(slices.Collect(maps.Keys(ofPython))...) {
		p.NoPython = ""
		if err := p.startPython(ctx); err != nil {
			p.NoPython = err.Error()
		}
	}
	if ctx.Err() != nil {
		p.Close()
		return nil, context.Cause(ctx)
	}
	return p, nil
}

func (p *Peers) wants(keys ...string) bool {
	return slices.ContainsFunc(keys, func(key string) bool { return slices.Contains(p.chosen, key) })
}

// Unwanted is why a peer that was not chosen is skipped, "" for one that was.
func (p *Peers) Unwanted(key string) string {
	if p.wants(key) {
		return ""
	}
	return Skipped + "-peers"
}

func (p *Peers) startC(ctx context.Context, workers int) error {
	program, missing, err := build(ctx, p.folder)
	if err != nil {
		return err
	}
	p.noLibrary = missing
	cores := Cores()
	for i := range workers {
		process, err := start(ctx, p.Memory, p.folder, "C", program)
		if err != nil {
			return err
		}
		p.c = append(p.c, process)
		if len(cores) == 0 {
			continue
		}
		if err := Pin(process.cmd.Process.Pid, cores[i%len(cores)]); err != nil {
			return err
		}
	}
	return nil
}

// Close ends them.
func (p *Peers) Close() error {
	for _, process := range append(p.c, p.python) {
		if process != nil {
			process.Close()
		}
	}
	return os.RemoveAll(p.folder)
}

// Parameters returns where peers find two whole numbers.
func (p *Peers) Parameters(a, b int) []float64 {
	key := [2]int{a, b}
	if p.parameters[key] == nil {
		p.parameters[key] = p.Memory.Floats(2)
		p.parameters[key][0], p.parameters[key][1] = float64(a), float64(b)
	}
	return p.parameters[key]
}

// Function is one of a peer's functions.
type Function struct {
	Peer    string // the key
	Skipped string // why it cannot be called
	name    string
	from    []*Process
	peers   *Peers
}

// Function finds one, by the key of its peer and its name.
func (p *Peers) Function(key, name string) Function {
	f := Function{Peer: key, name: name, from: p.c, peers: p}
	none, lacks := cmp.Or(p.noC, p.noLibrary[key]), "the library or the processor has none"
	if library := ofPython[key]; library != "" {
		f.from, none, lacks = []*Process{p.python}, p.NoPython, "this Python has no "+library
	}
	f.Skipped = cmp.Or(p.Unwanted(key), none)
	if f.Skipped == "" && !f.from[0].Has(name) {
		f.Skipped = lacks
	}
	return f
}

// Run calls it the given number of times.
func (f Function) Run(ctx context.Context, out, a, b []float64, n, calls int) (time.Duration, error) {
	return f.RunParts(ctx, calls, Request{Out: out, A: a, B: b, N: n})
}

// RunParts has as many processes as there are requests do one each, at once. The time is from
// the first beginning to the last end.
func (f Function) RunParts(ctx context.Context, calls int, requests ...Request) (time.Duration, error) {
	for i, r := range requests {
		if err := f.from[i].send(f.peers.Memory, f.name, r, calls); err != nil {
			return 0, err
		}
	}
	all := span{math.MaxInt64, math.MinInt64}
	for i := range requests {
		s, err := f.from[i].answer(ctx)
		if err != nil {
			return 0, err
		}
		all = span{min(all.begun, s.begun), max(all.ended, s.ended)}
	}
	return time.Duration(all.ended - all.begun), nil
}

// Version is a peer and what is known of it.
type Version struct {
	Peer    string `json:"peer"`
	What    string `json:"what"`
	Skipped string `json:"skipped,omitempty"`
}

// Versions lists the peers; unavailable are reasons of those in Go.
func (p *Peers) Versions(unavailable map[string]string) (list []Version) {
	modules := map[string]string{}
	if build, ok := debug.ReadBuildInfo(); ok {
		for _, m := range build.Deps {
			modules[m.Path] = m.Version
		}
	}
	add := func(key, what, skipped string) {
		if key != "go" {
			skipped = cmp.Or(p.Unwanted(key), skipped)
		}
		list = append(list, Version{key, what, skipped})
	}
	add("go", "Go's own loops over package math, "+runtime.Version(), "")
	add("c", "the C library's log, lgamma and, on x86-64, libmvec; cc "+Flags, cmp.Or(p.noC, p.noLibrary["mvec"]))
	add("sleef", "SLEEF's log of 1.0 ULP (libsleef-dev)", cmp.Or(p.noC, p.noLibrary["sleef"]))
	add("highway", "Highway's Log (libhwy-dev); c++ "+Flags, cmp.Or(p.noC, p.noLibrary["highway"]))
	for _, library := range []string{"numpy", "numexpr", "scipy"} {
		version, skipped := "", p.NoPython
		if p.python != nil {
			if version = p.python.Word(library); version == "" {
				skipped = "this Python does not have it"
			}
		}
		add(library, strings.TrimSpace(library+" "+version), skipped)
	}
	add("gonum", "gonum.org/v1/gonum "+modules["gonum.org/v1/gonum"]+": floats and stat/combin", "")
	add("vek", "github.com/viterin/vek "+modules["github.com/viterin/vek"]+": Add only", unavailable["vek"])
	add("archsimd", "simd/archsimd of "+runtime.Version()+": Add only", unavailable["archsimd"])
	return list
}

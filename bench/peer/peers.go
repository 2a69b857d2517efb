package peer

import (
	"cmp"
	"context"
	"errors"
	"math"
	"os"
	"regexp"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"sumlog/internal/cpu"
)

// kind is a peer: the key, the program that measures it, how it is labelled, and what it is.
type kind struct{ key, language, title, what string }

// Package is the key of sumlog's own package for Python.
const Package = "sumlog"

// known are the peers, in the order of the report. The first is always measured.
var known = []kind{
	{"go", "Go", "Go", "Go's own loops over package math, " + runtime.Version()},
	{"c", "C", "C", "the C library's log, lgamma and, on x86-64, libmvec; cc " + Flags},
	{"sleef", "C", "C", "SLEEF's log of 1.0 ULP (libsleef-dev)"},
	{"highway", "C", "C++", "Highway's Log (libhwy-dev); c++ " + Flags},
	{"python", "Python", "Python", "Python's own loops and multiprocessing"},
	{"numpy", "Python", "NumPy", "NumPy"},
	{"numexpr", "Python", "numexpr", "numexpr"},
	{"scipy", "Python", "SciPy", "SciPy"},
	{Package, "Python", "Python", "sumlog's own package for Python (make wheel)"},
	{"gonum", "Go", "gonum", "gonum.org/v1/gonum: floats and stat/combin"},
	{"vek", "Go", "vek", "github.com/viterin/vek: Add only"},
	{"archsimd", "Go", "Go", "simd/archsimd of " + runtime.Version() + ": Add only"},
}

// Keys are the peers that -peers takes.
func Keys() (list []string) {
	for _, k := range known[1:] {
		list = append(list, k.key)
	}
	return list
}

func find(key string) kind {
	return known[slices.IndexFunc(known, func(k kind) bool { return k.key == key })]
}

// Label is a statement of a library without where its results go, and without rows.
func Label(key, code string) string {
	return find(key).title + ", " + results.ReplaceAllString(code, "")
}

var results = regexp.MustCompile(`^out.*? = |, out=out\b|\.reshape\(.*?\)`)

// Skipped begins the reason of what was skipped as asked; the flag follows.
const Skipped = "skipped by "

// Peers are the other programs that are compared with.
type Peers struct {
	Memory      *Memory
	Interpreter *Interpreter
	chosen      []string
	processes   map[string][]*Process // by language: of C one for each worker
	missing     map[string]string     // why there is no program of a language, or no library
	folder      string
	joined      []float64 // where C processes that run parts count
}

// Start starts those that are chosen: of C as many as there are workers, on a core each. The memory
// is theirs from now on. It fails only when ctx ends: variants say why one is unavailable.
func Start(ctx context.Context, m *Memory, chosen []string, workers int) (*Peers, error) {
	folder, err := os.MkdirTemp("", "sumlog-bench-")
	if err != nil {
		return nil, err
	}
	p := &Peers{
		Memory: m, chosen: chosen, folder: folder, processes: map[string][]*Process{},
		missing: map[string]string{}, joined: m.Floats(1),
	}
	for language, start := range map[string]func(ctx context.Context, workers int) error{
		"C": p.startC, "Python": p.startPython,
	} {
		wanted := func(key string) bool { return find(key).language == language }
		if !slices.ContainsFunc(chosen, wanted) {
			p.missing[language] = Skipped + "-peers"
		} else if err := start(ctx, workers); err != nil {
			p.missing[language] = err.Error()
		}
	}
	if ctx.Err() != nil {
		return nil, errors.Join(context.Cause(ctx), p.Close())
	}
	return p, nil
}

// NoPython is why there is no interpreter, "" where there is one.
func (p *Peers) NoPython() string { return p.missing["Python"] }

// Unwanted is why a peer that was not chosen is skipped, "" for one that was.
func (p *Peers) Unwanted(key string) string {
	if key == known[0].key || slices.Contains(p.chosen, key) {
		return ""
	}
	return Skipped + "-peers"
}

func (p *Peers) startC(ctx context.Context, workers int) error {
	program, libraries, err := build(ctx, p.folder, p.missing)
	if err != nil {
		return err
	}
	cores := Cores()
	for i := range workers {
		process, _, err := start(ctx, p.Memory, p.folder, "C", program, libraries...)
		if err != nil {
			return err
		}
		p.processes["C"] = append(p.processes["C"], process)
		if len(cores) > 0 {
			err = cpu.SetThreadMask(process.cmd.Process.Pid, cpu.MaskOf(cores[i%len(cores)]))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Cores returns the numbers of the cores that this thread may use, the last first: interrupts
// tend to come to the first. It returns none where threads cannot be pinned.
func Cores() []int {
	mask, _ := cpu.ThreadMask(0) // without an answer it is empty
	list := slices.Collect(cpu.In(mask))
	slices.Reverse(list)
	return list
}

// Close ends them, and closes the memory.
func (p *Peers) Close() error {
	for _, process := range slices.Concat(p.processes["C"], p.processes["Python"]) {
		process.Close()
	}
	return errors.Join(os.RemoveAll(p.folder), p.Memory.Close())
}

// Function is one of a peer's functions.
type Function struct {
	Skipped   string // why it cannot be called
	key, name string // of its peer, and its own
	version   string // of its library, if it has one
	from      []*Process
	peers     *Peers
}

// Function finds one, by the key of its peer and its name: in Python that of a headline job, with
// the number of terms or rows and of workers behind it, or a statement of a library that computes
// array out from arrays x and y.
func (p *Peers) Function(key, name string) Function {
	language := find(key).language
	f := Function{key: key, name: name, from: p.processes[language], peers: p}
	f.Skipped = cmp.Or(p.Unwanted(key), p.missing[language], p.missing[key])
	if f.Skipped == "" { // a process ends with the context of its start
		found, err := f.call(context.Background(), 0, Request{})
		if f.version = found.version; err != nil {
			f.Skipped = err.Error()
		}
	}
	return f
}

// Run calls it the given number of times. Several requests are for as many processes, which begin
// together, and join after each call. The time is from the first beginning to the last end.
func (f Function) Run(ctx context.Context, calls int, requests ...Request) (time.Duration, error) {
	all, err := f.call(ctx, calls, requests...)
	return time.Duration(all.ended - all.begun), err
}

func (f Function) call(ctx context.Context, calls int, requests ...Request) (answer, error) {
	m, joined := f.peers.Memory, f.peers.joined
	clear(joined)
	for i, r := range requests {
		if err := f.from[i].ask(f.key, m.offset(r.Out), m.offset(r.A), m.offset(r.B), r.N, calls,
			m.offset(joined), len(requests), f.name); err != nil {
			return answer{}, err
		}
	}
	all := answer{begun: math.MaxInt64, ended: math.MinInt64}
	for i := range requests {
		a, err := f.from[i].answer(ctx)
		if err != nil {
			return answer{}, err
		}
		all = answer{min(all.begun, a.begun), max(all.ended, a.ended), a.version}
	}
	return all, nil
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
	for _, k := range known {
		skipped := cmp.Or(p.Unwanted(k.key), p.missing[k.language], p.missing[k.key], unavailable[k.key])
		module, _, _ := strings.Cut(k.what, ":")
		version := modules[module]
		switch {
		case skipped != "":
		case k.key == "python":
			version = p.Interpreter.Heading()
		case k.language == "Python":
			f := p.Function(k.key, "pass")
			version, skipped = f.version, f.Skipped
		}
		list = append(list, Version{k.key, strings.TrimSpace(k.what + " " + version), skipped})
	}
	return list
}

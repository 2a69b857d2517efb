package sweep

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"sumlog/bench/peer"
	"sumlog/bench/python"
)

// Keys are the peers that -peers takes.
var Keys = []string{"python", "numpy", "numexpr", "scipy", "c", "gonum", "vek", "archsimd"}

// Peers are the other programs that take part.
type Peers struct {
	memory   *peer.Memory
	chosen   []string
	c        *peer.Process
	noC      string
	python   *peer.Process
	noPython string
	terms    map[int][]float64 // where the peers find how many terms are meant
}

// StartPeers starts those that are chosen, on the memory. interpreter is Python's, nil
// where noPython says why there is none.
func StartPeers(ctx context.Context, m *peer.Memory, chosen []string, interpreter *python.Interpreter, noPython string) *Peers {
	p := &Peers{memory: m, chosen: chosen, noPython: noPython, terms: map[int][]float64{}}
	core := -1
	cores := peer.Cores()
	if len(cores) > 0 {
		core = cores[len(cores)-1]
	}
	if p.wanted("c") {
		list, err := peer.StartC(ctx, m, []int{core}, 1)
		if err != nil {
			p.noC = err.Error()
		} else {
			p.c = list[0]
		}
	}
	if !p.wanted("numpy") && !p.wanted("numexpr") && !p.wanted("scipy") {
		return p
	}
	switch {
	case interpreter == nil:
	case interpreter.NumPy == "":
		p.noPython = "this Python has no NumPy"
	default:
		var err error
		if p.python, err = peer.StartPython(ctx, m, interpreter.Path, core); err != nil {
			p.noPython = err.Error()
		}
	}
	return p
}

// Close ends them.
func (p *Peers) Close() { peer.Stop(p.c, p.python) }

func (p *Peers) wanted(key string) bool { return slices.Contains(p.chosen, key) }

// foreign returns the ways of other programs, each by the name of a function and what
// it is called in the tables.
func (p *Peers) foreign(names ...string) []*Way { return p.withTerms(0, names...) }

// withTerms is foreign for functions that take a number of terms.
func (p *Peers) withTerms(terms int, names ...string) (list []*Way) {
	var parameter []float64
	if terms > 0 {
		parameter = p.terms[terms]
		if parameter == nil {
			parameter = p.memory.Floats(1)
			parameter[0] = float64(terms)
			p.terms[terms] = parameter
		}
	}
	for _, both := range names {
		function, label, _ := strings.Cut(both, " ")
		w := &Way{Label: label}
		process, none := p.python, p.noPython
		switch library, _, _ := strings.Cut(function, "_"); library {
		case "numpy", "numexpr", "scipy":
			w.Peer = library
		default:
			w.Peer, process, none = "c", p.c, p.noC
		}
		switch {
		case !p.wanted(w.Peer):
			w.Absent = LeftOut + "-peers"
		case process == nil:
			w.Absent = none
		case !process.Has(function):
			w.Absent = map[string]string{
				"c": "the C library or the processor has none", "numexpr": "this Python has no numexpr", "scipy": "this Python has no SciPy",
			}[w.Peer]
		}
		w.run = func(d data, calls int) (time.Duration, error) {
			b := d.b
			if parameter != nil {
				b = parameter
			}
			return process.Run(p.memory, peer.Request{Name: function, Out: d.out, A: d.a, B: b, N: len(d.a)}, calls)
		}
		list = append(list, w)
	}
	return list
}

// Version is a peer and what is known of it.
type Version struct {
	Peer   string `json:"peer"`
	What   string `json:"what"`
	Absent string `json:"absent,omitempty"`
}

// Versions tells which peers there are.
func (p *Peers) Versions() (list []Version) {
	modules := map[string]string{}
	if build, ok := debug.ReadBuildInfo(); ok {
		for _, m := range build.Deps {
			modules[m.Path] = m.Version
		}
	}
	add := func(key, what, absent string) {
		if !p.wanted(key) && key != "go" {
			absent = LeftOut + "-peers"
		}
		list = append(list, Version{key, what, absent})
	}
	add("go", "Go's own loops over package math, "+runtime.Version(), "")
	add("c", "the C library's log, lgamma and, on x86-64, libmvec; cc "+peer.Flags, p.noC)
	for _, library := range []string{"numpy", "numexpr", "scipy"} {
		version, absent := p.libraryVersion(library), ""
		switch {
		case p.python == nil:
			absent = p.noPython
		case version == "":
			absent = "this Python does not have it"
		}
		add(library, strings.TrimSpace(library+" "+version), absent)
	}
	add("gonum", "gonum.org/v1/gonum/floats "+modules["gonum.org/v1/gonum"]+": Add only, it has no vector logarithm", "")
	add("vek", "github.com/viterin/vek "+modules["github.com/viterin/vek"]+": Add only, it has no logarithm", noVek)
	add("archsimd", "simd/archsimd of "+runtime.Version()+": Add only, it has no logarithm", noArchsimd)
	return list
}

func (p *Peers) libraryVersion(library string) string {
	if p.python == nil {
		return ""
	}
	for _, word := range p.python.Words() {
		if version, ok := strings.CutPrefix(word, library+"="); ok {
			return version
		}
	}
	return ""
}

// explained adds what failed to an error.
func explained(o *Operation, w *Way, err error) error {
	return fmt.Errorf("%s of %s: %w", w.Label, o.Name, err)
}

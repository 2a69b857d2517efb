package main

import (
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"github.com/alecthomas/kong"

	"sumlog/bench/machine"
	"sumlog/bench/report"
	"sumlog/bench/sweep"
	"sumlog/bench/workload"
	"sumlog/dispatch"
	"sumlog/kernel"
)

// options are the flags.
type options struct {
	Objects int          `name:"n" default:"100000" placeholder:"N" help:"Objects x whose sums of logarithms are computed (100000)."`
	Terms   int          `default:"1000" placeholder:"N" help:"Logarithms in each sum (1000)."`
	Rows    int          `default:"100000" placeholder:"N" help:"Rows of the shared table (100000)."`
	Workers int          `default:"${workers}" placeholder:"N" help:"Workers of the ways that use several (${workers}, all that this process may use)."`
	ISAs    []kernel.ISA `name:"isa" default:"${isas}" placeholder:"ISA" help:"Instruction sets of sumlog's kernels to measure (${isas})."`
	Reps    int          `placeholder:"N" help:"Measure everything in N rounds (as many as the time allows)."`
	Peers   []string     `default:"${peers}" placeholder:"PEER" help:"What to compare with, besides Go's loops: some of ${peers}; or none."`
	Run     string       `placeholder:"REGEX" help:"Measure only what has a name, as report.json writes it, that matches."`
	Quick   bool         `help:"Finish in seconds: few rounds, few sizes; slow ways are measured on a part and scaled up."`
	Out     string       `default:"bench/out" placeholder:"FOLDER" help:"Where report.html, report.md, report.json and bench.txt go (bench/out)."`
	JSON    string       `name:"json" placeholder:"FILE" help:"Write what is in report.json to FILE too."`

	pattern *regexp.Regexp
	matches func(name string) bool // and remember that something did
	matched bool
}

const description = `Measures, on this machine: the limits of its processor and memory; the ways of doing two jobs,
sums of logarithms, Σ ln(1+i+x) over i < terms, for many objects x, and column 2 = column 0 +
column 1 of a shared table; every kernel beside its peers, over all sizes; and what more workers
are worth. It takes some two minutes and writes a report with tables and plots.

Python's ways are run by the interpreter that SUMLOG_PYTHON names, or else by the first python3
that imports NumPy. Flags may be written with one dash or with two. The exit status is 1 if a
result was wrong, and 2 if a flag was.`

// errHelp is returned where help was asked for and given.
var errHelp = errors.New("help was shown")

// parse reads the flags, which may be written -quick or --quick. What it returns
// has been checked.
func parse(args []string, out io.Writer) (*options, error) {
	o := &options{}
	helped := false
	parser, err := kong.New(o,
		kong.Name("bench"),
		kong.Description(description),
		kong.Vars{
			"workers": strconv.Itoa(dispatch.Default().Workers()),
			"isas":    join(dispatch.Report().Allowed, ","),
			"peers":   strings.Join(sweep.Keys, ","),
		},
		kong.Writers(out, out),
		kong.Exit(func(int) { helped = true }),
	)
	if err != nil {
		return nil, err
	}
	_, err = parser.Parse(doubleDashes(args))
	if helped {
		return nil, errHelp
	}
	if err != nil {
		return nil, err
	}
	return o, o.check()
}

// doubleDashes turns -quick into --quick, as Go's own tools take it, and joins a
// negative number with its flag, lest it be taken for a flag itself.
func doubleDashes(args []string) []string {
	var list []string
	for i, arg := range args {
		if arg == "--" {
			return append(list, args[i:]...)
		}
		if _, err := strconv.Atoi(arg); err == nil && arg[0] == '-' && i > 0 {
			list[len(list)-1] += "=" + arg
			continue
		}
		name, _, _ := strings.Cut(arg, "=")
		if len(name) > 1 && name[0] == '-' && name[1] != '-' && name != "-h" {
			arg = "-" + arg
		}
		list = append(list, arg)
	}
	return list
}

// check refuses what cannot be done.
func (o *options) check() error {
	for _, number := range []struct {
		flag             string
		value, low, high int
	}{
		{"-n", o.Objects, 1, math.MaxInt},
		{"-terms", o.Terms, 1, math.MaxInt},
		{"-rows", o.Rows, 1, math.MaxInt},
		{"-workers", o.Workers, 1, runtime.GOMAXPROCS(0)},
		{"-reps", o.Reps, 0, 10_000},
	} {
		switch {
		case number.value < number.low:
			return fmt.Errorf("%s %d: want %d or more", number.flag, number.value, number.low)
		case number.value > number.high:
			return fmt.Errorf("%s %d: this process can use %d", number.flag, number.value, number.high)
		}
	}
	for _, isa := range o.ISAs {
		if allowed := dispatch.Report().Allowed; !slices.Contains(allowed, isa) {
			return fmt.Errorf("-isa %v: not available here: want some of %s", isa, join(allowed, ", "))
		}
	}
	if slices.Equal(o.Peers, []string{"none"}) {
		o.Peers = nil
	}
	for _, key := range o.Peers {
		if !slices.Contains(sweep.Keys, key) {
			return fmt.Errorf("-peers %s: want some of %s, or none", key, strings.Join(sweep.Keys, ","))
		}
	}
	var err error
	if o.pattern, err = regexp.Compile(o.Run); err != nil {
		return fmt.Errorf("-run: %w", err)
	}
	o.matches = func(name string) bool {
		ok := o.pattern.MatchString(name)
		o.matched = o.matched || ok
		return ok
	}
	return nil
}

// wants reports whether a peer was asked for.
func (o *options) wants(peers ...string) bool {
	for _, key := range peers {
		if slices.Contains(o.Peers, key) {
			return true
		}
	}
	return false
}

// checkMemory refuses sizes that the machine has not the memory for.
func (o *options) checkMemory(info machine.Info) error {
	available := float64(info.Available)
	if available == 0 {
		available = math.MaxInt / 2
	}
	for _, size := range []struct {
		flag  string
		value int
		each  float64
	}{
		{"-n", o.Objects, workload.BytesAnObject},
		{"-rows", o.Rows, workload.BytesARow},
	} {
		if needed := float64(size.value) * size.each; needed > available {
			return fmt.Errorf("%s %d: takes about %s of memory, and %s are available",
				size.flag, size.value, report.Bytes(needed), report.Bytes(available))
		}
	}
	return nil
}

func join(isas []kernel.ISA, separator string) string {
	names := make([]string, len(isas))
	for i, isa := range isas {
		names[i] = isa.String()
	}
	return strings.Join(names, separator)
}

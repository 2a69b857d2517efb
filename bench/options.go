package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"regexp"
	"runtime"
	"slices"
	"strings"

	"sumlog/bench/cases"
	"sumlog/bench/machine"
	"sumlog/bench/peer"
	"sumlog/bench/report"
	"sumlog/dispatch"
	"sumlog/kernel"
)

// options are the flags, checked.
type options struct {
	objects, terms, rows, workers, reps int

	isas    []kernel.ISA
	peers   []string
	pattern *regexp.Regexp
	aims    []report.Aim
	quick   bool
	out     string
	record  string // the folder that gets bench.txt too, named after the run
	from    string // show the report in this file instead of measuring
}

const description = `Measures, on this machine: the limits of its processor and memory; two jobs in every variant,
sums of logarithms, Σ ln(1+i+x) over i < terms, for many objects x, and column 2 = column 0 +
column 1 of a shared table; every kernel versus its peers, over all sizes; and what more workers
gain. It takes a few minutes and writes a report with tables and plots.

Python's variants are run by the interpreter that SUMLOG_PYTHON names, or else by the first
python3 that imports NumPy. The exit status is 1 if a result was wrong or an aim does not hold,
and 2 if a flag was wrong.

`

func parse(args []string, out io.Writer) (*options, error) {
	o := &options{}
	allowed := dispatch.Report().Allowed
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.IntVar(&o.objects, "n", 100_000, "`objects` x whose sums of logarithms are computed")
	flags.IntVar(&o.terms, "terms", 1000, "`logarithms` in each sum")
	flags.IntVar(&o.rows, "rows", 100_000, "`rows` of the shared table")
	flags.IntVar(&o.workers, "workers", dispatch.Default().Workers(), "`workers` of the variants that use several")
	isas := flags.String("isa", join(allowed, ","), "`instruction sets` of sumlog's kernels to measure")
	flags.IntVar(&o.reps, "reps", 0, "measure everything in that number of `rounds` (default: as many as the time allows)")
	peers := flags.String("peers", strings.Join(peer.Keys, ","), "compare with these `programs`, besides Go's loops, or with none")
	run := flags.String("run", "", "measure only what has a name, as report.json writes it, that matches `regex`")
	flags.BoolVar(&o.quick, "quick", false, "finish within a minute: few rounds and sizes, and slow variants on a part, scaled")
	flags.StringVar(&o.out, "out", "bench/out", "the `folder` of report.html, report.md, report.json and bench.txt")
	flags.StringVar(&o.record, "record", "", "write bench.txt to `folder` as well, such as docs/bench, named after date and CPU")
	flags.StringVar(&o.from, "from", "", "show the report.json in `file` instead of measuring")
	aims := flags.String("aims", "", "check the targets in `file`, such as bench/aims.txt")
	err := flags.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(out, description)
		flags.SetOutput(out)
		flags.PrintDefaults()
	}
	if err == nil && flags.NArg() > 0 {
		err = fmt.Errorf("unexpected argument %s", flags.Arg(0))
	}
	if err != nil {
		return nil, err
	}
	return o, cmp.Or(o.checkNumbers(), o.setISAs(*isas), o.setPeers(*peers), o.setRun(*run), o.setAims(*aims))
}

func (o *options) checkNumbers() error {
	for _, number := range []struct {
		flag             string
		value, low, high int
	}{
		{"-n", o.objects, 1, math.MaxInt},
		{"-terms", o.terms, 1, math.MaxInt},
		{"-rows", o.rows, 1, math.MaxInt},
		{"-workers", o.workers, 1, runtime.GOMAXPROCS(0)},
		{"-reps", o.reps, 0, 10_000},
	} {
		switch {
		case number.value < number.low:
			return fmt.Errorf("%s %d: want %d or more", number.flag, number.value, number.low)
		case number.value > number.high:
			return fmt.Errorf("%s %d: this process can use %d", number.flag, number.value, number.high)
		}
	}
	return nil
}

func (o *options) setISAs(list string) error {
	allowed := dispatch.Report().Allowed
	for name := range strings.SplitSeq(list, ",") {
		isa, err := kernel.ParseISA(name)
		if err != nil {
			return fmt.Errorf("-isa: %w", err)
		}
		if !slices.Contains(allowed, isa) {
			return fmt.Errorf("-isa %v: not available here: want some of %s", isa, join(allowed, ", "))
		}
		o.isas = append(o.isas, isa)
	}
	return nil
}

func (o *options) setPeers(list string) error {
	if list == "none" {
		return nil
	}
	o.peers = strings.Split(list, ",")
	for _, key := range o.peers {
		if !slices.Contains(peer.Keys, key) {
			return fmt.Errorf("-peers %s: want some of %s, or none", key, strings.Join(peer.Keys, ","))
		}
	}
	return nil
}

func (o *options) setRun(pattern string) (err error) {
	if o.pattern, err = regexp.Compile(pattern); err != nil {
		return fmt.Errorf("-run: %w", err)
	}
	return nil
}

func (o *options) setAims(aims string) (err error) {
	if aims == "" {
		return nil
	}
	text, err := os.ReadFile(aims)
	if err != nil {
		return fmt.Errorf("-aims: %w", err)
	}
	if o.aims, err = report.ParseAims(string(text)); err != nil {
		return fmt.Errorf("-aims %s: %w", aims, err)
	}
	return nil
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
	}{{"-n", o.objects, cases.BytesPerObject}, {"-rows", o.rows, cases.BytesPerRow}} {
		if needed := float64(size.value) * size.each; needed > available {
			return fmt.Errorf("%s %d: takes about %s of memory, and %s are available",
				size.flag, size.value, report.Bytes(needed), report.Bytes(available))
		}
	}
	return nil
}

func join(isas []kernel.ISA, separator string) string { return strings.Join(names(isas), separator) }

func names(isas []kernel.ISA) (list []string) {
	for _, isa := range isas {
		list = append(list, isa.String())
	}
	return list
}

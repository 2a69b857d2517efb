package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"sumlog/bench/machine"
	"sumlog/bench/peer"
	"sumlog/bench/report"
	"sumlog/dispatch"
	"sumlog/kernel"
)

// options are the flags, checked.
type options struct {
	report.Settings // those that flags set

	isas    []kernel.ISA
	pattern *regexp.Regexp
	aims    []report.Aim
	out     string
	record  string // the folder that gets the figures of the run under its name, if any
	docs    string // the folder of the documents that get them, if any
	from    string // show the report in this file instead of measuring
}

const description = `Measures, on this machine: the limits of its processor and memory; two jobs in
every variant, sums of logarithms, Σ ln(1+i+x) over i < terms, for many objects x, and column 2 =
column 0 + column 1 of a shared table; every kernel versus its peers, over all sizes; and what
more workers gain. It takes some minutes and writes a report with tables and plots.

Python's variants are run by the interpreter that SUMLOG_PYTHON names, or else by the first
python3 that imports NumPy. The exit status is 1 if a result was wrong or an aim does not hold,
and 2 if a flag was wrong.

`

// parse reads the flags. What is wrong with one is found here, or by prepare.
func parse(args []string, out io.Writer) (*options, error) {
	o := &options{isas: dispatch.Report().Allowed, pattern: regexp.MustCompile("")}
	o.Peers = peer.Keys()
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	number := func(p *int, name string, value, low, high int, usage string) {
		*p = value
		flags.Func(name, fmt.Sprintf("%s (default %d)", usage, value), func(text string) (err error) {
			*p, err = strconv.Atoi(text)
			switch {
			case err == nil && *p < low:
				err = fmt.Errorf("want %d or more", low)
			case err == nil && *p > high:
				err = fmt.Errorf("want %d or less", high)
			}
			return err
		})
	}
	number(&o.Objects, "n", 100_000, 1, math.MaxInt,
		"`objects` x whose sums of logarithms are computed")
	number(&o.Terms, "terms", 1000, 1, math.MaxInt, "`logarithms` in each sum")
	number(&o.Rows, "rows", 100_000, 1, math.MaxInt, "`rows` of the shared table")
	number(&o.Workers, "workers", dispatch.Default().Workers(), 1, runtime.GOMAXPROCS(0),
		"`workers` of the variants that use several")
	number(&o.Reps, "reps", 0, 0, 10_000,
		"measure everything in that number of `rounds`; 0: as many as the time allows")
	flags.Func("isa", "`instruction sets` of sumlog's kernels to measure (default "+join(o.isas)+")",
		o.setISAs)
	flags.Func("peers", "compare with these `programs`, besides Go's loops, or with none (default "+
		strings.Join(o.Peers, ",")+")", o.setPeers)
	flags.TextVar(o.pattern, "run", o.pattern,
		"measure only what has a name, as report.json writes it, that matches `regex`")
	flags.BoolVar(&o.Quick, "quick", false, "finish within a minute: few rounds and sizes, and slow "+
		"variants on a part, scaled")
	flags.StringVar(&o.out, "out", "bench/out", "the `folder` of report.html, report.md, report.json "+
		"and bench.txt")
	flags.StringVar(&o.record, "record", "",
		"write the lines for benchstat, two charts and the table of all operations to `folder`\n"+
			"as well, such as docs/bench, named after date and CPU")
	flags.StringVar(&o.docs, "docs", "",
		"replace those charts, and the table in performance.md, in `folder`, such as docs")
	flags.StringVar(&o.from, "from", "", "show the report.json in `file` instead of measuring")
	flags.Func("aims", "check the targets in `file`, such as bench/aims.txt", func(file string) error {
		text, err := os.ReadFile(file)
		if err == nil {
			o.aims, err = report.ParseAims(string(text))
		}
		return err
	})
	err := flags.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(out, description)
		flags.SetOutput(out)
		flags.PrintDefaults()
	}
	if err == nil && flags.NArg() > 0 {
		err = fmt.Errorf("unexpected argument %s", flags.Arg(0))
	}
	return o, err
}

func (o *options) setISAs(list string) error {
	allowed := dispatch.Report().Allowed
	o.isas = nil
	for name := range strings.SplitSeq(list, ",") {
		isa, err := kernel.ParseISA(name)
		if err != nil {
			return err
		}
		if !slices.Contains(allowed, isa) {
			return fmt.Errorf("%v is not available here: want some of %s", isa, join(allowed))
		}
		o.isas = append(o.isas, isa)
	}
	return nil
}

func (o *options) setPeers(list string) error {
	if o.Peers = nil; list != "none" {
		o.Peers = strings.Split(list, ",")
	}
	for _, key := range o.Peers {
		if !slices.Contains(peer.Keys(), key) {
			return fmt.Errorf("want some of %s, or none", strings.Join(peer.Keys(), ","))
		}
	}
	return nil
}

func join(isas []kernel.ISA) string { return strings.Join(machine.Names(isas), ",") }

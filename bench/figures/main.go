// Figures measures every kernel beside its peers, in interleaved rounds of one run,
// and prints the table of docs/performance.md: what each takes, what its peer takes,
// and whether the project's aim holds. Peers are Go's own loops, gonum, glibc's vector
// logarithm, and loops in C that do the least there is to do.
//
//	go run ./bench/figures
//	go run ./bench/figures -run SumLog -quick
//
// It takes about a minute, of a machine that has nothing else to do. Without a C compiler
// the rows that need one say so.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"regexp"
	"syscall"
	"time"

	"golang.org/x/term"

	"sumlog/bench/machine"
	"sumlog/bench/progress"
	"sumlog/bench/report"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	switch err := run(ctx, os.Args[1:], os.Stdout, os.Stderr); {
	case errors.Is(err, flag.ErrHelp):
	case ctx.Err() != nil:
		fmt.Fprintln(os.Stderr, "figures: interrupted")
		os.Exit(130)
	case err != nil:
		fmt.Fprintf(os.Stderr, "figures: %v\n", err)
		os.Exit(1)
	}
}

// options are the flags.
type options struct {
	rounds  int
	matches *regexp.Regexp
	json    string
	quick   bool
}

func parse(args []string, stderr io.Writer) (o options, err error) {
	flags := flag.NewFlagSet("figures", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.IntVar(&o.rounds, "rounds", 41, "measure each way so many times")
	pattern := flags.String("run", "", "measure only the rows whose name matches `REGEX`")
	flags.StringVar(&o.json, "json", "", "also write all that was measured to `FILE`")
	flags.BoolVar(&o.quick, "quick", false, "few short rounds, to see that it works: the figures are worth little")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if flags.NArg() > 0 {
		return o, fmt.Errorf("unexpected argument %s", flags.Arg(0))
	}
	if o.rounds < 1 {
		return o, fmt.Errorf("-rounds %d: want 1 or more", o.rounds)
	}
	if o.quick {
		o.rounds = min(o.rounds, 5)
	}
	if o.matches, err = regexp.Compile(*pattern); err != nil {
		return o, fmt.Errorf("-run: %w", err)
	}
	if o.json != "" {
		if o.json, err = report.Writable(o.json); err != nil {
			return o, fmt.Errorf("-json: %w", err)
		}
	}
	return o, nil
}

// batch is how long one measurement should take: long enough that starting it does
// not show, and short enough that little else happens meanwhile.
func (o options) batch() time.Duration {
	if o.quick {
		return 200 * time.Microsecond
	}
	return 2 * time.Millisecond
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	o, err := parse(args, stderr)
	if err != nil {
		return err
	}
	begun, host := time.Now(), machine.Detect()
	l, err := newLab(ctx, inFull(host))
	if err != nil {
		return err
	}
	defer l.close()
	all, err := l.rows()
	if err != nil {
		return err
	}
	rows := chosen(all, o.matches)
	if len(rows) == 0 {
		return fmt.Errorf("-run %v: no row has such a name", o.matches)
	}
	bar := progress.New(stderr, isTerminal(stderr), "figures")
	results, err := measureRows(ctx, rows, o.rounds, o.batch(), bar)
	bar.Done()
	if err != nil {
		return err
	}
	f := figures{
		Program: "sumlog figures", Begun: begun, Took: time.Since(begun).Seconds(),
		Machine: host, Workers: l.all.Workers(), Core: l.home, Rounds: o.rounds, NoPeers: l.noPeers, Rows: judge(rows, results),
	}
	f.print(stdout)
	if o.json != "" {
		return f.write(o.json)
	}
	return nil
}

// chosen returns the rows whose name matches.
func chosen(rows []row, matches *regexp.Regexp) (list []row) {
	for _, r := range rows {
		if matches.MatchString(r.name) {
			list = append(list, r)
		}
	}
	return list
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

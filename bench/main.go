// Bench tells what its machine can do, what sumlog gets of it, and what the alternatives get. It
// checks every result, gives its error, and writes a page with tables and plots to bench/out.
//
//	go run ./bench -help
package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"sumlog/bench/measure"
	"sumlog/bench/page"
	"sumlog/bench/report"
)

// Exit statuses.
const (
	fine        = 0
	wrong       = 1 // a result was wrong, an aim does not hold, or the program could not go on
	badUsage    = 2 // a flag was wrong
	interrupted = 130
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

func run(args []string, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// A second interrupt ends the program where the first does not end it soon enough.
	context.AfterFunc(ctx, stop)

	status, err := measureAndShow(ctx, args, stdout, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return fine
	case ctx.Err() != nil:
		fmt.Fprintln(stderr, "bench: interrupted")
		return interrupted
	case err != nil:
		fmt.Fprintf(stderr, "bench: %v\n", err)
	}
	return status
}

// measureAndShow is the program; its error says why it ended early.
func measureAndShow(ctx context.Context, args []string, stdout, stderr io.Writer) (int, error) {
	o, err := parse(args, stdout)
	if err != nil {
		return badUsage, err
	}
	if err := o.checkOutputs(); err != nil {
		return badUsage, fmt.Errorf("-out: %w", err)
	}
	d := new(report.Report)
	if o.from != "" {
		text, err := os.ReadFile(o.from)
		if err != nil {
			return badUsage, err
		}
		if err = json.Unmarshal(text, d); err != nil {
			return badUsage, fmt.Errorf("-from %s: %w", o.from, err)
		}
	} else {
		s, err := prepare(ctx, o, d)
		if err != nil {
			return badUsage, err
		}
		err = measure.Run(ctx, d.Cases, onCoreOfPeers, progress(stderr))
		if err = errors.Join(err, s.Close()); err != nil {
			return wrong, err
		}
		d.Took, d.OK = time.Since(d.Begun).Seconds(), len(d.Problems()) == 0
	}
	return o.show(d, stdout, stderr)
}

// show prints the report and writes all outputs.
func (o *options) show(d *report.Report, stdout, stderr io.Writer) (int, error) {
	if _, err := io.WriteString(stdout, page.Markdown(d, false)); err != nil {
		return wrong, err
	}
	if err := o.write(d); err != nil {
		return wrong, err
	}
	fmt.Fprintf(stdout, "\n%s is for a browser; %s and the figures are in the same folder.\n",
		filepath.Join(o.out, outputs[0]), strings.Join(outputs[1:], ", "))
	status := fine
	for _, problem := range d.Problems() {
		fmt.Fprintf(stderr, "bench: WRONG: %s\n", problem)
		status = wrong
	}
	if len(o.aims) > 0 {
		fmt.Fprintln(stdout)
	}
	for _, aim := range o.aims {
		verdict, says := d.Check(aim)
		fmt.Fprintf(stdout, "%s  %s: %s\n", verdict, aim.Figure, says)
		if verdict == report.Fail {
			status = wrong
		}
	}
	return status, nil
}

var outputs = []string{"report.html", "report.md", "report.json", "bench.txt"}

// checkOutputs makes the folders, and makes sure, before measuring, that files can be written.
func (o *options) checkOutputs() error {
	for _, folder := range []string{filepath.Join(o.out, "figures"), cmp.Or(o.record, o.out)} {
		file := filepath.Join(folder, ".writable")
		err := cmp.Or(os.MkdirAll(folder, 0o755), os.WriteFile(file, nil, 0o644), os.Remove(file))
		if err != nil {
			return err
		}
	}
	return nil
}

// write writes all outputs. A page that is not complete is an error, and is not written.
func (o *options) write(d *report.Report) error {
	text, err := json.MarshalIndent(d, "", " ")
	if err != nil {
		return err
	}
	html, err := page.HTML(d)
	if err = errors.Join(err, page.Check(page.Sections(d))); err != nil {
		return fmt.Errorf("report.html: %w", err)
	}
	lines, table := d.Benchmarks(), page.Operations(d)
	files := map[string][]byte{}
	for i, content := range [][]byte{html, []byte(page.Markdown(d, true)), append(text, '\n'), lines} {
		files[filepath.Join(o.out, outputs[i])] = content
	}
	for name, drawing := range page.Figures(d) {
		files[filepath.Join(o.out, "figures", name)] = drawing
	}
	if o.record != "" {
		run := filepath.Join(o.record, d.RunName())
		files[run+".txt"], files[run+".md"] = lines, table
		for name, drawing := range page.Charts(d) {
			files[run+"-"+name] = drawing
		}
	}
	if o.docs != "" {
		for name, drawing := range page.Charts(d) {
			files[filepath.Join(o.docs, name)] = drawing
		}
		name := filepath.Join(o.docs, "performance.md")
		document, err := os.ReadFile(name)
		if err == nil {
			files[name], err = page.Replace(document, table)
		}
		if err != nil {
			return fmt.Errorf("-docs: %w", err)
		}
	}
	for name, content := range files {
		err = errors.Join(err, os.WriteFile(name, content, 0o644))
	}
	return err
}

// progress writes at every tenth how far measuring is.
func progress(out io.Writer) func(done, total time.Duration) {
	fmt.Fprintln(out, "finding out how long everything takes")
	told := time.Duration(-1)
	return func(done, total time.Duration) {
		if tenth := 10 * done / max(1, total); tenth > told {
			told = tenth
			fmt.Fprintf(out, "measured %d %% of about %v\n", 10*tenth, total.Round(time.Second))
		}
	}
}

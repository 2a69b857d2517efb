package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"sumlog/bench/page"
	"sumlog/bench/report"
)

// outputs are the files in -out.
var outputs = []string{"report.html", "report.md", "report.json", "bench.txt"}

func (c *comparison) output(name string) string { return filepath.Join(c.Out, name) }

// document is the whole of a run, as far as it is known before the sweeps.
func (c *comparison) document(sums, table report.Results) report.Document {
	settings := report.Settings{
		Objects: c.Objects, Terms: c.Terms, Rows: c.Rows, Workers: c.Workers,
		Pinned: c.setting.Pools[c.ISAs[0]].All.Report().Pinned, Pinning: c.workers(),
		Quick: c.Quick, Run: c.Run, Reps: c.Reps, Peers: c.Peers, Best: c.best().String(), Batch: c.pace().sweep.Batch.Seconds(), Bytes: c.sweepBytes(),
	}
	for _, isa := range c.ISAs {
		settings.ISAs = append(settings.ISAs, isa.String())
	}
	return report.Document{
		Program: "sumlog bench", Begun: c.begun, Settings: settings,
		Machine: c.machine, Python: c.interpreter, NoPython: c.noPython,
		Workloads: []report.Workload{report.NewWorkload(sums), report.NewWorkload(table)},
	}
}

// write writes all outputs. A page that is not complete is an error, and is not
// written.
func (c *comparison) write(d report.Document) error {
	text, err := d.JSON()
	if err != nil {
		return err
	}
	html, err := page.HTML(&d)
	if err != nil {
		return fmt.Errorf("report.html: %w", err)
	}
	if err := page.Check(bytes.NewReader(html)); err != nil {
		return fmt.Errorf("report.html: %w", err)
	}
	markdown := page.Markdown(&d)
	lines, err := d.Benchmarks()
	if err != nil {
		return err
	}
	contents := map[string][]byte{"report.html": html, "report.md": markdown, "report.json": text, "bench.txt": lines}
	var errs []error
	for _, name := range outputs {
		errs = append(errs, report.Write(c.output(name), contents[name]))
	}
	errs = append(errs, os.MkdirAll(c.output("figures"), 0o755))
	for name, drawing := range page.Figures(&d) {
		errs = append(errs, report.Write(c.output(filepath.Join("figures", name)), drawing))
	}
	if c.JSON != "" {
		errs = append(errs, report.Write(c.JSON, text))
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	fmt.Fprintf(c.stdout, "\n%s is for a browser; beside it are %s and its figures, in\n%s\n", outputs[0], strings.Join(outputs[1:], ", "), c.Out)
	return nil
}

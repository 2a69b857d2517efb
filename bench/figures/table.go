package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"strings"
	"time"

	"sumlog/bench/machine"
	"sumlog/bench/measure"
	"sumlog/bench/report"
)

// figures are all that was measured, as -json writes it.
type figures struct {
	Program string       `json:"program"`
	Begun   time.Time    `json:"begun"`
	Took    float64      `json:"took_seconds"`
	Machine machine.Info `json:"machine"`
	Rounds  int          `json:"rounds"`
	Workers int          `json:"workers"`            // where it is all of them
	Core    int          `json:"core"`               // where everything else ran; -1 where it is not known
	NoPeers string       `json:"no_peers,omitempty"` // why there are none in C
	Rows    []Row        `json:"rows"`
}

func (f figures) write(file string) error {
	data, err := json.MarshalIndent(f, "", "\t")
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(data, '\n'), 0o666)
}

// print writes the table in Markdown, and what it shows below.
func (f figures) print(out io.Writer) {
	line := func(cells ...string) { fmt.Fprintf(out, "| %s |\n", strings.Join(cells, " | ")) }
	line("operation", "per", "time", "against", "its time", "compared", "aim", "holds")
	line("---", "---", "---", "---", "---", "---", "---", "---")
	for _, r := range f.Rows {
		head := []string{r.Name, r.Unit, nanoseconds(r.Time)}
		for _, c := range r.Comparisons {
			line(append(head, c.cells()...)...)
			head = []string{"", "", ""}
		}
	}
	fmt.Fprintf(out, "\n%s.\n", f.where())
	fmt.Fprintf(out, "Medians of %d interleaved rounds; ± is half the span of the middle 80 %%. Times are compared\n"+
		"round by round: the median of the ratios is not quite the ratio of the medians.\n", f.Rounds)
	if f.NoPeers != "" {
		fmt.Fprintf(out, "There are no peers in C: %s.\n", f.NoPeers)
	}
	f.printTried(out)
}

// printTried lists the ways of which only the fastest is in the table.
func (f figures) printTried(out io.Writer) {
	title := "\nTried in C, ns:\n\n"
	for _, r := range f.Rows {
		for _, c := range r.Comparisons {
			if len(c.Tried) == 0 {
				continue
			}
			list := make([]string, len(c.Tried))
			for i, way := range c.Tried {
				list[i] = fmt.Sprintf("%s %s", strings.TrimSuffix(way.Name, inC), figure(way.Time.Median))
			}
			fmt.Fprintf(out, "%s- %s: %s\n", title, r.Name, strings.Join(list, ", "))
			title = ""
		}
	}
}

// where names the machine.
func (f figures) where() string {
	text := fmt.Sprintf("%s, %s, Go %s, %d workers", f.Machine.CPU, f.Machine.System, strings.TrimPrefix(f.Machine.Go, "go"), f.Workers)
	if f.Machine.Load != nil {
		text += fmt.Sprintf(", load %.2f before the start", *f.Machine.Load)
	}
	return text
}

// cells are those of the peer.
func (c Comparison) cells() []string {
	if c.Absent != "" {
		return []string{c.Peer, c.Absent, "", c.aim.String(), ""}
	}
	cells := []string{c.Peer, "", "", c.aim.String(), ""}
	if len(c.Tried) > 1 {
		cells[0] += fmt.Sprintf(", the fastest of %d", len(c.Tried))
	}
	if c.Time != nil {
		cells[1] = nanoseconds(*c.Time)
		cells[2] = c.compared()
	}
	if c.Holds != nil {
		cells[4] = map[bool]string{true: "yes", false: "**no**"}[*c.Holds]
	}
	return cells
}

// compared is the value in words.
func (c Comparison) compared() string {
	switch v := *c.Value; c.Kind {
	case faster:
		return fmt.Sprintf("%s × as fast ± %s", figure(v.Median), percent(v.Spread()))
	case longer:
		return fmt.Sprintf("%s × as long ± %s", figure(v.Median), percent(v.Spread()))
	default:
		if spread := (v.High - v.Low) / 2; math.Abs(v.Median) < 1e6 && spread < 1e6 {
			return fmt.Sprintf("%+.1f ns ± %.1f", v.Median, spread)
		}
		return fmt.Sprintf("%s ns ± %s", figure(v.Median), figure((v.High-v.Low)/2))
	}
}

func nanoseconds(s measure.Stats) string {
	return fmt.Sprintf("%s ns ± %s", figure(s.Median), percent(s.Spread()))
}

// figure writes three significant digits in few columns.
func figure(x float64) string { return report.Figure(x) }

func percent(x float64) string {
	switch p := 100 * x; {
	case p < 9.95:
		return fmt.Sprintf("%.1f %%", p)
	case p < 999.5:
		return fmt.Sprintf("%.0f %%", p)
	}
	return ">999 %"
}

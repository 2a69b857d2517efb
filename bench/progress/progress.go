// Package progress tells whoever waits how far measuring has come: a bar with the
// time left on a terminal, a few plain lines in a pipe.
package progress

import (
	"fmt"
	"io"
	"time"

	"github.com/schollz/progressbar/v3"
)

// Progress watches one workload being measured.
type Progress struct {
	out      io.Writer
	terminal bool
	title    string
	bar      *progressbar.ProgressBar
}

// New returns a Progress that writes to out.
func New(out io.Writer, terminal bool, title string) *Progress {
	p := &Progress{out: out, terminal: terminal, title: title}
	if terminal {
		p.bar = progressbar.NewOptions(-1, p.options("looking how long each way takes")...)
	} else {
		fmt.Fprintf(out, "%s: looking how long each way takes\n", title)
	}
	return p
}

func (p *Progress) options(description string) []progressbar.Option {
	return []progressbar.Option{
		progressbar.OptionSetWriter(p.out),
		progressbar.OptionSetDescription(p.title + ": " + description),
		progressbar.OptionSetWidth(24),
		progressbar.OptionClearOnFinish(),
		progressbar.OptionSetRenderBlankState(true),
		progressbar.OptionSetPredictTime(true),
	}
}

// Calibrating is told before a way is run to see how long it takes.
func (p *Progress) Calibrating(string) {
	if p.bar != nil {
		_ = p.bar.Add(1)
	}
}

// Planned is told before the first round.
func (p *Progress) Planned(subjects, rounds int, total time.Duration) {
	if p.bar == nil {
		fmt.Fprintf(p.out, "%s: %d ways, %d rounds, about %v\n", p.title, subjects, rounds, total.Round(time.Second))
		return
	}
	_ = p.bar.Finish()
	p.bar = progressbar.NewOptions64(max(1, total.Milliseconds()), p.options("")...)
}

// Round is told before each round.
func (p *Progress) Round(round, rounds int) {
	if p.bar == nil {
		fmt.Fprintf(p.out, "%s: round %d of %d\n", p.title, round, rounds)
		return
	}
	p.bar.Describe(fmt.Sprintf("%s: round %d of %d", p.title, round, rounds))
}

// Measured is told after each way in each round.
func (p *Progress) Measured(_ string, foreseen time.Duration) {
	if p.bar != nil {
		_ = p.bar.Add64(foreseen.Milliseconds())
	}
}

// Done leaves the terminal as it was.
func (p *Progress) Done() {
	if p.bar != nil {
		_ = p.bar.Finish()
		_ = p.bar.Clear()
	}
}

// Package sweep measures every kernel beside its peers: in one run, in interleaved
// rounds, over sizes from four elements to beyond the last cache, and with the errors
// of what each computes.
package sweep

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"time"

	"sumlog/bench/measure"
	"sumlog/internal/operations"
	"sumlog/kernel"
)

// Pattern is how a kernel moves its elements, as the probes of memory do.
type Pattern string

// The patterns, by what 8 bytes are read and written for each element.
const (
	ReadOne  Pattern = "read"               // one in
	CopyOne  Pattern = "copy"               // one in, one out
	ReadTwo  Pattern = "read two write one" // two in, one out
	bytesOne         = 8
)

// Bytes is how much an element takes of memory.
func (p Pattern) Bytes() int {
	return map[Pattern]int{ReadOne: bytesOne, CopyOne: 2 * bytesOne, ReadTwo: 3 * bytesOne}[p]
}

// Operation is one kernel, with all ways of doing what it does.
type Operation struct {
	Name    string // of its row in the table of operations
	Does    string // in a formula
	Pattern Pattern
	Terms   int // of each sum; 0 where there are none
	Cols    int // of each row; 0 where there are no rows
	// Kernel calls it. The table's own call takes a few ns more, which shows at four elements.
	Kernel func(isa kernel.ISA, d data)
	// Inputs fills x, and y where the operation takes two arrays.
	Inputs func(r *rand.Rand, x, y []float64)
	Said   string  // what Inputs takes, in words
	Exact  exactly // on what arrays, and what it is called
	Ways   []*Way
}

// row returns the operation in the table.
func (o *Operation) row() *operations.Operation { return operations.Find(o.Name) }

// args returns the arguments that the table's functions take, and how many results there are.
func (o *Operation) args(d data) (*operations.Args, int) {
	row := o.row()
	a := &operations.Args{Dst: d.out, Param: o.Terms + o.Cols} // of which one is 0
	n := len(d.a)
	if o.Cols > 0 {
		n /= o.Cols
	}
	copy(a.In[:row.Inputs], [][]float64{d.a, d.b})
	results, _ := row.Lengths(n, a.Param)
	return a, results
}

// Way is one way of doing an operation.
type Way struct {
	Label  string
	Peer   string // the key of -peers; "" for sumlog's own
	ISA    string // of sumlog's kernels, "" elsewhere
	Base   bool   // the way that others are compared with
	Absent string // why it cannot be gone
	run    func(d data, calls int) (time.Duration, error)
}

// NameOf is what -run and benchstat see: sumlog's own ways have isa=, others way=.
func (o *Operation) NameOf(w *Way) string {
	name := "sweep/op=" + o.Name
	if w.ISA != "" {
		return name + "/isa=" + w.ISA + "/type=float64"
	}
	return name + "/way=" + plain(w.Label) + "/type=float64"
}

// plain leaves of a label what may stand in a name.
func plain(label string) string {
	return strings.Trim(unusual.ReplaceAllString(label, "_"), "_")
}

var unusual = regexp.MustCompile(`[^A-Za-z0-9.-]+`)

// data is what a way works on: out has one element for each of a, or fewer.
type data struct{ out, a, b []float64 }

// inGo is a way that goes through f.
func inGo(f func(d data)) func(data, int) (time.Duration, error) {
	return func(d data, calls int) (time.Duration, error) {
		start := time.Now()
		for range calls {
			f(d)
		}
		return time.Since(start), nil
	}
}

// LeftOut begins the reason of what is absent because somebody wanted it so; the flag
// follows.
const LeftOut = "left out by "

// Point is a way measured on n elements.
type Point struct {
	N       int            `json:"n"`
	Bytes   int            `json:"bytes"`            // of all arrays
	Absent  string         `json:"absent,omitempty"` // why there are no figures
	Calls   int            `json:"calls,omitempty"`  // in one repetition
	NS      *measure.Stats `json:"ns_per_element,omitempty"`
	Samples []float64      `json:"samples,omitempty"`
	Ratio   *measure.Stats `json:"times_as_fast,omitempty"` // as the base way, round by round
}

// Line is a way over all sizes.
type Line struct {
	Name   string  `json:"name"`
	Label  string  `json:"label"`
	Peer   string  `json:"peer,omitempty"`
	ISA    string  `json:"isa,omitempty"`
	Base   bool    `json:"base,omitempty"`
	Absent string  `json:"absent,omitempty"`
	Points []Point `json:"points,omitempty"`
	Error  *Error  `json:"error,omitempty"`
}

// Result is an operation with what was measured of it.
type Result struct {
	Name    string  `json:"name"`
	Does    string  `json:"does"`
	Pattern Pattern `json:"pattern"`
	Terms   int     `json:"terms,omitempty"`
	Cols    int     `json:"cols,omitempty"`
	Inputs  string  `json:"inputs"`
	Against string  `json:"error_against"` // what errors are relative to
	Lines   []Line  `json:"lines"`
}

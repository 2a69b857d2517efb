// Package measure times variants of the same work in interleaved rounds, so that a machine that
// becomes slower does so for all of them, and the slow ones on a part of the work.
package measure

import (
	"context"
	"slices"
	"time"
)

// Kind says what a case is measured for.
type Kind string

// The kinds of cases, in the order of the report.
const (
	Limit    Kind = "limit"    // what one core and its memory can do
	Knee     Kind = "knee"     // where reading becomes slower
	Workload Kind = "workload" // a headline job in every variant
	Sweep    Kind = "sweep"    // a kernel versus its peers, over all sizes
	Single   Kind = "single"   // a kernel versus its peers, at chosen sizes
	Scaling  Kind = "scaling"  // an operation by one worker and by more
)

// Case is one job, done by several variants, on arrays of several sizes.
type Case struct {
	Kind    Kind   `json:"kind"`
	Name    string `json:"name"`
	Title   string `json:"title,omitempty"`          // what it computes
	Unit    string `json:"unit"`                     // what times are given per
	Units   int    `json:"units_per_item,omitempty"` // of an item; 0 is 1
	Pattern string `json:"pattern,omitempty"`        // how memory is read and written
	Bytes   int    `json:"bytes_per_item,omitempty"`
	Terms   int    `json:"terms,omitempty"` // of each sum
	Cols    int    `json:"cols,omitempty"`  // of each row
	Inputs  string `json:"inputs,omitempty"`
	Against string `json:"error_against,omitempty"` // what errors are relative to
	OnPool  bool   `json:"on_pool,omitempty"`       // by workers, and not on one chosen core

	Variants []*Variant `json:"variants"`

	Sizes []int  `json:"-"`
	Fill  func() `json:"-"` // makes the inputs, which other cases may have overwritten
	// Verify compares what a variant computes with what it must be, before it is measured.
	Verify func(ctx context.Context, v *Variant) error `json:"-"`
	Limits Limits                                      `json:"-"`
}

// Limits say how long measuring a case may take.
type Limits struct {
	Batch  time.Duration // calls are repeated for this long in each sample
	Call   time.Duration // where one call takes longer, a size is skipped or measured in part
	Group  time.Duration // all variants on one size together
	Rounds int           // 0: as many as Group allows
	Settle bool          // as many calls as are measured are made before
}

// Variant does the job by one method, on one instruction set, or by another program.
type Variant struct {
	Name     string   `json:"name"` // as -run, -aims and benchstat see it
	Group    string   `json:"group,omitempty"`
	Label    string   `json:"label"`
	Peer     string   `json:"peer,omitempty"` // the key of -peers; "" for sumlog's own
	ISA      string   `json:"isa,omitempty"`  // of sumlog's kernels
	Method   string   `json:"method,omitempty"`
	Workers  int      `json:"workers,omitempty"`
	Base     bool     `json:"base,omitempty"`  // the others are compared with it
	Floor    bool     `json:"floor,omitempty"` // does less: it moves the same bytes only
	Skipped  string   `json:"skipped,omitempty"`
	Points   []*Point `json:"points,omitempty"` // one a size
	Error    *Error   `json:"error,omitempty"`
	Problems []string `json:"problems,omitempty"` // wrong results, or bits that differ

	// Run does the work on n items the given number of times, and returns how long that took.
	Run func(ctx context.Context, n, calls int) (time.Duration, error) `json:"-"`

	Partial bool        `json:"-"` // a part of the items may be measured, and the time scaled
	N       int         `json:"-"` // how many items there are, where not the case's size
	Check   func(n int) `json:"-"` // looks at what Run computed for n items
}

// Point is what was measured of a variant on n items.
type Point struct {
	N       int       `json:"n"`
	Part    int       `json:"part,omitempty"` // items that were measured, where not all
	Calls   int       `json:"calls,omitempty"`
	Skipped string    `json:"skipped,omitempty"`
	Samples []float64 `json:"seconds,omitempty"` // of one call on n items, round by round
	Stats   *Stats    `json:"stats,omitempty"`   // of the samples; nil where there are none
}

// Error is how far results are from the exact ones, in units of the exact result's last place.
type Error struct {
	Worst    float64  `json:"worst_ulp"`
	Mean     float64  `json:"mean_ulp"`
	Rounded  *float64 `json:"worst_ulp_of_rounded_terms,omitempty"` // terms as float64 rounds them
	Count    int      `json:"results"`
	Wrong    int      `json:"wrong,omitempty"`         // results that should be finite, and are not
	Compared int      `json:"bits_compared,omitempty"` // results compared with those of other variants
}

// NS converts seconds for a point's items to nanoseconds a unit, of which a call is one.
func (c *Case) NS(p *Point, seconds float64) float64 {
	if c.Unit == "call" {
		return seconds * 1e9
	}
	return seconds * 1e9 / (float64(p.N) * float64(max(1, c.Units)))
}

// Measured reports whether any variant has figures.
func (c *Case) Measured() bool {
	return c.Find(func(v *Variant) bool { return len(v.Measured()) > 0 }) != nil
}

// Base returns the variant that others are compared with, or nil.
func (c *Case) Base() *Variant { return c.Find(func(v *Variant) bool { return v.Base }) }

// Find returns the first variant that is so, or nil.
func (c *Case) Find(is func(*Variant) bool) *Variant {
	if i := slices.IndexFunc(c.Variants, is); i >= 0 {
		return c.Variants[i]
	}
	return nil
}

// Own returns the variants that are sumlog's kernels.
func (c *Case) Own() []*Variant {
	return slices.DeleteFunc(slices.Clone(c.Variants), func(v *Variant) bool { return v.ISA == "" })
}

// Ratio compares a point with the base's, round by round; nil where one of them was not measured.
func (c *Case) Ratio(v *Variant, p *Point) *Stats {
	base := c.Base()
	if base == nil || v == nil {
		return nil
	}
	if i := slices.Index(v.Points, p); i >= 0 && i < len(base.Points) {
		return Ratio(base.Points[i], p)
	}
	return nil
}

// Measured returns the points that have figures.
func (v *Variant) Measured() []*Point {
	return slices.DeleteFunc(slices.Clone(v.Points), func(p *Point) bool { return p.Stats == nil })
}

// At returns the point of the largest size up to n that has figures, or nil.
func (v *Variant) At(n int) (found *Point) {
	for _, p := range v.Measured() {
		if p.N <= n {
			found = p
		}
	}
	return found
}

// Last returns the point of the largest size, or nil where it has no figures.
func (v *Variant) Last() *Point {
	if n := len(v.Points); n > 0 && v.Points[n-1].Stats != nil {
		return v.Points[n-1]
	}
	return nil
}

// Why tells why a variant has no figures, of any size or of the largest.
func (v *Variant) Why() string {
	if n := len(v.Points); v.Skipped == "" && n > 0 {
		return v.Points[n-1].Skipped
	}
	return v.Skipped
}

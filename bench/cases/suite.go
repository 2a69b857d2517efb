// Package cases holds what the comparison program measures: the two headline jobs, every kernel
// versus its peers, and operations by more workers. All results are compared with exact ones.
package cases

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"time"

	"sumlog/bench/measure"
	"sumlog/bench/peer"
	"sumlog/bench/probe"
	"sumlog/dispatch"
	"sumlog/kernel"
	"sumlog/shared"
)

// Suite makes the cases. Those of kernels work on the same arrays, one after the other.
type Suite struct {
	ISAs    []kernel.ISA
	Best    kernel.ISA
	Workers int // all of them, where a variant is not for one
	Peers   *peer.Peers
	Bytes   int  // of all arrays of a case of kernels together, at most
	Last    int  // of the last-level cache; 0 where it does not matter
	Quick   bool // few sizes
	Sample  int  // items of a workload that are compared with exact results
	Share   int  // the divisor of the number of others that are

	Workload, Kernels, Scaled measure.Limits

	space   data
	runs    map[*measure.Variant]runner
	pools   map[poolKey]*dispatch.Pool
	closers []func() error
	err     error // why a pool or a table is missing
}

// data is what a variant works on: out has one element for each of a, or fewer.
type data struct{ out, a, b []float64 }

// runner does the work on d the given number of times.
type runner func(ctx context.Context, d data, calls int) (time.Duration, error)

// word is the bytes of a number.
const word = 8

// Start makes the arrays, which begin at different places of a page, as the probes' arrays do.
func (s *Suite) Start() {
	floats := func(place int) []float64 {
		n, from := s.Bytes/word, place*probe.Apart/word
		return s.Peers.Memory.Floats(n + from)[from:]
	}
	s.space = data{floats(0), floats(1), floats(2)}
	s.runs = map[*measure.Variant]runner{}
	s.pools = map[poolKey]*dispatch.Pool{}
}

// Cases are all but the probes. The suite is to be closed even if this fails.
func (s *Suite) Cases(objects, terms, rows int) ([]*measure.Case, error) {
	list := []*measure.Case{s.Accumulate(objects, terms), s.Table(rows)}
	return slices.Concat(list, s.sweeps(), s.singles(), s.columnCases(), s.scaling()), s.err
}

// Close closes all that the suite works with, the peers too.
func (s *Suite) Close() (err error) {
	for _, f := range slices.Backward(s.closers) {
		err = errors.Join(err, f())
	}
	if s.Peers != nil {
		err = errors.Join(err, s.Peers.Close())
	}
	return err
}

// share makes a table in shared memory, nil where that fails.
func (s *Suite) share(rows int, cells []float64, order shared.Order) *shared.Array[float64] {
	table, err := shared.From(rows, Columns, cells, shared.WithOrder(order))
	if err == nil {
		s.closers = append(s.closers, table.Close)
	}
	s.err = errors.Join(s.err, err)
	return table
}

// distinct is how many numbers are drawn for an array: more than any predictor of branches can
// learn. Larger arrays repeat them, for copying takes much less time than drawing.
const distinct = 1 << 20

// uniform fills arrays with numbers from lo to hi.
func uniform(d data, lo, hi float64) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, list := range [][]float64{d.a, d.b} {
		drawn := min(distinct, len(list))
		for i := range drawn {
			list[i] = lo + (hi-lo)*r.Float64()
		}
		for ; drawn < len(list); drawn *= 2 {
			copy(list[drawn:], list[:drawn])
		}
	}
}

func (s *Suite) part(n int) data {
	return data{s.space.out[:n:n], s.space.a[:n:n], s.space.b[:n:n]}
}

func inGo(f func(d data)) runner {
	return func(_ context.Context, d data, calls int) (time.Duration, error) {
		start := time.Now()
		for range calls {
			f(d)
		}
		return time.Since(start), nil
	}
}

func (s *Suite) add(c *measure.Case, v *measure.Variant, run runner) {
	by := "variant=" + plain(v.Label)
	if v.ISA != "" {
		by = "isa=" + v.ISA
	}
	v.Name = fmt.Sprintf("%s/op=%s/%s", c.Kind, plain(c.Name), by)
	v.Run = func(ctx context.Context, n, calls int) (time.Duration, error) {
		return run(ctx, s.part(n), calls)
	}
	s.runs[v] = run
	c.Variants = append(c.Variants, v)
}

var unusual = regexp.MustCompile(`[^A-Za-z0-9.-]+`)

// plain leaves of a label what may stand in a name.
func plain(label string) string { return strings.Trim(unusual.ReplaceAllString(label, "_"), "_") }

// alignment divides the number of items of the loops in C that are floors.
const alignment = 32

// addPlainSum adds the least that can be done with the numbers, by processes at once.
func (s *Suite) addPlainSum(c *measure.Case, processes int) {
	f := s.Peers.Function("c", "sum")
	v := &measure.Variant{Label: "C, plain sum", Peer: "c", Floor: true, Skipped: f.Skipped}
	if processes > 1 {
		v.Label += fmt.Sprintf(" by %d processes", processes)
	}
	sums := s.Peers.Memory.Floats(processes * 4096 / word) // a page each: they share no lines
	s.add(c, v, inParts(f, processes, func(d data, r dispatch.Range, i int) peer.Request {
		return peer.Request{Out: sums[i*4096/word:], A: d.a[r.Lo:], N: r.Len()}
	}))
}

// inParts has processes call f at once, each for a part of the items.
func inParts(
	f peer.Function, processes int, request func(d data, r dispatch.Range, i int) peer.Request,
) runner {
	return func(ctx context.Context, d data, calls int) (time.Duration, error) {
		if len(d.a)%alignment != 0 {
			return 0, fmt.Errorf("takes multiples of %d elements", alignment)
		}
		var requests []peer.Request
		for i, r := range cut(len(d.a), processes) {
			requests = append(requests, request(d, r, i))
		}
		return f.Run(ctx, calls, requests...)
	}
}

// cut divides n, a multiple of alignment, into parts that are multiples too.
func cut(n, parts int) []dispatch.Range {
	list := dispatch.Split(n/alignment, parts)
	for i, r := range list {
		list[i] = dispatch.Range{Lo: r.Lo * alignment, Hi: r.Hi * alignment}
	}
	return list
}

// sizes returns the numbers of elements to measure: 4 and ever four times as many, up to arrays
// that take Bytes together, in whole rows where there are any.
func (s *Suite) sizes(bytes, cols int) (list []int) {
	unit := max(1, cols)
	last := max(4, s.Bytes/bytes) / unit * unit
	if unit == 1 && last > alignment {
		last = last / alignment * alignment
	}
	for n := 4; n < last*2/3; n *= 4 {
		// In short the least, one in each of the first caches, and the most.
		if !s.Quick || n == 4 || n == 1<<10 || n == 1<<16 {
			list = append(list, (n+unit-1)/unit*unit)
		}
	}
	return append(list, last)
}

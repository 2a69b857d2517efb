// Package probe measures the limits of a machine: how much arithmetic one core does, and how many
// bytes it moves from and to each level of memory. sumlog/gen writes its loops in assembly.
package probe

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unsafe"

	"sumlog/bench/machine"
	"sumlog/bench/measure"
	"sumlog/kernel"
)

// What the probes do.
const (
	Multiply = "multiply"
	Add      = "add"
	Fuse     = "fused multiply-add"
	Mix      = "multiply and add alternately"
	Divide   = "divide"

	Read        = "read"
	Copy        = "copy"
	Sum         = "read two write one"
	NonTemporal = ", non-temporal" // behind Copy and Sum
)

// kinds are the operations of the probes of arithmetic, with how often one call does them.
var kinds = [...]struct {
	does  string
	times int
}{{Multiply, 2000}, {Add, 2000}, {Fuse, 2000}, {Mix, 2000}, {Divide, 300}}

// Level is a level of memory and how much a probe takes of it.
type Level struct {
	Name  string `json:"level"`
	Bytes int    `json:"bytes"` // all arrays together
}

// Arithmetic names the limits that are none of memory, Memory the level behind the caches, and
// Scalar the probes in plain Go, one number at a time.
const Arithmetic, Memory, Scalar = "arithmetic", "memory", "scalar"

// Levels chooses the sizes: a quarter of a cache, of which others may have a part at any time, and
// for memory four times the last-level cache, of last bytes, or less where most says so. Of a cache
// so large that this would take most of the run, twice: half of what is read is then in memory.
func Levels(caches []machine.Cache, last, most int) (list []Level) {
	caches = Caches(caches, last)
	for i, c := range caches {
		bytes := c.Bytes / 4
		if i > 0 { // but not what fits the one before
			bytes = max(bytes, min(2*caches[i-1].Bytes, c.Bytes/2))
		}
		list = append(list, Level{fmt.Sprintf("L%d", c.Level), bytes})
	}
	const enough = 512 << 20
	last = max(last, caches[len(caches)-1].Bytes)
	return append(list, Level{Memory, min(4*last, max(2*last, enough), most)})
}

// Caches are those that the machine reports, but for any that is no larger than the one before,
// which cannot be measured by itself. Where no third level is reported, and last is more than
// is, a cache of last bytes is assumed; where nothing is reported, common sizes are.
func Caches(reported []machine.Cache, last int) (list []machine.Cache) {
	if len(reported) == 0 {
		reported = []machine.Cache{{Level: 1, Bytes: 32 << 10}, {Level: 2, Bytes: 512 << 10}}
		last = cmp.Or(last, 32<<20)
	}
	largest := 0
	for _, c := range reported {
		if c.Bytes > largest {
			list, largest = append(list, c), c.Bytes
		}
	}
	third := slices.ContainsFunc(reported, func(c machine.Cache) bool { return c.Level > 2 })
	if !third && last > largest {
		list = append(list, machine.Cache{Level: 3, Bytes: last})
	}
	return list
}

// newCase makes a case without variants, whose sizes are theirs.
func newCase(kind measure.Kind, name, unit string, limits measure.Limits) *measure.Case {
	return &measure.Case{Kind: kind, Name: name, Unit: unit, Sizes: []int{1}, Limits: limits}
}

// Cases are all probes: a case for arithmetic, and one for each level. They share space, which
// begins at a page and is as large as Space says.
func Cases(levels []Level, space []float64, limits measure.Limits) []*measure.Case {
	list := []*measure.Case{newCase(measure.Limit, Arithmetic, "operation", limits)}
	for _, s := range sets() {
		list[0].Variants = append(list[0].Variants, s.arithmetics()...)
	}
	for _, l := range levels {
		c := newCase(measure.Limit, l.Name, "byte", limits)
		for _, s := range sets() {
			c.Variants = append(c.Variants, s.moves(l, space)...)
		}
		list = append(list, c)
	}
	return list
}

// KneeCase reads arrays of several sizes, by the best instruction set, to find where the rate
// falls: from what the caches of one core do not hold to what counts as memory.
func KneeCase(
	caches []machine.Cache, last, memory int, space []float64, limits measure.Limits,
) *measure.Case {
	from := 0
	for _, c := range Caches(caches, last) {
		if c.Level < 3 && c.Bytes < last {
			from = max(from, c.Bytes)
		}
	}
	c := newCase(measure.Knee, Read, "byte", limits)
	all := sets()
	for bytes := memory; bytes >= 2*from && bytes >= 8*chunk; bytes /= 2 {
		v := all[len(all)-1].moves(Level{Bytes: bytes}, space)[0]
		v.Name = fmt.Sprintf("knee/op=read/bytes=%d", v.N)
		c.Variants = slices.Insert(c.Variants, 0, v)
	}
	return c
}

// Space is how many float64 Cases needs for the levels.
func Space(levels []Level) int {
	largest := slices.MaxFunc(levels, func(a, b Level) int { return a.Bytes - b.Bytes })
	return largest.Bytes/8 + 8*page
}

const page = 4096 / 8

// Apart is how many bytes further on in its page the next array begins: whole cache lines.
const Apart = 640

// variant is a probe of the set; amount is what one call does, in operations or bytes.
func (s set) variant(does, level string, amount int, call func()) *measure.Variant {
	plain := strings.NewReplacer(", ", "_", " ", "_").Replace(does)
	name := fmt.Sprintf("limit/isa=%s/op=%s", s.name, plain)
	if level != "" {
		name += "/level=" + level
	}
	return &measure.Variant{
		Name: name, Label: does, ISA: s.name, Method: does, N: amount,
		Run: func(_ context.Context, _, calls int) (time.Duration, error) {
			start := time.Now()
			for range calls {
				call()
			}
			return time.Since(start), nil
		},
	}
}

func (s set) arithmetics() (list []*measure.Variant) {
	for k, run := range s.arithmetic {
		if run != nil {
			times, sums := kinds[k].times, new([16]float64)
			list = append(list, s.variant(kinds[k].does, "", s.chains*s.lanes*times, func() {
				sums[0] = 1
				run(&sums[0], times)
			}))
		}
	}
	return list
}

// chunk is how many words one call of the assembly moves at most.
const chunk = 1 << 14

func (s set) moves(l Level, space []float64) []*measure.Variant {
	of := func(does string, arrays int, run func(at, n, times int, x [][]float64)) *measure.Variant {
		n := l.Bytes / 8 / arrays / step * step
		x := make([][]float64, arrays)
		at := 0
		for i := range x {
			// Where all begin at the same place of a page, or what is written a little behind
			// what is read, a processor takes what it reads for what it just wrote.
			x[i] = space[at+i*Apart/8:][:n:n]
			at += (n + page - 1) / page * page
		}
		times := max(1, chunk/n) // a call has its price
		return s.variant(does, l.Name, 8*n*arrays*times, func() {
			for lo := 0; lo < n; lo += chunk {
				run(lo, min(chunk, n-lo), times, x)
			}
		})
	}
	sums := new([16]float64)
	list := []*measure.Variant{of(Read, 1, func(at, n, times int, x [][]float64) {
		s.read(&sums[0], &x[0][at], n, times)
	})}
	for i, suffix := range []string{"", NonTemporal} {
		if s.copies[i] == nil || i == 1 && l.Name != Memory {
			continue
		}
		list = append(list, of(Copy+suffix, 2, func(at, n, times int, x [][]float64) {
			s.copies[i](&x[0][at], &x[1][at], n, times)
		}), of(Sum+suffix, 3, func(at, n, times int, x [][]float64) {
			s.adds[i](&x[0][at], &x[1][at], &x[2][at], n, times)
		}))
	}
	return list
}

// The loops of a set; those with two are ordinary, and with non-temporal stores.
type (
	arithmetics [len(kinds)]func(sums *float64, times int)
	copies      [2]func(dst, a *float64, n, times int)
	adds        [2]func(dst, a, b *float64, n, times int)
)

// set is the probes of one instruction set.
type set struct {
	name          string
	lanes, chains int
	arithmetic    arithmetics
	read          func(sums, a *float64, n, times int)
	copies        copies
	adds          adds
}

// sets are those that this binary has and the processor runs, scalar first.
func sets() []set {
	list := []set{scalar}
	for _, s := range assembly {
		if slices.Contains(machine.Names(kernel.Supported()), s.name) {
			list = append(list, s)
		}
	}
	return list
}

// scalar does in Go what the others do in assembly.
var scalar = set{
	name: Scalar, lanes: 1, chains: 8, arithmetic: inGo,
	read: func(sums, a *float64, n, times int) {
		var p, q, r, s uint64
		for range times {
			x := unsafe.Slice((*uint64)(unsafe.Pointer(a)), n)
			for ; len(x) >= 4; x = x[4:] {
				p, q, r, s = p|x[0], q|x[1], r|x[2], s|x[3]
			}
		}
		*sums = float64(p | q | r | s)
	},
	copies: copies{func(dst, a *float64, n, times int) {
		for range times {
			y, x := unsafe.Slice(dst, n), unsafe.Slice(a, n)
			//lint:ignore S1001 the loop is what is measured
			for i, v := range x {
				y[i] = v
			}
		}
	}, nil},
	adds: adds{func(dst, a, b *float64, n, times int) {
		for range times {
			s, x, y := unsafe.Slice(dst, n), unsafe.Slice(a, n), unsafe.Slice(b, n)
			for i := range s {
				s[i] = x[i] + y[i]
			}
		}
	}, nil},
}

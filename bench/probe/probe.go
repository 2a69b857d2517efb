// Package probe measures the limits of a machine: how much arithmetic one core does,
// and how many bytes it moves between registers and each level of its memory. Its
// loops in assembly are written by sumlog/gen, as the kernels are.
package probe

import (
	"fmt"
	"slices"
	"time"
	"unsafe"

	"sumlog/bench/machine"
)

// kind is an operation of a probe of arithmetic.
type kind int

const (
	multiply kind = iota
	add
	fuse
	mix // every other one a multiplication, and an addition
	divide
	kinds
)

var kindNames = [kinds]string{"multiply", "add", "fused multiply-add", "multiply and add by turns", "divide"}

// What a probe of memory does.
const (
	Read = "read"
	Copy = "copy"
	Sum  = "read two write one"
)

// Probe is one loop. A turn is short enough that nobody waits for it.
type Probe struct {
	ISA   string  // whose vectors it takes
	Does  string  // the operation, or what is done with memory
	Level string  // of memory: "L1", "L2", "L3", "memory"; "" for arithmetic
	Bytes int     // that it works on; 0 for arithmetic
	Per   float64 // operations on float64, or bytes read and written, of one call
	call  func()
}

// Name is what -run and benchstat see.
func (p *Probe) Name() string {
	if p.Level == "" {
		return fmt.Sprintf("limit/isa=%s/op=%s", p.ISA, underscored(p.Does))
	}
	return fmt.Sprintf("limit/isa=%s/op=%s/level=%s", p.ISA, underscored(p.Does), p.Level)
}

func underscored(name string) string {
	text := []byte(name)
	for i, c := range text {
		if c == ' ' {
			text[i] = '_'
		}
	}
	return string(text)
}

// Time measures so many calls.
func (p *Probe) Time(calls int) time.Duration {
	start := time.Now()
	for range calls {
		p.call()
	}
	return time.Since(start)
}

// Level is a level of memory and how much a probe takes of it.
type Level struct {
	Name  string `json:"level"`
	Bytes int    `json:"bytes"` // all arrays together
}

// Levels chooses the sizes: a quarter of a cache, of which others may have a part at any
// time, and for memory four times the last-level cache, of last bytes, or less where most
// says so.
func Levels(caches []machine.Cache, last, most int) []Level {
	caches = Caches(caches, last)
	var list []Level
	for i, c := range caches {
		bytes := c.Bytes / 4
		if i > 0 { // but not what fits the one before
			bytes = max(bytes, min(2*caches[i-1].Bytes, c.Bytes/2))
		}
		list = append(list, Level{fmt.Sprintf("L%d", c.Level), bytes})
	}
	return append(list, Level{Memory, min(4*max(last, caches[len(caches)-1].Bytes), most)})
}

// Memory names the level behind the caches.
const Memory = "memory"

// Caches are those that the machine reports, but for any that is no larger than the one
// before, which cannot be measured by itself. Where no third level is reported, and last is
// more than is, a cache of last bytes is assumed; 0 is not known either. Where nothing is
// reported, common sizes are taken.
func Caches(reported []machine.Cache, last int) (list []machine.Cache) {
	largest := 0
	for _, c := range reported {
		if c.Bytes > largest {
			list, largest = append(list, c), c.Bytes
		}
	}
	if len(reported) == 0 {
		list = []machine.Cache{{Level: 1, Bytes: 32 << 10}, {Level: 2, Bytes: 512 << 10}}
		if last == 0 {
			last = 32 << 20
		}
	}
	thirds := slices.ContainsFunc(reported, func(c machine.Cache) bool { return c.Level > 2 })
	if !thirds && last > largest {
		list = append(list, machine.Cache{Level: 3, Bytes: last})
	}
	return list
}

// Reads returns a probe of reading by the best instruction set for each size, to find
// where the rate falls. They share space, as those of [New] do.
func Reads(sizes []int, space []float64) (list []*Probe) {
	all := sets()
	for _, bytes := range sizes {
		list = append(list, all[len(all)-1].moves(Level{Bytes: bytes}, space)[0])
	}
	return list
}

// New returns all probes; they share space, of which they need as much as the largest
// level has bytes, and a little more.
func New(levels []Level, space []float64) []*Probe {
	var list []*Probe
	for _, s := range sets() {
		list = append(list, s.arithmetics()...)
		for _, l := range levels {
			list = append(list, s.moves(l, space)...)
		}
	}
	return list
}

// Space is how many float64 New needs for the levels.
func Space(levels []Level) int {
	most := 0
	for _, l := range levels {
		most = max(most, l.Bytes)
	}
	return most/8 + 8*page
}

const page = 4096 / 8

// Apart is how many bytes behind the place in a page where the array before begins, the
// next one does: whole cache lines.
const Apart = 640

func (s set) arithmetics() (list []*Probe) {
	for k, run := range s.arithmetic {
		if run == nil {
			continue
		}
		times := 2000
		if kind(k) == divide {
			times = 300
		}
		sums := new([16]float64)
		list = append(list, &Probe{
			ISA: s.name, Does: kindNames[k], Per: float64(s.chains * s.lanes * times),
			call: func() {
				sums[0] = 1
				run(&sums[0], times)
			},
		})
	}
	return list
}

// chunk is how many words one call of the assembly moves at most.
const chunk = 1 << 14

func (s set) moves(l Level, space []float64) []*Probe {
	of := func(does string, arrays int, run func(n int, arrays [][]float64)) *Probe {
		n := l.Bytes / 8 / arrays / step * step
		parts := make([][]float64, arrays)
		rest := aligned(space)
		at := 0
		for i := range parts {
			// Where all begin at the same place of a page, or what is written a little behind
			// what is read, a processor takes what it reads for what it just wrote.
			parts[i] = rest[at+i*Apart/8:][:n:n]
			at += (n + page - 1) / page * page
		}
		return &Probe{
			ISA: s.name, Does: does, Level: l.Name, Bytes: 8 * n * arrays, Per: float64(8 * n * arrays * max(1, chunk/n)),
			call: func() { run(n, parts) },
		}
	}
	// What is small is gone over several times in one call, which has its price.
	each := func(n int, f func(lo, n, times int)) {
		for lo := 0; lo < n; lo += chunk {
			f(lo, min(chunk, n-lo), max(1, chunk/n))
		}
	}
	sums := new([16]float64)
	list := []*Probe{of(Read, 1, func(n int, x [][]float64) {
		each(n, func(lo, n, times int) { s.read(&sums[0], &x[0][lo], n, times) })
	})}
	for past, run := range s.copies {
		if run != nil && (past == 0 || l.Name == "memory") {
			list = append(list, of(Copy+pasts[past], 2, func(n int, x [][]float64) {
				each(n, func(lo, n, times int) { run(&x[0][lo], &x[1][lo], n, times) })
			}))
		}
	}
	for past, run := range s.adds {
		if run != nil && (past == 0 || l.Name == "memory") {
			list = append(list, of(Sum+pasts[past], 3, func(n int, x [][]float64) {
				each(n, func(lo, n, times int) { run(&x[0][lo], &x[1][lo], &x[2][lo], n, times) })
			}))
		}
	}
	return list
}

// pasts tell apart what is written into the caches and what is written past them.
var pasts = [2]string{"", " past the caches"}

// aligned begins at a multiple of a page, where the processor's stores past the
// caches may begin.
func aligned(space []float64) []float64 {
	off := int(-uintptr(unsafe.Pointer(&space[0])) % (8 * page) / 8)
	return space[off:]
}

// ISAs lists those that have probes, scalar first.
func ISAs() (names []string) {
	for _, s := range sets() {
		names = append(names, s.name)
	}
	return slices.Clip(names)
}

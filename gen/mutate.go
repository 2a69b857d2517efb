package main

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sync/errgroup"
)

// mutate proves the tests of the assembly of the named sets: it makes one operation of a kernel
// wrong, an addition a subtraction, say, generates the assembly anew, and runs the kernels' tests,
// which have to fail. The files themselves stay as they are (the compiler is given an overlay).
//
// mutants.md explains those that survive any test, as they compute the same bits.
//
// Tests of another processor run in its emulator, qemu-user's, where all of the mutants would take
// days: -kernel, -every and -run choose some of them, and of the tests. -ops chooses those again
// that passed a few tests, which all the others may notice.
func mutate(names []string) {
	all, survivors := 0, 0
	for _, s := range sets {
		if !slices.Contains(names, s.Package()) {
			continue
		}
		original, err := s.Assembly(s.Kernels()...)
		exitOn(err)
		list := chosen(s)
		for len(list) > 0 {
			n := 1
			for n < len(list) && list[n].kernel == list[0].kernel {
				n++
			}
			alive := survived(s, list[:n])
			fmt.Printf("%s: %d mutants, %d survived\n", s.Kernels()[list[0].kernel].Name, n, len(alive))
			for _, x := range alive {
				fmt.Printf("SURVIVED operation %d, %s.s:%s\n", x.op, s.File(), x.change(s, string(original)))
			}
			all, survivors, list = all+n, survivors+len(alive), list[n:]
		}
	}
	fmt.Printf("%d mutants, %d survived\n", all, survivors)
	if survivors > 0 || all == 0 {
		os.Exit(1)
	}
}

// chosen lists the mutants that the flags choose: every nth, from the middle of the first n on.
func chosen(s set) (list []mutant) {
	var all []mutant
	for i, k := range s.Kernels() {
		if *only == "" || k.Name == *only+s.ISA {
			all = append(all, mutants(s, i)...)
		}
	}
	if *ops != "" {
		named := strings.Split(*ops, ",")
		all = slices.DeleteFunc(all, func(x mutant) bool {
			return !slices.Contains(named, strconv.Itoa(x.op))
		})
	}
	for i := *every / 2; i < len(all); i += *every {
		list = append(list, all[i])
	}
	return list
}

// survived lists those of a kernel's mutants that the tests pass.
func survived(s set, list []mutant) (alive []mutant) {
	known := &failures{}
	for batch := range slices.Chunk(list, 250) {
		b, err := compile(s, batch)
		exitOn(err)
		if !b.passes(0, known) {
			exitOn(fmt.Errorf("%s: the tests fail without a change, so they prove nothing", s.ISA))
		}
		passed := make([]bool, len(batch))
		var group errgroup.Group
		group.SetLimit(runtime.GOMAXPROCS(0))
		for i := range batch {
			group.Go(func() error { passed[i] = b.passes(i+1, known); return nil })
		}
		exitOn(group.Wait())
		exitOn(b.remove())
		for i, x := range batch {
			if passed[i] {
				alive = append(alive, x)
			}
		}
	}
	return alive
}

// change is the first line that the mutant changes, with its number in the set's assembly.
func (x mutant) change(s set, assembly string) string {
	k := s.Kernels()[x.kernel]
	was, err := s.Assembly(k)
	exitOn(err)
	is, err := s.Assembly(x.apply(s.Kernels())[x.kernel])
	exitOn(err)
	a, b := strings.Split(string(was), "\n"), strings.Split(string(is), "\n")
	i := 0
	for i < min(len(a), len(b))-1 && a[i] == b[i] {
		i++
	}
	before := func(text string) int {
		first, _, _ := strings.Cut(text, "TEXT ·"+k.Name+"(")
		return strings.Count(first, "\n")
	}
	line := i + 1 + before(assembly) - before(string(was))
	return fmt.Sprintf("%d: %s -> %s", line, strings.TrimSpace(a[i]), strings.TrimSpace(b[i]))
}

package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"sumlog/gen/build"
)

// mutate proves the tests of the assembly of the named sets: it makes one operation of a kernel
// wrong, an addition a subtraction, say, generates the assembly anew, and runs the kernels' tests,
// which have to fail. The files themselves stay as they are (the compiler is given an overlay).
//
// mutants.md explains those that survive any test, as they compute the same bits.
//
// Tests of another processor run in its emulator, qemu-user's, where all of the mutants would take
// days: -kernel, -every and -run choose some of them, and of the tests.
func mutate(names []string) {
	all, survivors := 0, 0
	for _, s := range sets {
		if !slices.Contains(names, s.Package()) {
			continue
		}
		n := 0 // mutants to choose from: every nth, from the middle of the first n on
		for _, k := range s.Kernels() {
			if *only != "" && k.Name != *only+s.ISA {
				continue
			}
			chosen := slices.DeleteFunc(mutants(k, s.Target), func(op int) bool {
				if *ops != "" && !slices.Contains(strings.Split(*ops, ","), strconv.Itoa(op)) {
					return true
				}
				n++
				return (n-1)%*every != *every/2
			})
			if len(chosen) == 0 {
				continue
			}
			alive := survived(s, k, chosen)
			fmt.Printf("%s: %d mutants, %d survived\n", k.Name, len(chosen), len(alive))
			for _, op := range alive {
				fmt.Printf("SURVIVED operation %d, %s.s:%s\n", op, s.File(), change(s, k, op))
			}
			all, survivors = all+len(chosen), survivors+len(alive)
		}
	}
	fmt.Printf("%d mutants, %d survived\n", all, survivors)
	if survivors > 0 || all == 0 {
		os.Exit(1)
	}
}

// survived lists those of a kernel's mutants that the tests pass.
func survived(s set, k *build.Kernel, ops []int) (alive []int) {
	known := &sync.Map{}
	for batch := range slices.Chunk(ops, 250) {
		b := binary{s, compile(s, k, batch), known}
		if !b.passes(0) {
			exitOn(fmt.Errorf("%s: the tests fail without a change, so they prove nothing", s.ISA))
		}
		passed := make([]bool, len(batch))
		var group errgroup.Group
		group.SetLimit(runtime.GOMAXPROCS(0))
		for i := range batch {
			group.Go(func() error { passed[i] = b.passes(i + 1); return nil })
		}
		exitOn(group.Wait())
		exitOn(os.RemoveAll(b.dir))
		for i, op := range batch {
			if passed[i] {
				alive = append(alive, op)
			}
		}
	}
	return alive
}

// change is the first line that a mutant changes, with its number in the set's assembly.
func change(s set, k *build.Kernel, op int) string {
	all, err := os.ReadFile(filepath.Join("..", s.File()+".s"))
	exitOn(err)
	text := []byte("TEXT ·" + k.Name + "(")
	before, was, _ := bytes.Cut(all, text)
	_, is, _ := bytes.Cut(s.Assembly(mutant(k, op)), text)
	newline := []byte("\n")
	a, b := bytes.Split(was, newline), bytes.Split(is, newline)
	i := 0
	for i < min(len(a), len(b))-1 && bytes.Equal(a[i], b[i]) {
		i++
	}
	line := bytes.Count(before, newline) + i + 1
	return fmt.Sprintf("%d: %s -> %s", line, bytes.TrimSpace(a[i]), bytes.TrimSpace(b[i]))
}

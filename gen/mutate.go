package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"
)

// mutate proves the tests of the assembly of the named sets: it makes one operation of a kernel
// wrong, an addition a subtraction, say, generates the assembly anew, and runs the kernels' tests,
// which have to fail. The files themselves stay as they are (the compiler is given an overlay).
//
// Tests of another processor run in its emulator, qemu-user's, where all of the mutants would take
// days: -kernel, -every and -run choose some of them, and of the tests.
func mutate(names []string) {
	all, survivors := 0, 0
	for _, s := range sets {
		if !slices.Contains(names, s.Package()) {
			continue
		}
		original, err := s.Assembly(s.Kernels()...)
		exitOn(err)
		if !passes(s, original) {
			exitOn(fmt.Errorf("%s: the tests fail without a change, so they prove nothing", s.ISA))
		}
		list := chosen(s)
		all += len(list)
		fmt.Printf("%s: %d mutants\n", s.ISA, len(list))
		var group errgroup.Group
		group.SetLimit(runtime.NumCPU())
		alive := make(chan string, len(list))
		for _, x := range list {
			group.Go(func() error {
				text, err := s.Assembly(x.apply(s.Kernels())...)
				if err == nil && passes(s, text) {
					alive <- difference(string(original), string(text))
				}
				return err
			})
		}
		exitOn(group.Wait())
		survivors += len(alive)
		close(alive)
		for change := range alive {
			fmt.Printf("SURVIVED %s.s:%s\n", s.File(), change)
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
	for i := *every / 2; i < len(all); i += *every {
		list = append(list, all[i])
	}
	return list
}

// difference is the first line in which two texts differ.
func difference(was, is string) string {
	a, b := strings.Split(was, "\n"), strings.Split(is, "\n")
	i := 0
	for i < min(len(a), len(b))-1 && a[i] == b[i] {
		i++
	}
	return fmt.Sprintf("%d: %s -> %s", i+1, strings.TrimSpace(a[i]), strings.TrimSpace(b[i]))
}

// emulators names the program that runs tests of another processor.
var emulators = map[string]string{"arm64": "qemu-aarch64"}

// passes runs the kernels' tests with text in the place of the set's assembly. A mutant that
// does not build is a mistake of this program, and ends it; one that never ends has been noticed.
func passes(s set, text []byte) bool {
	dir, err := os.MkdirTemp("", "mutate")
	exitOn(err)
	defer os.RemoveAll(dir)
	path, err := filepath.Abs(filepath.Join("..", s.File()+".s"))
	exitOn(err)
	changed, overlay := filepath.Join(dir, "mutant.s"), filepath.Join(dir, "overlay.json")
	replace, err := json.Marshal(map[string]map[string]string{"Replace": {path: changed}})
	exitOn(err)
	exitOn(os.WriteFile(changed, text, 0o600))
	exitOn(os.WriteFile(overlay, replace, 0o600))

	arguments := []string{
		"test", "-overlay", overlay, "-vet=off", "-failfast", "-short", "-run", *tests,
	}
	if s.Arch == runtime.GOARCH {
		arguments = append(arguments, "-timeout=2m")
	} else {
		arguments = append(arguments, "-timeout=20m", "-exec", emulators[s.Arch])
	}
	test := exec.Command("go", append(arguments, "sumlog/kernel")...)
	test.Env = append(os.Environ(), "GOARCH="+s.Arch,
		"SUMLOG_TEST_REQUIRE="+s.Package()) // skipping notices nothing
	out, err := test.CombinedOutput()
	if regexp.MustCompile(`\[(build|setup) failed\]`).Match(out) {
		exitOn(fmt.Errorf("a mutant of %s does not build:\n%s", s.ISA, out))
	}
	var failed *exec.ExitError
	if !errors.As(err, &failed) {
		exitOn(err)
	}
	return err == nil
}

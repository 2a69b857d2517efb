// Command mutate proves the tests of the assembly: it makes one operation of a kernel wrong, an
// addition a subtraction, say, generates the assembly anew, and runs the kernels' tests, which
// have to fail. The files themselves stay as they are (the compiler is given an overlay).
//
//	go -C gen run ./mutate avx2 avx512
//	go -C gen run ./mutate -kernel log -every 20 avx2
//	go -C gen run ./mutate -every 40 -run SameBits neon
//
// Tests of another processor run in its emulator, qemu-user's, where all of the mutants would
// take days: -kernel, -every and -run choose some of them, and of the tests.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"sumlog/gen/sets"
)

var (
	every = flag.Int("every", 1, "try one mutant in that many")
	only  = flag.String("kernel", "", "change this kernel alone")
	tests = flag.String("run", ".", "the tests that have to fail")
)

func main() {
	flag.Parse()
	all, survivors := 0, 0
	for _, name := range flag.Args() {
		i := slices.IndexFunc(sets.All, func(s sets.Set) bool { return s.Package() == name })
		if i < 0 {
			exit(fmt.Errorf("no instruction set is called %q", name))
		}
		tried, alive, err := try(sets.All[i])
		if err != nil {
			exit(err)
		}
		all += tried
		survivors += len(alive)
		for _, m := range alive {
			fmt.Println("SURVIVED", m)
		}
	}
	fmt.Printf("%d mutants, %d survived\n", all, survivors)
	if survivors > 0 || all == 0 {
		os.Exit(1)
	}
}

func exit(err error) {
	fmt.Fprintln(os.Stderr, "mutate:", err)
	os.Exit(2)
}

// try returns how many mutants of the set it has tried, and those that no test noticed.
func try(s sets.Set) (tried int, alive []string, err error) {
	original, err := s.Assembly(s.Kernels()...)
	if err != nil {
		return 0, nil, err
	}
	if pass, err := passes(s, original); !pass || err != nil {
		return 0, nil, fmt.Errorf("%s: the tests fail without a change: %w", s.ISA, err)
	}
	var list []mutant
	for k, kernel := range s.Kernels() {
		if *only == "" || kernel.Name == *only+s.ISA {
			list = append(list, mutants(s, k)...)
		}
	}
	list = thin(list, *every)
	fmt.Printf("%s: %d mutants\n", s.ISA, len(list))
	survived := make([]string, len(list))
	var group errgroup.Group
	group.SetLimit(runtime.NumCPU())
	for i, m := range list {
		group.Go(func() error {
			text, err := s.Assembly(m.apply(s.Kernels())...)
			if err != nil {
				return err
			}
			change := difference(string(original), string(text))
			pass, err := passes(s, text)
			if pass {
				survived[i] = s.File() + change
			}
			if err != nil {
				return fmt.Errorf("%s%s: %w", s.File(), change, err)
			}
			return nil
		})
	}
	err = group.Wait()
	return len(list), slices.DeleteFunc(survived, func(m string) bool { return m == "" }), err
}

// thin returns every nth of the mutants, from the middle of the first n on.
func thin(all []mutant, n int) (list []mutant) {
	for i := n / 2; i < len(all); i += n {
		list = append(list, all[i])
	}
	return list
}

// difference is the first line in which two texts differ.
func difference(was, is string) string {
	a, b := strings.Split(was, "\n"), strings.Split(is, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf(".s:%d: %s -> %s", i+1, strings.TrimSpace(a[i]), strings.TrimSpace(b[i]))
		}
	}
	return ""
}

// passes runs the kernels' tests with text in the place of the set's assembly. A test that never
// ends has failed.
func passes(s sets.Set, text []byte) (bool, error) {
	dir, err := os.MkdirTemp("", "mutate")
	if err != nil {
		return false, err
	}
	defer os.RemoveAll(dir)
	path, err := filepath.Abs(filepath.Join("..", s.File()+".s"))
	if err != nil {
		return false, err
	}
	changed, binary := filepath.Join(dir, "mutant.s"), filepath.Join(dir, "test")
	overlay, err := json.Marshal(map[string]map[string]string{"Replace": {path: changed}})
	if err != nil {
		return false, err
	}
	if err := os.WriteFile(changed, text, 0o600); err != nil {
		return false, err
	}
	overlayFile := filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(overlayFile, overlay, 0o600); err != nil {
		return false, err
	}
	build := exec.Command("go", "test", "-c", "-vet=off", "-overlay", overlayFile, "-o", binary,
		"sumlog/kernel")
	build.Env = append(os.Environ(), "GOARCH="+s.Arch)
	if out, err := build.CombinedOutput(); err != nil {
		return false, fmt.Errorf("does not build: %w\n%s", err, out)
	}
	return runs(s, binary, filepath.Dir(path))
}

// emulators names the program that runs tests of another processor.
var emulators = map[string]string{"arm64": "qemu-aarch64"}

// runs reports whether the tests pass, which read files of their folder.
func runs(s sets.Set, binary, folder string) (bool, error) {
	command := []string{binary, "-test.failfast", "-test.short", "-test.run", *tests}
	limit := 2 * time.Minute
	if s.Arch != runtime.GOARCH {
		command, limit = append([]string{emulators[s.Arch]}, command...), 20*time.Minute
	}
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), "SUMLOG_TEST_REQUIRE="+s.Package()) // skipping notices nothing
	err := cmd.Run()
	var failed *exec.ExitError
	if errors.As(err, &failed) || ctx.Err() != nil {
		return false, nil
	}
	return err == nil, err
}

// Command mutate proves the tests of the assembly: it swaps each arithmetic
// instruction of the generated files, one at a time, and runs the kernels' tests,
// which have to fail. The files themselves stay as they are (the compiler is given
// an overlay).
//
//	go -C gen run ./mutate ../kernel/avx2_amd64.s
//	go -C gen run ./mutate -every 40 -run SameBits ../kernel/neon_arm64.s
//
// Those of another processor run in its emulator, qemu-user's, where all of them would
// take days: -every and -run choose some of the mutants, and of the tests.
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
	"strings"
	"sync"
	"time"
)

// mutant is a file with one instruction changed.
type mutant struct {
	file string
	line int // counted from 1
	was  string
	is   string
	text string // of the whole file
}

// tests is the regular expression of those that have to notice a mutant.
var tests string

func main() {
	every := flag.Int("every", 1, "try one mutant in that many")
	flag.StringVar(&tests, "run", ".", "the tests that have to fail")
	flag.Parse()
	var survivors, all int
	for _, file := range flag.Args() {
		text, err := os.ReadFile(file)
		exitOn(err)
		if !passes(mutant{file: file, text: string(text)}) {
			exitOn(fmt.Errorf("%s: the tests fail without a change, so they prove nothing", file))
		}
		mutants := thin(mutate(file, string(text)), *every)
		all += len(mutants)
		fmt.Printf("%s: %d mutants\n", file, len(mutants))
		for _, m := range survive(mutants) {
			survivors++
			fmt.Printf("SURVIVED %s:%d: %s -> %s\n", m.file, m.line, m.was, m.is)
		}
	}
	fmt.Printf("%d mutants, %d survived\n", all, survivors)
	if survivors > 0 || all == 0 {
		os.Exit(1)
	}
}

func exitOn(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}

func mutate(file, text string) (list []mutant) {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if strings.HasPrefix(strings.TrimSpace(line), "//") {
			continue
		}
		for _, is := range swapped(line) {
			changed := append([]string{}, lines...)
			changed[i] = is
			list = append(list, mutant{file, i + 1, squeeze(line), squeeze(is), strings.Join(changed, "\n")})
		}
	}
	return list
}

// thin returns every nth of the mutants, from the middle of the first n on.
func thin(all []mutant, n int) (list []mutant) {
	for i := n / 2; i < len(all); i += n {
		list = append(list, all[i])
	}
	return list
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

// survive returns the mutants that no test notices.
func survive(mutants []mutant) (alive []mutant) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	slots := make(chan struct{}, runtime.NumCPU())
	for _, m := range mutants {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			if passes(m) {
				mu.Lock()
				alive = append(alive, m)
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	return alive
}

// passes runs the tests on a mutant. One that does not assemble is a mistake of
// this program, and ends it; one that never ends has been noticed.
func passes(m mutant) bool {
	dir, err := os.MkdirTemp("", "mutate")
	exitOn(err)
	defer os.RemoveAll(dir)
	path, err := filepath.Abs(m.file)
	exitOn(err)
	changed, overlay := filepath.Join(dir, "mutant.s"), filepath.Join(dir, "overlay.json")
	replace, err := json.Marshal(map[string]map[string]string{"Replace": {path: changed}})
	exitOn(err)
	exitOn(os.WriteFile(changed, []byte(m.text), 0o600))
	exitOn(os.WriteFile(overlay, replace, 0o600))

	isa, arch := setOf(path)
	binary := filepath.Join(dir, "test")
	build := exec.Command("go", "test", "-c", "-vet=off", "-overlay", overlay, "-o", binary,
		"sumlog/kernel")
	build.Env = append(os.Environ(), "GOARCH="+arch)
	if out, err := build.CombinedOutput(); err != nil {
		exitOn(fmt.Errorf("%s:%d: %s does not build: %w\n%s", m.file, m.line, m.is, err, out))
	}
	return runs(arch, binary, isa, filepath.Dir(path))
}

// emulators names the program that runs those of another processor.
var emulators = map[string]string{"arm64": "qemu-aarch64"}

// setOf returns the instruction set and the architecture of a file, which has the name
// of both: avx2_amd64.s.
func setOf(path string) (isa, arch string) {
	isa, arch, _ = strings.Cut(strings.TrimSuffix(filepath.Base(path), ".s"), "_")
	return isa, arch
}

// runs reports whether the tests pass. They read files of their folder.
func runs(arch, binary, isa, dir string) bool {
	command, limit := []string{binary, "-test.failfast", "-test.short", "-test.run", tests},
		2*time.Minute
	if arch != runtime.GOARCH {
		command, limit = append([]string{emulators[arch]}, command...), 20*time.Minute
	}
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "SUMLOG_TEST_REQUIRE="+isa) // skipping notices nothing
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) && ctx.Err() == nil {
		exitOn(err)
	}
	return err == nil
}

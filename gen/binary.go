package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"sumlog/gen/build"
)

// binary is the test binary of package kernel with a kernel in several variants: 0 is the kernel
// as it is, the others are mutants. Building takes far longer than most mutants live.
type binary struct {
	set  set
	dir  string
	path string
}

// variable names the variant that a process of the binary runs.
const variable = "SUMLOG_MUTANT"

// trampolines enter the variant, by architecture: the table's address and the name of the kernel,
// and the size of its arguments.
var trampolines = map[string]string{
	"amd64": `
TEXT ·%s(SB), NOSPLIT, $0-%d
	MOVQ ·mutant(SB), AX
	LEAQ mutants<>(SB), CX
	MOVQ (CX)(AX*8), AX
	JMP  AX
`,
	"arm64": `
TEXT ·%s(SB), NOSPLIT|NOFRAME, $0-%d
	MOVD ·mutant(SB), R9
	MOVD $mutants<>(SB), R10
	MOVD (R10)(R9<<3), R9
	JMP  (R9)
`,
}

// compile builds the binary of those mutants of one kernel.
func compile(s set, list []mutant) (b binary, err error) {
	if b.dir, err = os.MkdirTemp("", "mutate"); err != nil {
		return b, err
	}
	b.set, b.path = s, filepath.Join(b.dir, "kernel.test")
	at := list[0].kernel
	kernels := s.Kernels()
	k := kernels[at]
	variant := func(i int, k *build.Kernel) *build.Kernel {
		return k.Renamed(fmt.Sprintf("%s%d", s.Kernels()[at].Name, i))
	}
	kernels[at] = variant(0, k)
	for i, x := range list {
		kernels = append(kernels, variant(i+1, x.apply(s.Kernels())[at]))
	}
	text, err := s.Assembly(kernels...)
	if err != nil {
		return b, err
	}
	assembly := string(text) + fmt.Sprintf(trampolines[s.Arch], k.Name, 8*len(k.Params))
	declarations := fmt.Sprintf("package kernel\n\nimport (\"os\"; \"strconv\")\n\n"+
		"var mutant, _ = strconv.Atoi(os.Getenv(%q))\n", variable)
	for i := range len(list) + 1 {
		assembly += fmt.Sprintf("DATA mutants<>+%d(SB)/8, $·%s%d(SB)\n", 8*i, k.Name, i)
		declarations += fmt.Sprintf("\n//go:noescape\nfunc %s%d(%s)\n", k.Name, i, k.Parameters())
	}
	assembly += fmt.Sprintf("GLOBL mutants<>(SB), NOPTR, $%d\n", 8*(len(list)+1))

	replace := map[string]string{}
	for name, content := range map[string]string{
		s.File() + ".s": assembly, "kernel/mutants_" + s.Arch + ".go": declarations,
	} {
		path, err := filepath.Abs(filepath.Join("..", name))
		if err != nil {
			return b, err
		}
		replace[path] = filepath.Join(b.dir, filepath.Base(name))
		if err := os.WriteFile(replace[path], []byte(content), 0o600); err != nil {
			return b, err
		}
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return b, err
	}
	file := filepath.Join(b.dir, "overlay.json")
	if err := os.WriteFile(file, overlay, 0o600); err != nil {
		return b, err
	}
	test := exec.Command("go", "test", "-c", "-vet=off", "-overlay", file, "-o", b.path, "sumlog/kernel")
	test.Env = append(os.Environ(), "GOARCH="+s.Arch)
	if out, err := test.CombinedOutput(); err != nil {
		return b, fmt.Errorf("mutants of %s do not build: %w\n%s", k.Name, err, out)
	}
	return b, nil
}

func (b binary) remove() error { return os.RemoveAll(b.dir) }

// emulators names the program that runs tests of another processor.
var emulators = map[string]string{"arm64": "qemu-aarch64"}

// passes runs the tests with that variant: those first that failed with others, which are enough
// of the kernel as it is.
func (b binary) passes(variant int, known *failures) bool {
	pattern := known.pattern()
	if pattern == "" {
		return b.run(variant, *tests, known)
	}
	return b.run(variant, pattern, known) && (variant == 0 || b.run(variant, *tests, known))
}

// run runs the tests that match the pattern. A mutant that never ends has been noticed.
func (b binary) run(variant int, pattern string, known *failures) bool {
	command, limit := []string{b.path}, 2*time.Minute
	if b.set.Arch != runtime.GOARCH {
		command, limit = []string{emulators[b.set.Arch], b.path}, 20*time.Minute
	}
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	command = append(command, "-test.failfast", "-test.short", "-test.run", pattern)
	test := exec.CommandContext(ctx, command[0], command[1:]...)
	test.Dir = filepath.Join("..", "kernel")
	test.Env = append(os.Environ(), variable+"="+strconv.Itoa(variant),
		"SUMLOG_TEST_REQUIRE="+b.set.Package()) // skipping notices nothing
	out, err := test.CombinedOutput()
	var failed *exec.ExitError
	if err != nil && !errors.As(err, &failed) {
		exitOn(err)
	}
	if err != nil {
		known.add(string(out))
	}
	return err == nil
}

// failures are the tests that failed with a mutant of a kernel. Most of the others fail them too.
type failures struct {
	mu    sync.Mutex
	tests []string
}

var failed = regexp.MustCompile(`(?m)^ *--- FAIL: (\S+) `)

// add adds the test, or part of one, that the output of a binary names last.
func (f *failures) add(out string) {
	all := failed.FindAllStringSubmatch(out, -1)
	if all == nil {
		return // it crashed
	}
	var parts []string
	for part := range strings.SplitSeq(all[len(all)-1][1], "/") {
		parts = append(parts, "^"+regexp.QuoteMeta(part)+"$")
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if test := strings.Join(parts, "/"); !slices.Contains(f.tests, test) {
		f.tests = append(f.tests, test)
	}
}

// pattern matches those tests.
func (f *failures) pattern() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return strings.Join(f.tests, "|")
}

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
	set   set
	dir   string
	known *sync.Map // tests that failed with a mutant: most of the others fail them too
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

// compile builds the binary of those mutants of a kernel, in a folder of its own.
func compile(s set, k *build.Kernel, ops []int) string {
	variants := []*build.Kernel{k}
	for _, op := range ops {
		variants = append(variants, mutant(k, op))
	}
	list := slices.DeleteFunc(s.Kernels(), func(o *build.Kernel) bool { return o.Name == k.Name })
	declarations := fmt.Sprintf("package kernel\n\nimport (\"os\"; \"strconv\")\n\n"+
		"var mutant, _ = strconv.Atoi(os.Getenv(%q))\n", variable)
	table := fmt.Sprintf(trampolines[s.Arch], k.Name, 8*len(k.Params))
	for i, variant := range variants {
		variant = variant.Renamed(k.Name + strconv.Itoa(i))
		list = append(list, variant)
		declarations += stub(variant)
		table += fmt.Sprintf("DATA mutants<>+%d(SB)/8, $·%s(SB)\n", 8*i, variant.Name)
	}
	table += fmt.Sprintf("GLOBL mutants<>(SB), NOPTR, $%d\n", 8*len(variants))

	dir, err := os.MkdirTemp("", "mutate")
	exitOn(err)
	write := func(name, content string) string {
		path := filepath.Join(dir, filepath.Base(name))
		exitOn(os.WriteFile(path, []byte(content), 0o600))
		return path
	}
	replace := map[string]string{}
	for name, content := range map[string]string{
		s.File() + ".s":                    string(s.Assembly(list...)) + table,
		"kernel/mutants_" + s.Arch + ".go": declarations,
	} {
		path, err := filepath.Abs(filepath.Join("..", name))
		exitOn(err)
		replace[path] = write(name, content)
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	exitOn(err)
	test := exec.Command("go", "test", "-c", "-vet=off", "-o", filepath.Join(dir, "kernel.test"),
		"-overlay", write("overlay.json", string(overlay)), "sumlog/kernel")
	test.Env = append(os.Environ(), "GOARCH="+s.Arch)
	if out, err := test.CombinedOutput(); err != nil {
		exitOn(fmt.Errorf("mutants of %s do not build: %w\n%s", k.Name, err, out))
	}
	return dir
}

// emulators names the program that runs tests of another processor.
var emulators = map[string]string{"arm64": "qemu-aarch64"}

// passes runs the tests with that variant: those first that failed with others, which are enough
// of the kernel as it is.
func (b binary) passes(variant int) bool {
	var known []string
	b.known.Range(func(test, _ any) bool {
		known = append(known, test.(string))
		return true
	})
	if known == nil {
		return b.run(variant, *tests)
	}
	return b.run(variant, strings.Join(known, "|")) && (variant == 0 || b.run(variant, *tests))
}

var failed = regexp.MustCompile(`(?m)^ *--- FAIL: (\S+) `)

// run runs the tests that match the pattern. A mutant that never ends has been noticed.
func (b binary) run(variant int, pattern string) bool {
	command, limit := []string{filepath.Join(b.dir, "kernel.test")}, 2*time.Minute
	if b.set.Arch != runtime.GOARCH {
		command, limit = slices.Insert(command, 0, emulators[b.set.Arch]), 20*time.Minute
	}
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	command = append(command, "-test.failfast", "-test.short", "-test.run", pattern)
	test := exec.CommandContext(ctx, command[0], command[1:]...)
	test.Dir = filepath.Join("..", "kernel")
	test.Env = append(os.Environ(), variable+"="+strconv.Itoa(variant),
		"SUMLOG_TEST_REQUIRE="+b.set.Package()) // skipping notices nothing
	out, err := test.CombinedOutput()
	if exit := (*exec.ExitError)(nil); !errors.As(err, &exit) {
		exitOn(err)
	}
	if all := failed.FindAllSubmatch(out, -1); all != nil { // else it passed, or crashed
		last := regexp.QuoteMeta(string(all[len(all)-1][1]))
		b.known.Store("^"+strings.ReplaceAll(last, "/", "$/^")+"$", true)
	}
	return err == nil
}

// Command fmacheck checks that the compiler fuses nothing by itself: on the
// architectures where it may, the code of the kernels and of their specification has a
// fused multiply-add wherever the source has math.FMA, and nowhere else.
//
//	go run ./internal/fmacheck
//
// Without inlining, a line has as many as its calls of math.FMA. With it, as in a
// build, code is repeated, and the number is a multiple of that. Dispatch is built
// too, for what is inlined into it; its own arithmetic is about time.
package main

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// platform is a processor for which the compiler fuses.
type platform struct {
	name  string
	env   []string
	fused *regexp.Regexp // its fused multiply-adds, in Go's assembly language
}

var platforms = []platform{
	{"arm64", []string{"GOARCH=arm64"}, regexp.MustCompile(`^FN?M(ADD|SUB)[SD]$`)},
	{"riscv64", []string{"GOARCH=riscv64"}, regexp.MustCompile(`^FN?M(ADD|SUB)[SD]$`)},
	{"s390x", []string{"GOARCH=s390x"}, regexp.MustCompile(`^(FM(ADD|SUB)S?|[VW]FN?M[AS][SD]?B?)$`)},
	{
		"ppc64le",
		[]string{"GOARCH=ppc64le"},
		regexp.MustCompile(`^(FN?M(ADD|SUB)S?(CC)?|X[SV]N?M(ADD|SUB)\w+)$`),
	},
	{"amd64 v3", []string{"GOARCH=amd64", "GOAMD64=v3"}, regexp.MustCompile(`^VFN?M(ADD|SUB)\w+$`)},
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "fused:", err)
		os.Exit(1)
	}
}

func run() error {
	root, err := moduleRoot()
	if err != nil {
		return err
	}
	calls, err := sourceCalls(root)
	if err != nil {
		return err
	}
	var wrong []string
	for _, p := range platforms {
		single, err := p.count(root, "-S -l")
		if err != nil {
			return err
		}
		inlined, err := p.count(root, "-S")
		if err != nil {
			return err
		}
		all := 0
		for _, n := range inlined {
			all += n
		}
		fmt.Printf("%-8s  %d fused multiply-adds, at %d lines\n", p.name, all, len(inlined))
		for _, line := range compare(calls, single, inlined) {
			wrong = append(wrong, p.name+": "+line)
		}
	}
	if len(wrong) > 0 {
		return fmt.Errorf("the compiler's fused multiply-adds are not those of the source:\n%s",
			strings.Join(wrong, "\n"))
	}
	return nil
}

// moduleRoot returns the folder of the module in which the program runs.
func moduleRoot() (string, error) {
	out, err := exec.Command("go", "env", "GOMOD").Output()
	if err != nil {
		return "", fmt.Errorf("go env GOMOD: %w", err)
	}
	return filepath.Dir(strings.TrimSpace(string(out))), nil
}

// count compiles the kernels with these flags, -S among them, and returns the number
// of fused multiply-adds at each of their lines.
func (p platform) count(root, flags string) (map[string]int, error) {
	cmd := exec.Command("go", "build", "-gcflags="+flags,
		"./internal/generic", "./kernel", "./dispatch")
	cmd.Dir = root
	cmd.Env = append(append(os.Environ(), "GOOS=linux", "CGO_ENABLED=0"), p.env...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("%s: go build: %w\n%s", p.name, err, out[max(0, len(out)-2000):])
	}
	return p.countIn(out, filepath.ToSlash(root)+"/"), nil
}

// instruction is one in the output of the compiler: its line and its name.
var instruction = regexp.MustCompile(`(?m)^\t0x[0-9a-f]+ \d+ \(([^()]+\.go:\d+)\)\t([A-Z0-9]+)\b`)

// folders are those whose arithmetic is fixed.
var folders = []string{"kernel", "internal/generic"}

// countIn counts in the output of the compiler, in files of the folders below root, which
// ends in a slash.
func (p platform) countIn(out []byte, root string) map[string]int {
	n := map[string]int{}
	out = bytes.ReplaceAll(out, []byte(`\`), []byte("/"))
	for _, m := range instruction.FindAllSubmatch(out, -1) {
		line, ok := strings.CutPrefix(string(m[1]), root)
		if ok && slices.Contains(folders, path.Dir(line)) && p.fused.Match(m[2]) {
			n[line]++
		}
	}
	return n
}

// compare returns what is wrong, a line each: with the numbers without inlining, and
// with it.
func compare(calls, single, inlined map[string]int) (wrong []string) {
	lines := map[string]bool{}
	for _, m := range []map[string]int{calls, single, inlined} {
		for line := range m {
			lines[line] = true
		}
	}
	for _, line := range slices.Sorted(maps.Keys(lines)) {
		c, s, n := calls[line], single[line], inlined[line]
		if s != c || n < c || c == 0 && n > 0 || c > 0 && n%c != 0 {
			wrong = append(wrong, fmt.Sprintf("%s: %d fused (%d with inlining), %d calls of math.FMA",
				line, s, n, c))
		}
	}
	if len(calls) == 0 {
		wrong = append(wrong, "no math.FMA in the source")
	}
	return wrong
}

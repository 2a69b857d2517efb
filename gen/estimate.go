package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"sumlog/gen/arm64"
	"sumlog/gen/kernels"
)

var processors = []string{"neoverse-n1", "neoverse-v1", "apple-m1"}

// marker is an instruction, brk #0x4242, around a round.
const (
	marker    = "WORD $0xd4284840"
	markerHex = "0x4242"
)

// estimate prints how many cycles an element, or a row, of the NEON kernels takes on processors
// that a static model of LLVM knows: the instructions of a round of each loop, along the path that
// ordinary elements take, without its jumps, all operands in the first cache. It needs llvm-mca and
// llvm-objdump of LLVM 17 or later: the models of older ones are not of these processors. Nothing
// is measured.
func estimate() {
	fmt.Println("| kernel | Neoverse N1 | Neoverse V1 | Apple M1 |\n| --- | --- | --- | --- |")
	for _, v := range slices.Concat(variants, estimated) {
		round := roundOf(v)
		if *show == v.title {
			fmt.Println(round)
		}
		fmt.Printf("| %s |", v.title)
		for _, processor := range processors {
			fmt.Printf(" %s |", cycles(round, processor, v))
		}
		fmt.Println()
	}
}

// roundOf returns the instructions of a round as LLVM writes them.
func roundOf(v variant) string {
	text, err := arm64.NEON{}.Assembly(kernels.Named(v.kernel))
	exitOn(err)
	var body []string
	for _, line := range v.instructions(text) {
		if !regexp.MustCompile(`\bl\d+$`).MatchString(line) { // a jump
			body = append(body, "\t"+line)
		}
	}
	around := fmt.Sprintf("\t%s\n%s\n\t%[1]s\n\tRET\n", marker, strings.Join(body, "\n"))
	function := regexp.MustCompile(`(?s)(\nTEXT ·)\w+(\(SB\)[^\n]*\n).*?(\n// \w|\z)`)
	around = strings.ReplaceAll(around, "$", "$$")
	source := function.ReplaceAllString(string(text), "${1}round${2}"+around+"${3}")
	source = strings.Replace(source, "//go:build arm64 && !purego && !noasm\n", "", 1)

	dir, err := os.MkdirTemp("", "estimate")
	exitOn(err)
	defer os.RemoveAll(dir)
	for name, content := range map[string]string{
		"go.mod": "module round\n", "round_arm64.s": source,
		"main.go": "package main\n\nfunc round()\n\nfunc main() { round() }\n",
	} {
		exitOn(os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600))
	}
	build := exec.Command("go", "build", "-o", "round")
	build.Dir = dir
	build.Env = append(os.Environ(),
		"GOARCH=arm64", "GOOS=linux", "CGO_ENABLED=0", "GOWORK=off", "GOFLAGS=")
	output(build)
	list := output(exec.Command("llvm-objdump"+*suffix,
		"-d", "--no-show-raw-insn", "--no-leading-addr",
		"--disassemble-symbols=main.round.abi0", filepath.Join(dir, "round")))
	brk := regexp.MustCompile(`(?m)^\s*brk\s+#`+markerHex+`$`).FindAllStringIndex(list, -1)
	return regexp.MustCompile(`\s*<[^>\n]*>$`).ReplaceAllString(list[brk[0][1]:brk[1][0]], "")
}

var figures = regexp.MustCompile(
	`(?s)Iterations:\s+(\d+).*Total Cycles:\s+(\d+).*Block RThroughput:\s+([\d.]+)`)

// cycles returns the cycles an element that the model counts and, where no resource is in use
// all the time, the least number that they would allow.
func cycles(round, processor string, v variant) string {
	mca := exec.Command("llvm-mca"+*suffix, "-mtriple=aarch64", "-mcpu="+processor, "-iterations=300",
		"-bottleneck-analysis")
	mca.Stdin = strings.NewReader(round)
	report := output(mca)
	if *show == v.title {
		fmt.Println(report)
	}
	m := figures.FindStringSubmatch(report)
	rounds, all, least := number(m[1]), number(m[2]), number(m[3])
	lanes := arm64.NEON{}.Lanes()
	elements := float64(v.elements(lanes))
	if v.kernel == "rowsOf8" || v.kernel == "reduceRows" { // rows, as many as there are lanes
		elements = float64(lanes)
	}
	each := all / rounds / elements
	if all/rounds > 1.15*least {
		return fmt.Sprintf("%.2f, latency (%.2f)", each, least/elements)
	}
	return fmt.Sprintf("%.2f", each)
}

func number(s string) float64 {
	v, err := strconv.ParseFloat(s, 64)
	exitOn(err)
	return v
}

func output(cmd *exec.Cmd) string {
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	exitOn(err)
	return string(out)
}

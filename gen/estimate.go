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

// estimate prints how many cycles an element, or a row, of the NEON kernels takes on processors
// that a static model of LLVM knows: the instructions of a round of each loop, along the path that
// ordinary elements take, without its jumps, all operands in the first cache. It needs llvm-mca of
// LLVM 17 or later: the models of older ones are not of these processors. Nothing is measured.
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

// disassembled matches an instruction of Go's disassembler: its line in the source, and what GNU's
// assembler calls it.
var disassembled = regexp.MustCompile(`(?m)^ *round\.s:(\d+)\t.*// (.*?)\s*$`)

// roundOf returns the instructions of a round, without its jumps, in the syntax of GNU's assembler.
func roundOf(v variant) string {
	text := arm64.NEON{}.Assembly(kernels.Named(v.kernel))
	dir, err := os.MkdirTemp("", "estimate")
	exitOn(err)
	defer os.RemoveAll(dir)
	source, object := filepath.Join(dir, "round.s"), filepath.Join(dir, "round.o")
	exitOn(os.WriteFile(source, text, 0o600))
	include := filepath.Join(strings.TrimSpace(output("", "go", "env", "GOROOT")), "pkg", "include")
	output("", "env", "GOOS=linux", "GOARCH=arm64",
		"go", "tool", "asm", "-p", "round", "-I", include, "-o", object, source)
	at := map[string]string{} // instructions, by the line of the source
	list := output("", "go", "tool", "objdump", "-gnu", object)
	for _, m := range disassembled.FindAllStringSubmatch(list, -1) {
		at[m[1]] += "\t" + m[2] + "\n"
	}
	var round strings.Builder
	for _, line := range v.instructions(text) {
		if !jump.MatchString(line.text) {
			round.WriteString(at[strconv.Itoa(line.number)])
		}
	}
	return round.String()
}

var figures = regexp.MustCompile(
	`(?s)Iterations:\s+(\d+).*Total Cycles:\s+(\d+).*Block RThroughput:\s+([\d.]+)`)

// cycles returns the cycles an element that the model counts and, where no resource is in use
// all the time, the least number that they would allow.
func cycles(round, processor string, v variant) string {
	report := output(round, "llvm-mca", "-mtriple=aarch64", "-mcpu="+processor,
		"-iterations=300", "-bottleneck-analysis")
	if *show == v.title {
		fmt.Println(report)
	}
	var numbers [3]float64
	for i, s := range figures.FindStringSubmatch(report)[1:] {
		var err error
		numbers[i], err = strconv.ParseFloat(s, 64)
		exitOn(err)
	}
	rounds, all, least := numbers[0], numbers[1], numbers[2]
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

// output is what a command prints when it reads that input.
func output(input, name string, args ...string) string {
	cmd := exec.Command(name, args...)
	cmd.Stdin, cmd.Stderr = strings.NewReader(input), os.Stderr
	out, err := cmd.Output()
	exitOn(err)
	return string(out)
}

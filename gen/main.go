// Command gen writes sumlog's assembly and the Go files that belong to it: those of the
// instruction sets in kernel, and the folders under bench/probe. It writes the kernels in C too,
// and the counts of instructions in docs/performance.md.
//
//	go -C gen run .           rewrite them
//	go -C gen run . -check    fail where they differ from what would be written
//
// Two commands are about what it writes, the tests of it and its speed:
//
//	go -C gen run . mutate avx2 avx512
//	go -C gen run . -kernel log -every 20 mutate avx2
//	go -C gen run . -every 40 -run SameBits mutate neon
//	go -C gen run . -kernel log -ops 20,22 mutate avx2
//	PATH=/usr/lib/llvm-19/bin:$PATH go -C gen run . estimate
package main

import (
	"flag"
	"fmt"
	"maps"
	"os"

	"sumlog/gen/c"
)

var (
	check = flag.Bool("check", false, "compare with the files there are, and write nothing")

	every = flag.Int("every", 1, "mutate: try one mutant in that many")
	only  = flag.String("kernel", "", "mutate: change this kernel alone")
	ops   = flag.String("ops", "", "mutate: change these operations alone, as 20,22")
	tests = flag.String("run", ".", "mutate: the tests that have to fail")

	show = flag.String("show", "", "estimate: print one kernel's instructions and the reports")
)

func main() {
	flag.Parse()
	switch flag.Arg(0) {
	case "mutate":
		mutate(flag.Args()[1:])
	case "estimate":
		estimate()
	default:
		const root = ".."
		f, err := generate(root)
		exitOn(err)
		exitOn(f.update(root, *check))
	}
}

func exitOn(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

// generate returns all generated files.
func generate(root string) (files, error) {
	f := files{}
	f.addKernels()
	f.addProbes()
	if err := f.addCounts(root); err != nil {
		return nil, err
	}
	sources, err := c.Files(root)
	maps.Copy(f, sources)
	return f, err
}

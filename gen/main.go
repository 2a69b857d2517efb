// Command gen writes sumlog's assembly and the Go files that belong to it: those of the
// instruction sets in kernel, and the folders under bench/probe. It writes the kernels in C too.
//
//	go -C gen run .           rewrite them
//	go -C gen run . -check    fail where they differ from what would be written
package main

import (
	"flag"
	"fmt"
	"maps"
	"os"

	"sumlog/gen/c"
)

func main() {
	check := flag.Bool("check", false, "compare with the files there are, and write nothing")
	flag.Parse()
	if err := run("..", *check); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(root string, check bool) error {
	files, err := generate(root)
	if err != nil {
		return err
	}
	if check {
		return files.compare(root)
	}
	return files.replace(root)
}

// generate returns all generated files.
func generate(root string) (files, error) {
	f := files{}
	if err := f.addKernels(); err != nil {
		return nil, err
	}
	f.addCalls()
	if err := f.addProbes(); err != nil {
		return nil, err
	}
	sources, err := c.Files(root)
	maps.Copy(f, sources)
	return f, err
}

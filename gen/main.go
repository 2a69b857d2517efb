// Command gen writes sumlog's assembly and the Go files beside it: the folders
// kernel/avx2 and its siblings, which hold nothing else.
//
//	go -C gen run .           rewrite them
//	go -C gen run . -check    fail where they differ from what would be written
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	check := flag.Bool("check", false, "compare with the files there are, and write nothing")
	flag.Parse()
	if err := run(filepath.Join("..", "kernel"), *check); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(kernelDir string, check bool) error {
	for _, p := range packages {
		files, err := p.files()
		if err != nil {
			return err
		}
		dir := filepath.Join(kernelDir, p.Package)
		if check {
			err = compare(dir, files)
		} else {
			err = replace(dir, files)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

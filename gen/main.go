// Command gen writes sumlog's assembly and the Go files beside it: the folders
// kernel/avx2 and its siblings, and those under bench/probe, which hold nothing else.
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
	if err := run("..", *check); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(root string, check bool) error {
	write := replace
	if check {
		write = compare
	}
	for _, p := range packages {
		files, err := p.files()
		if err != nil {
			return err
		}
		if err := write(filepath.Join(root, "kernel", p.Package), files); err != nil {
			return err
		}
	}
	folders, err := probeFolders()
	if err != nil {
		return err
	}
	for name, files := range folders {
		if err := write(filepath.Join(root, "bench", "probe", name), files); err != nil {
			return err
		}
	}
	return nil
}

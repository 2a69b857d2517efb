package peer

import (
	"cmp"
	"context"
	"embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

//go:embed c/*.c c/*.cc
var sources embed.FS

// Flags are the compilers' flags, besides the libraries: on x86-64 vectors of 256 bits also
// where there are longer ones, as the functions that want those ask for them.
var Flags = map[bool]string{
	true:  "-O3 -march=native -mprefer-vector-width=256",
	false: "-O3 -march=native",
}[runtime.GOARCH == "amd64"]

// libraries are linked where they are installed, besides the C library.
var libraries = []struct{ key, compile, link string }{
	{"mvec", "-DLIBMVEC", "-lmvec"},
	{"sleef", "-DSLEEF", "-lsleef"},
	{"highway", "-DHIGHWAY", "highway.o"},
}

// build compiles the program in a folder, with each library that is installed; why the others are
// not there goes to missing.
func build(ctx context.Context, folder string, missing map[string]string) (string, error) {
	compiler, err := exec.LookPath("cc")
	if err != nil {
		return "", errors.New("no C compiler")
	}
	if err := os.CopyFS(folder, sources); err != nil {
		return "", err
	}
	folder = filepath.Join(folder, "c")
	run := func(compiler string, args ...string) error {
		cmd := exec.CommandContext(ctx, compiler, append(strings.Fields(Flags), args...)...)
		cmd.Dir = folder
		said, err := cmd.CombinedOutput()
		if err != nil {
			line, _, _ := strings.Cut(string(said), "\n")
			return fmt.Errorf("%s: %s", compiler, cmp.Or(line, err.Error()))
		}
		return nil
	}
	// The program finds its functions by their names.
	flags, link := []string{"main.c", "-o", "peer", "-rdynamic"}, []string{"-lm", "-ldl"}
	if err := run(compiler, append(flags, link...)...); err != nil {
		return "", err
	}
	for _, l := range libraries {
		if l.key == "highway" {
			if err := run("c++", "-c", "highway.cc", "-o", "highway.o"); err != nil {
				missing[l.key] = "not found by the C++ compiler"
				continue
			}
		}
		more, libs := append(flags[:len(flags):len(flags)], l.compile), append([]string{l.link}, link...)
		if err := run(compiler, append(more, libs...)...); err != nil {
			missing[l.key] = "not found by the C compiler"
			continue
		}
		flags, link = more, libs
	}
	err = run(compiler, append(flags, link...)...)
	return filepath.Join(folder, "peer"), err
}

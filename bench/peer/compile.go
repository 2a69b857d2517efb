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
var Flags = "-O3 -march=native" +
	map[string]string{"amd64": " -mprefer-vector-width=256"}[runtime.GOARCH]

// libraries are compiled where they are installed, besides the C library.
var libraries = []struct{ key, compiler, args string }{
	{"mvec", "cc", "-DLIBMVEC logs.c -lmvec -lm"},
	{"sleef", "cc", "-DSLEEF logs.c -lsleef -lm"},
	{"highway", "c++", "highway.cc"},
}

// build compiles the program in a folder and returns it, with the libraries that are not missing.
func build(
	ctx context.Context, folder string, missing map[string]string,
) (program string, found []string, err error) {
	if _, err := exec.LookPath("cc"); err != nil {
		return "", nil, errors.New("no C compiler")
	}
	if err := os.CopyFS(folder, sources); err != nil {
		return "", nil, err
	}
	folder = filepath.Join(folder, "c")
	run := func(compiler, args, to string) error {
		cmd := exec.CommandContext(ctx, compiler, strings.Fields(Flags+" "+args+" -o "+to)...)
		cmd.Dir = folder
		said, err := cmd.CombinedOutput()
		if err != nil {
			line, _, _ := strings.Cut(string(said), "\n")
			err = fmt.Errorf("%s: %s", compiler, cmp.Or(line, err.Error()))
		}
		return err
	}
	for _, l := range libraries {
		if run(l.compiler, "-shared -fPIC "+l.args, l.key) == nil {
			found = append(found, filepath.Join(folder, l.key))
		} else {
			missing[l.key] = "not found by the compiler, " + l.compiler
		}
	}
	// The program finds its functions by their names.
	err = run("cc", "main.c -rdynamic -lm -ldl", "peer")
	return filepath.Join(folder, "peer"), found, err
}

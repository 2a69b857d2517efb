package peer

import (
	"cmp"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

//go:embed c/logs.c
var logsInC string

//go:embed c/loops.c
var loopsInC string

//go:embed c/main.c
var mainInC string

//go:embed arrays.py
var arrays string

// Flags are what C is compiled with, besides the libraries: on x86-64 vectors of 256 bits
// also where there are longer ones, as the sources that want those ask for them.
var Flags = map[bool]string{
	true:  "-O3 -march=native -mprefer-vector-width=256",
	false: "-O3 -march=native",
}[runtime.GOARCH == "amd64"]

// build compiles the sources in a folder, without the vector logarithm if the C library
// has none.
func build(ctx context.Context, folder string) (program string, err error) {
	compiler, err := exec.LookPath("cc")
	if err != nil {
		return "", errors.New("no C compiler")
	}
	program = filepath.Join(folder, "peer")
	var said []byte
	for _, library := range [][]string{{"-DLIBMVEC", "-lmvec", "-lm"}, {"-lm"}} {
		flags := append(strings.Fields(Flags), "-x", "c", "-", "-o", program)
		cmd := exec.CommandContext(ctx, compiler, append(flags, library...)...)
		cmd.Stdin = strings.NewReader(logsInC + loopsInC + mainInC)
		if said, err = cmd.CombinedOutput(); err == nil {
			return program, nil
		}
	}
	line, _, _ := strings.Cut(string(said), "\n")
	return "", fmt.Errorf("%s: %s", compiler, cmp.Or(line, err.Error()))
}

// Table has four processes fill a shared table of 100 000 rows, each process its own rows.
// NumPy and four forked processes of Python's then work on the same memory: nothing is copied or
// sent. It needs Linux, and a python3 with NumPy, which SUMLOG_PYTHON may name.
package main

import (
	"cmp"
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"

	"sumlog/shared"
)

const processes = 4

//go:embed numpy.py
var script string

func main() {
	if len(os.Args) == 3 { // one of the processes that are started below
		must(fill(os.Args[1], os.Args[2]))
		return
	}
	dir, err := os.MkdirTemp("/dev/shm", "table") // memory; elsewhere it would be a disk
	must(err)
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "table.npy")
	table, err := shared.Create[float64](path, 100_000, 3)
	must(err)
	defer table.Close()

	var workers [processes]*exec.Cmd
	for i := range workers {
		workers[i] = command(os.Args[0], path, strconv.Itoa(i))
		must(workers[i].Start())
	}
	for _, worker := range workers {
		must(worker.Wait())
	}
	must(command(cmp.Or(os.Getenv("SUMLOG_PYTHON"), "python3"), "-c", script, path).Run())
	fmt.Println("Go sees column 0 doubled:", table.At(99_999, 0))
}

func command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	return cmd
}

func must(err error) {
	if err != nil {
		panic(err) // and not log.Fatal, which would leave the table behind
	}
}

// Output:
// NumPy adds up column 2 of (100000, 3) to 5000000000.0
// NumPy sees what its processes wrote: 199998.0
// Go sees column 0 doubled: 199998

// Table has four processes fill a shared table of 100 000 rows, each process its own rows.
// NumPy and four forked processes of Python's then work on the same memory: nothing is copied or
// sent. It needs Linux, and a python3 with NumPy, which SUMLOG_PYTHON may name.
package main

import (
	"cmp"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"

	"sumlog"
	"sumlog/dispatch"
	"sumlog/shared"
)

const processes = 4

const script = `
import multiprocessing, sys, numpy as np
def double(i):
    table = np.load(sys.argv[1], mmap_mode="r+")
    np.array_split(table, 4)[i][:, 0] *= 2
table = np.load(sys.argv[1], mmap_mode="r+")
print("NumPy adds up column 2 of", table.shape, "to", table[:, 2].sum())
with multiprocessing.get_context("fork").Pool(4) as pool:
    pool.map(double, range(4))
print("NumPy sees what its processes wrote:", table[99_999, 0])`

func main() {
	run := share
	if len(os.Args) == 3 { // started by share: the path, the number of this process
		run = fill
	}
	if err := run(); err != nil {
		log.Fatal(err)
	}
}

// share creates the table, waits until it is filled, and starts NumPy.
func share() error {
	dir, err := os.MkdirTemp("/dev/shm", "table") // memory; elsewhere it would be a disk
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "table.npy")
	table, err := shared.Create[float64](path, 100_000, 3)
	if err != nil {
		return err
	}
	defer table.Close()

	workers := make([]*exec.Cmd, processes)
	for i := range workers {
		workers[i] = command(os.Args[0], path, strconv.Itoa(i))
		if err := workers[i].Start(); err != nil {
			return err
		}
	}
	for _, worker := range workers {
		if err := worker.Wait(); err != nil {
			return err
		}
	}
	python := cmp.Or(os.Getenv("SUMLOG_PYTHON"), "python3")
	if err := command(python, "-c", script, path).Run(); err != nil {
		return err
	}
	fmt.Println("Go sees column 0 doubled:", table.At(99_999, 0))
	return nil
}

func command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	return cmd
}

// fill sets columns 0 and 1 of the rows of one process, and column 2 to their sum.
func fill() error {
	table, err := shared.Open[float64](os.Args[1])
	if err != nil {
		return err
	}
	defer table.Close()
	i, err := strconv.Atoi(os.Args[2])
	if err != nil {
		return err
	}
	rows := dispatch.Split(table.Rows(), processes)[i]
	part := table.RowRange(rows.Lo, rows.Hi)
	for r := range part.Rows() {
		part.Set(r, 0, float64(rows.Lo+r))
		part.Set(r, 1, 0.5)
	}
	sumlog.AddColumns(part, 2, 0, 1)
	return nil
}

// Output:
// NumPy adds up column 2 of (100000, 3) to 5000000000.0
// NumPy sees what its processes wrote: 199998.0
// Go sees column 0 doubled: 199998

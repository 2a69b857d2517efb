// Table shares a table of 100 000 rows with NumPy: four forked processes of Python's work on the
// memory that Go has filled, and nothing is copied or sent. It needs Linux, and a python3 with
// NumPy, which SUMLOG_PYTHON may name.
package main

import (
	"cmp"
	"fmt"
	"log"
	"os"
	"os/exec"

	"sumlog"
	"sumlog/shared"
)

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
	path := fmt.Sprintf("/dev/shm/table%d.npy", os.Getpid()) // in memory
	table, err := shared.Create[float64](path, 100_000, 3)
	if err != nil {
		log.Fatal(err)
	}
	defer table.Close()
	for r := range table.Rows() {
		table.Set(r, 0, float64(r))
		table.Set(r, 1, 0.5)
	}
	sumlog.AddColumns(table, 2, 0, 1)

	python := exec.Command(cmp.Or(os.Getenv("SUMLOG_PYTHON"), "python3"), "-c", script, path)
	python.Stdout, python.Stderr = os.Stdout, os.Stderr
	failed := python.Run()
	if err := cmp.Or(failed, table.Remove()); err != nil {
		log.Print(err)
		return
	}
	fmt.Println("Go sees column 0 doubled:", table.At(99_999, 0))
}

// Output:
// NumPy adds up column 2 of (100000, 3) to 5000000000.0
// NumPy sees what its processes wrote: 199998.0
// Go sees column 0 doubled: 199998

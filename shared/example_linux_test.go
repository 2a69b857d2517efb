package shared_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"

	"sumlog/shared"
)

// Two arrays of one file are one table, in one process or in two.
func ExampleCreate() {
	dir, err := os.MkdirTemp("/dev/shm", "")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "table.npy")

	table, err := shared.Create[int32](path, 2, 3)
	if err != nil {
		log.Fatal(err)
	}
	defer table.Close()
	same, err := shared.Open[int32](path) // np.load(path, mmap_mode='r+') in Python
	if err != nil {
		log.Fatal(err)
	}
	defer same.Close()

	table.Set(1, 2, 7)
	fmt.Println(same.Data())
	_, err = shared.Open[float64](path)
	fmt.Println(filepath.Base(err.Error()))
	// Output:
	// [0 0 0 0 0 7]
	// table.npy"): elements are int32, want float64: wrong element type
}

// A child gets an array that has no name, and calls OpenFile on os.NewFile(3, "").
func ExampleArray_File() {
	a, err := shared.New[float64](100_000, 3)
	if err != nil {
		log.Fatal(err)
	}
	defer a.Close()
	cmd := exec.Command("cat", "/proc/self/fd/3")
	cmd.ExtraFiles = []*os.File{a.File()} // descriptor 3
	out, err := cmd.Output()
	fmt.Printf("%d bytes, %.60s %v\n", len(out), out[10:], err)
	// Output: 2400128 bytes, {'descr': '<f8', 'fortran_order': False, 'shape': (100000, 3 <nil>
}

func ExampleArray_Lock() {
	a, err := shared.New[int64](1, 2)
	if err != nil {
		log.Fatal(err)
	}
	defer a.Close()
	update := func(ctx context.Context) error {
		if err := a.Lock(ctx); err != nil {
			return err
		}
		defer a.Unlock()
		a.Set(0, 0, a.At(0, 0)+1) // both or none, for all that lock
		a.Set(0, 1, a.At(0, 1)-1)
		return nil
	}
	fmt.Println(update(context.Background()), a.Data())
	// Output: <nil> [1 -1]
}

func ExampleValue() {
	total, err := shared.NewValue(0.0)
	if err != nil {
		log.Fatal(err)
	}
	defer total.Close()
	total.Add(1.5)
	fmt.Println(total.Load(), total.CompareAndSwap(1.5, 3), total.Load())
	// Output: 1.5 true 3
}

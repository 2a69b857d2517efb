// Command make writes the list of golden bits, as package generic computes them:
//
//	go run ./internal/golden/make >kernel/testdata/golden.txt
//
// A line that changes is a change of the interface, and goes into CHANGELOG.md.
package main

import (
	"bufio"
	"fmt"
	"math"
	"os"

	"sumlog/internal/golden"
	"sumlog/internal/operations"
	"sumlog/kernel"
)

func main() {
	w := bufio.NewWriter(os.Stdout)
	write := func(name string, n int, x uint64) {
		c := golden.Case{Operation: name, N: n, X: x}
		c.Result = c.Run(kernel.Generic)
		fmt.Fprintln(w, c)
	}
	inf := math.Float64bits(math.Inf(1))
	for _, x := range arguments() {
		bits := math.Float64bits(x)
		for _, o := range operations.All() {
			if o.Returns() || o.Shape == operations.RowResults {
				continue
			}
			for _, n := range o.Golden {
				write(o.Name, n, bits)
				if o.Param == "" {
					write(o.Name, n, bits&(1<<63-1)%inf+1) // any positive number
				}
			}
		}
	}
	for seed := range uint64(12) {
		for _, n := range []int{
			0, 1, 2, 7, 8, 9, 31, 32, 33, 64, 100, 256, 257, 512, 513, 4095, 4096,
			4097, 10_000,
		} {
			for _, o := range operations.All() {
				if o.Returns() && o.Golden != nil {
					write(o.Name, n, seed)
				}
			}
		}
		for _, o := range operations.All() {
			if o.Shape == operations.RowResults {
				for _, cols := range o.Golden {
					write(o.Name, cols, seed)
				}
			}
		}
	}
	if err := w.Flush(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// arguments are special values, neighbours of the bounds of the paths, and numbers
// of every size.
func arguments() []float64 {
	list := []float64{
		0, math.Copysign(0, -1), 1, -1, math.Inf(1), math.Inf(-1), math.NaN(), math.MaxFloat64,
		math.SmallestNonzeroFloat64, -math.SmallestNonzeroFloat64, 0x1p-1022, 0x1.8p-1030, 0x1p-53,
		0x1p-52,
		math.Nextafter(-1, 0), math.Nextafter(-1, -2), -0.5, -0x1p-53, 1e-300,
		math.Nextafter(15, 0), 15, math.Nextafter(15, 16), 16, 0x1p52, 0x1p53, 1e18, 1e154, 1e300,
		0x1.101061adb9803p+00, 0x1.40c56695bbb1ep+04, -0x1.ffffffffffe3fp-01,
	}
	for i, x := range golden.Numbers(3, 90) { // in [0.5, 1)
		switch i % 5 {
		case 0:
			list = append(list, math.Ldexp(x, 5))
		case 1:
			list = append(list, -x)
		case 2:
			list = append(list, math.Ldexp(x, 10))
		case 3:
			list = append(list, math.Ldexp(x, 4))
		case 4:
			list = append(list, math.Ldexp(x, 13*i-500))
		}
	}
	return list
}

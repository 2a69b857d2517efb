// Stream sums the logarithms of numbers that are read and not kept. Each of four streams
// becomes one kernel.Product, which can be stored or sent as 26 bytes or as text; merged
// in order, they give the sum over all streams.
package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log"
	"strconv"

	"sumlog/dispatch"
	"sumlog/kernel"
)

// product multiplies the numbers of r, one a line. It holds 4096 of them at a time, the
// block that Product.Add works in.
func product(r io.Reader) (p kernel.Product, err error) {
	block := make([]float64, 0, 4096)
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		x, err := strconv.ParseFloat(lines.Text(), 64)
		if err != nil {
			return p, err
		}
		if block = append(block, x); len(block) == cap(block) {
			p.Add(dispatch.ISA(), block)
			block = block[:0]
		}
	}
	p.Add(dispatch.ISA(), block)
	return p, lines.Err()
}

// open returns stream k, which stands for a file or a connection: the integers from
// 25 000·k + 1 to 25 000·(k+1).
func open(k int) io.Reader {
	r, w := io.Pipe()
	go func() {
		lines := bufio.NewWriter(w)
		for i := range 25_000 {
			fmt.Fprintln(lines, 25_000*k+i+1)
		}
		w.CloseWithError(lines.Flush())
	}()
	return r
}

func main() {
	parts, err := dispatch.Map(context.Background(), nil, []int{0, 1, 2, 3},
		func(_ context.Context, k int) (kernel.Product, error) { return product(open(k)) })
	if err != nil {
		log.Fatal(err)
	}
	var all kernel.Product
	for _, p := range parts {
		all.Merge(p)
	}
	fmt.Println("product:", all)
	fmt.Println("sum of logarithms, ln 100000!:", all.Log())
}

// Output:
// product: (0x1.20ccaa2076aa9p+00+0x1.b34fbad4bb4b4p-47)*2^1516704
// sum of logarithms, ln 100000!: 1.0512992218991218e+06

// Stream sums the logarithms of numbers that are read and not kept. Each of four streams
// becomes one kernel.Product, which can be stored or sent as 26 bytes or as text; merged
// in order, they give the sum over all streams.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"strings"

	"sumlog/dispatch"
	"sumlog/kernel"
)

func main() {
	parts, err := dispatch.Map(context.Background(), nil, []int{0, 1, 2, 3}, product)
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

// product multiplies the numbers of stream k.
func product(_ context.Context, k int) (p kernel.Product, err error) {
	for numbers := open(k); ; {
		var x float64
		switch _, err := fmt.Fscan(numbers, &x); {
		case errors.Is(err, io.EOF):
			return p, nil
		case err != nil:
			return p, err
		}
		p.Mul(x)
	}
}

// open returns a stream, which stands for a file or a connection: the integers from 25 000·k + 1
// to 25 000·(k+1).
func open(k int) io.Reader {
	var lines strings.Builder
	for i := range 25_000 {
		fmt.Fprintln(&lines, 25_000*k+i+1)
	}
	return strings.NewReader(lines.String())
}

// Output:
// product: (0x1.20ccaa2076a98p+00+0x1.1da7dd6a5da49p-46)*2^1516704
// sum of logarithms, ln 100000!: 1.0512992218991218e+06

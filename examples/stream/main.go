// Stream sums the logarithms of numbers that are read and not kept. Each of several streams becomes
// one kernel.Product, which can be stored or sent as 26 bytes or as text; merged in order, they
// give the sum over all streams.
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
	streams := []string{"0.5 1e-300 7e-300", "2e-300 3 4", "1e-300"} // of files or connections
	parts, err := dispatch.Map(context.Background(), nil, streams, product)
	if err != nil {
		log.Fatal(err)
	}
	var all kernel.Product
	for _, p := range parts {
		all.Merge(p)
	}
	fmt.Println("product:", all)
	fmt.Println("sum of logarithms:", all.Log())
}

// product multiplies the numbers of a stream.
func product(_ context.Context, text string) (p kernel.Product, err error) {
	for r := strings.NewReader(text); ; {
		var x float64
		if _, err := fmt.Fscan(r, &x); errors.Is(err, io.EOF) {
			return p, nil
		} else if err != nil {
			return p, err
		}
		p.Mul(x)
	}
}

// Output:
// product: (0x1.0e55b70405b19p+00-0x1.2cf91c55adf46p-59)*2^-3980
// sum of logarithms: -2758.6712947940114

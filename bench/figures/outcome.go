package main

import (
	"fmt"
	"math"

	"sumlog/kernel"
)

// outcome is what a task leaves behind: n numbers, and what they must be. Ways that do
// the same work agree on it.
type outcome struct {
	n     int
	at    func(i int) float64
	clear func(i int)
	want  func(i int) float64
}

// into is the outcome that fills out.
func into[T kernel.Number](out []T, want func(i int) float64) outcome {
	return every(out, 1, want)
}

// every is the outcome that fills each step'th element of out, beginning with the first.
func every[T kernel.Number](out []T, step int, want func(i int) float64) outcome {
	return outcome{
		n:     (len(out) + step - 1) / step,
		at:    func(i int) float64 { return float64(out[i*step]) },
		clear: func(i int) { out[i*step] = 0 },
		want:  want,
	}
}

// spoil clears the results, so that those of another way are not taken for this one's.
func (o outcome) spoil() {
	for i := range o.n {
		o.clear(i)
	}
}

// tolerance is the relative error of a plain sum of millions.
const tolerance = 1e-9

// check returns an error that names the first result that is not what it must be.
func (o outcome) check() error {
	for i := range o.n {
		if got, want := o.at(i), o.want(i); !(math.Abs(got-want) <= tolerance*max(1, math.Abs(want))) {
			return fmt.Errorf("result %d of %d is %v, want %v", i, o.n, got, want)
		}
	}
	return nil
}

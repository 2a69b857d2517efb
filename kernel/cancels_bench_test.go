package kernel_test

import (
	"fmt"
	"math"
	"testing"

	"sumlog/kernel"
)

// BenchmarkDotLogCancels has rows of which some cancel and so are added a second time, beside a loop
// with math.Log.
func BenchmarkDotLogCancels(b *testing.B) {
	const elements = 4096
	for _, cols := range []int{2, 8, 32, 100, 128, elements} {
		rows := elements / cols
		for _, share := range []int{0, 12, 100} { // per cent
			x, w, dst := values(rows*cols, 0.5, 2), values(rows*cols, 0.5, 2), make([]float64, rows)
			for i := range x {
				cancels := (i/cols*37+36)%100 < share
				switch {
				case !cancels && x[i] > 1: // one sign
					x[i] = 1 / x[i]
				case cancels && i%cols%2 == 1:
					x[i], w[i] = x[i-1]*(1+0x1p-20), -w[i-1]
				case cancels && i%cols == cols-1:
					w[i] = 0
				}
			}
			run := func(op string, f func()) {
				b.Run(fmt.Sprintf("op=%s/cols=%d/cancel=%d", op, cols, share), func(b *testing.B) {
					for b.Loop() {
						f()
					}
					ns := float64(b.Elapsed().Nanoseconds()) / float64(b.N)
					b.ReportMetric(ns/float64(rows*cols), "ns/elem")
				})
			}
			for _, isa := range kernel.Supported() {
				run(fmt.Sprintf("DotLogRows/isa=%v", isa), func() { kernel.DotLogRows(isa, dst, w, x, cols) })
			}
			if share == 0 {
				run("Go", func() {
					for r := range dst {
						sum := 0.
						for i := r * cols; i < (r+1)*cols; i++ {
							sum += w[i] * math.Log(x[i])
						}
						dst[r] = sum
					}
				})
			}
		}
	}
}

package sumlog_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"sumlog"

	"sumlog/kernel"
	"sumlog/shared"
)

const (
	objects = 100_000
	terms   = 1000
)

// galaxies returns the objects of the headline workload.
func galaxies() []float64 {
	r := rand.New(rand.NewPCG(1, 1))
	x := make([]float64, objects)
	for i := range x {
		x[i] = 1000 * r.Float64()
	}
	return x
}

// BenchmarkGalaxies is f(x) = Σ_{i<1000} ln(1+i+x) for 100 000 objects: by a loop over
// math.Log, by one logarithm a term with the best available instruction set, and in constant
// time; on one worker and on all.
func BenchmarkGalaxies(b *testing.B) {
	x := galaxies()
	dst := make([]float64, objects)
	for _, variant := range []struct {
		name string
		run  func()
	}{
		{"way=math.Log/workers=1", func() {
			for j, v := range x {
				var s float64
				for i := range terms {
					s += math.Log(float64(1+i) + v)
				}
				dst[j] = s
			}
		}},
		{"way=direct/workers=1", func() { kernel.LogAccumulateDirect(kernel.Best(), dst, x, terms) }},
		{"way=direct/workers=all", func() { sumlog.LogAccumulateDirect(dst, x, terms) }},
		{"way=constant/workers=1", func() { kernel.LogAccumulate(kernel.Best(), dst, x, terms) }},
		{"way=constant/workers=all", func() { sumlog.LogAccumulate(dst, x, terms) }},
	} {
		b.Run(variant.name, func(b *testing.B) {
			for b.Loop() {
				variant.run()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/objects, "ns/object")
		})
	}
}

// BenchmarkTable is column 2 = column 0 + column 1 of a shared table, in place.
func BenchmarkTable(b *testing.B) {
	table, err := shared.New[float64](objects, 3)
	if err != nil {
		b.Fatal(err)
	}
	defer table.Close()
	b.Run(fmt.Sprintf("rows=%d", objects), func(b *testing.B) {
		for b.Loop() {
			sumlog.AddColumns(table, 2, 0, 1)
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/objects, "ns/row")
	})
}

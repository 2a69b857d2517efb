// Command measure compares SumLog with a sum of math.Log by Beam's own means, on prism: pipelines
// over the same .npy files, which run in turn. It prints a table in Markdown.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"log/slog"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/local"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/runners/prism"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/transforms/stats"

	"sumlog"
	sumlogbeam "sumlog/adapters/beam"
	"sumlog/shared"
)

func init() {
	register.Function2x0(logsOfElements)
	register.Function1x1(sumOfLogs)
	register.Function1x0(keep)
	register.Emitter1[float64]()
}

// logsOfElements is what a pipeline of numbers does: an element of Beam each.
func logsOfElements(c sumlogbeam.Chunk, emit func(float64)) {
	for _, x := range c.X {
		emit(math.Log(x))
	}
}

// sumOfLogs spares Beam the elements: it adds up a chunk in a loop.
func sumOfLogs(c sumlogbeam.Chunk) (sum float64) {
	for _, x := range c.X {
		sum += math.Log(x)
	}
	return sum
}

// result is where the pipeline, whose workers are this process, leaves its sum.
var result float64

func keep(sum float64) { result = sum }

var pipelines = []struct {
	name string
	sum  func(s beam.Scope, chunks beam.PCollection) beam.PCollection
}{
	{"sumlog", sumlogbeam.SumLog},
	{"sumlog, in order", sumlogbeam.SumLogInOrder},
	{"`math.Log` of a chunk in a loop, `stats.Sum`", statsSum(sumOfLogs)},
	{"`math.Log` of a number, `stats.Sum`", statsSum(logsOfElements)},
}

// statsSum is the sum, by Beam's own transform, of what f emits of chunks.
func statsSum(f any) func(beam.Scope, beam.PCollection) beam.PCollection {
	return func(s beam.Scope, chunks beam.PCollection) beam.PCollection {
		return stats.Sum(s, beam.ParDo(s, f, chunks))
	}
}

func main() {
	n := flag.Int("n", 4_000_000, "how many numbers")
	rounds := flag.Int("rounds", 5, "runs of each pipeline")
	skip := flag.Bool("chunks", false, "leave out the pipeline of an element a number, which is slow")
	flag.Parse()
	beam.Init()
	slog.SetDefault(slog.New(slog.DiscardHandler)) // a line for everything that prism does
	if *skip {
		pipelines = pipelines[:len(pipelines)-1]
	}
	if err := run(*n, *rounds); err != nil {
		log.Fatal(err)
	}
}

func run(n, rounds int) error {
	dir, err := os.MkdirTemp("", "sumlogbeam")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	rng := rand.New(rand.NewPCG(1, 2))
	x := make([]float64, n)
	for i := range x {
		x[i] = rng.ExpFloat64()
	}
	array, err := shared.CreateFrom(filepath.Join(dir, "x.npy"), n, 1, x)
	if err != nil {
		return err
	}
	if err := array.Close(); err != nil {
		return err
	}

	times := make([][]float64, len(pipelines))
	sums := make([]map[float64]bool, len(pipelines))
	for range rounds {
		for i, p := range pipelines {
			pipeline, s := beam.NewPipelineWithRoot()
			chunks := sumlogbeam.ReadNpy(s, filepath.Join(dir, "*.npy"))
			beam.ParDo0(s, keep, p.sum(s, chunks))
			start := time.Now()
			if _, err := prism.Execute(context.Background(), pipeline); err != nil {
				return err
			}
			times[i] = append(times[i], time.Since(start).Seconds())
			if sums[i] == nil {
				sums[i] = map[float64]bool{}
			}
			sums[i][result] = true
		}
	}
	want := sumlog.SumLog(x)
	fmt.Printf("| Σ ln x, %d numbers | time | × sumlog | different sums | as in memory |\n", n)
	fmt.Println("|---|---:|---:|---:|---|")
	for i, p := range pipelines {
		ratios := make([]float64, rounds)
		for r := range ratios {
			ratios[r] = times[i][r] / times[0][r]
		}
		same := "no"
		if len(sums[i]) == 1 && sums[i][want] {
			same = "yes"
		}
		fmt.Printf("| %s | %.3g s | %.3g | %d | %s |\n",
			p.name, median(times[i]), median(ratios), len(sums[i]), same)
	}
	return nil
}

func median(v []float64) float64 {
	v = slices.Sorted(slices.Values(v))
	return v[len(v)/2]
}

// Example sums the logarithms of the numbers in .npy or CSV files, by whatever runner the flags
// of Beam name. Without any it starts the runner prism in its own process and makes the files it
// reads, so that it needs neither network nor containers.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/textio"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/options/jobopts"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/runners"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/x/beamx"

	"sumlog"
	sumlogbeam "sumlog/adapters/beam"
	"sumlog/shared"
)

var (
	in     = flag.String("in", "", "glob of .npy files, or of CSV files; made where it is empty")
	column = flag.String("column", "", "name of the column of CSV files; else it is the first")
	out    = flag.String("out", "", "file for the sum; where it is empty, the sum is printed")
	n      = flag.Int("n", 20_000_000, "how many numbers to make where -in is empty")
)

func init() { register.Function1x1(format) }

// format writes a sum with the digits that tell it from every other, and with its bits.
func format(sum float64) string { return fmt.Sprintf("%v (%x)", sum, sum) }

func main() {
	flag.Parse()
	beam.Init() // on a worker of a cluster this does the work and does not return
	if err := run(context.Background()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "sumlogbeam")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	var expected func()
	if *in == "" {
		*in = filepath.Join(dir, "*.npy")
		if expected, err = generate(dir); err != nil {
			return err
		}
	}
	result := *out
	if result == "" {
		result = filepath.Join(dir, "sum.txt")
	}

	p, s := beam.NewPipelineWithRoot()
	var chunks beam.PCollection
	if strings.HasSuffix(*in, ".npy") {
		chunks = sumlogbeam.ReadNpy(s, *in)
	} else {
		chunks = sumlogbeam.ReadCSV(s, *in, sumlogbeam.Column{Name: *column})
	}
	textio.Write(s, result, beam.ParDo(s, format, sumlogbeam.SumLog(s, chunks)))

	*jobopts.JobName = jobopts.GetJobName() // by which showProgress finds the job
	if err := startPrism(ctx); err != nil {
		return err
	}
	stop := showProgress(ctx)
	start := time.Now()
	_, err = beamx.RunWithMetrics(ctx, p)
	stop()
	if err != nil {
		return err
	}
	fmt.Printf("pipeline: %.2f s\n", time.Since(start).Seconds())
	if *out != "" {
		return nil
	}
	text, err := os.ReadFile(result)
	if errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("%s has another file system: name a file for the sum by -out",
			*runners.Runner)
	}
	if err != nil {
		return err
	}
	fmt.Print("sum of logarithms: ", string(text))
	if expected != nil {
		expected()
	}
	return nil
}

// generate makes four files, and returns a function that prints their sum by sumlog alone.
func generate(dir string) (expected func(), err error) {
	rng := rand.New(rand.NewPCG(1, 2))
	x := make([]float64, *n)
	for i := range x {
		x[i] = rng.ExpFloat64()
	}
	for k := range 4 {
		part := x[k*len(x)/4 : (k+1)*len(x)/4]
		path := filepath.Join(dir, fmt.Sprint(k, ".npy"))
		array, err := shared.CreateFrom(path, len(part), 1, part)
		if err != nil {
			return nil, err
		}
		if err := array.Close(); err != nil {
			return nil, err
		}
	}
	return func() {
		start := time.Now()
		sum := sumlog.SumLog(x)
		elapsed := time.Since(start)
		fmt.Printf("sumlog.SumLog:     %s\n", format(sum))
		fmt.Printf("in memory: %.3f s\n", elapsed.Seconds())
	}, nil
}

// isPrism reports whether the flags leave it to this process to be the runner.
func isPrism() bool {
	name := *runners.Runner
	return *jobopts.Endpoint == "" && (name == "" || name == "prism" || name == "PrismRunner")
}

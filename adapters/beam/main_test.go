package sumlogbeam_test

import (
	"log/slog"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/testing/ptest"

	sumlogbeam "sumlog/adapters/beam"
)

func TestMain(m *testing.M) {
	slog.SetDefault(slog.New(slog.DiscardHandler)) // a line for everything that prism does
	ptest.Main(m)
}

func init() {
	register.DoFn1x0[float64](&sinkFloat{})
	register.DoFn1x0[sumlogbeam.Chunk](&sinkChunk{})
	register.DoFn1x0[sumlogbeam.Pairs](&sinkPairs{})
}

// The workers of these tests are this process, so that a pipeline can leave its results here.
var results struct {
	sync.Mutex
	floats []float64
	chunks []sumlogbeam.Chunk
	pairs  []sumlogbeam.Pairs
}

type sinkFloat struct{}

func (*sinkFloat) ProcessElement(x float64) {
	results.Lock()
	defer results.Unlock()
	results.floats = append(results.floats, x)
}

type sinkChunk struct{}

func (*sinkChunk) ProcessElement(c sumlogbeam.Chunk) {
	results.Lock()
	defer results.Unlock()
	results.chunks = append(results.chunks, c)
}

type sinkPairs struct{}

func (*sinkPairs) ProcessElement(p sumlogbeam.Pairs) {
	results.Lock()
	defer results.Unlock()
	results.pairs = append(results.pairs, p)
}

// run runs a pipeline whose sinks fill results. Tests that call it do not run in parallel.
func run(build func(s beam.Scope)) error {
	results.floats, results.chunks, results.pairs = nil, nil, nil
	p, s := beam.NewPipelineWithRoot()
	build(s)
	return ptest.Run(p)
}

// numbers returns n numbers around 1, whose logarithms cancel.
func numbers(n int, seed uint64) []float64 {
	rng := rand.New(rand.NewPCG(seed, 1))
	x := make([]float64, n)
	for i := range x {
		x[i] = 0.5 + rng.Float64()*1.2159
	}
	return x
}

// chunksOf cuts x into chunks of up to most elements.
func chunksOf(x []float64, most int, rng *rand.Rand) (chunks []sumlogbeam.Chunk) {
	for start := 0; start < len(x); {
		n := min(1+rng.IntN(most), len(x)-start)
		chunks = append(chunks, sumlogbeam.Chunk{Start: int64(start), X: x[start : start+n]})
		start += n
	}
	return chunks
}

package sumlogbeam_test

import (
	"bytes"
	"context"
	"math/rand/v2"
	"reflect"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/core/sdf"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/rtrackers/offsetrange"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sumlog"
	sumlogbeam "sumlog/adapters/beam"
	"sumlog/kernel"
)

// combiner is what a runner calls of a CombineFn.
type combiner[A, I any] interface {
	CreateAccumulator() A
	AddInput(A, I) A
	MergeAccumulators(A, A) A
}

// combine does what a runner may: it makes bundles of random inputs, and merges random pairs of
// accumulators, which go through their coder.
func combine[A, I any](t *testing.T, fn combiner[A, I], inputs []I, rng *rand.Rand) A {
	t.Helper()
	inputs = slices.Clone(inputs)
	rng.Shuffle(len(inputs), func(i, j int) { inputs[i], inputs[j] = inputs[j], inputs[i] })
	var bundles []A
	for len(inputs) > 0 || len(bundles) == 0 {
		n := min(rng.IntN(6), len(inputs))
		a := fn.CreateAccumulator()
		for _, in := range inputs[:n] {
			a = fn.AddInput(a, in)
		}
		inputs, bundles = inputs[n:], append(bundles, a)
	}
	typ := reflect.TypeFor[A]()
	for len(bundles) > 1 {
		i := 1 + rng.IntN(len(bundles)-1)
		var b bytes.Buffer
		require.NoError(t, beam.NewElementEncoder(typ).Encode(bundles[i], &b))
		got, err := beam.NewElementDecoder(typ).Decode(&b)
		require.NoError(t, err)
		bundles[0] = fn.MergeAccumulators(bundles[0], got.(A))
		bundles = slices.Delete(bundles, i, i+1)
		rng.Shuffle(len(bundles), func(i, j int) { bundles[i], bundles[j] = bundles[j], bundles[i] })
	}
	return bundles[0]
}

// TestAnyBundling compares the bits of sums over random bundles, merged in random order, with
// those of one call.
func TestAnyBundling(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for set := range uint64(20) {
		x, w := numbers(30_000, set), numbers(30_000, set+100)
		positive := numbers(30_000, set) // of terms that do not cancel
		for i := range positive {
			positive[i]++
		}
		for range 30 {
			chunks := chunksOf(x, 3000, rng)
			sum := combine(t, &sumlogbeam.SumLogFn{}, chunks, rng)
			require.Equal(t, sumlog.SumLog(x), sum.Log())

			sum1p := combine(t, &sumlogbeam.SumLog1pFn{}, chunks, rng)
			require.Equal(t, sumlog.SumLog1p(x), sum1p.Sum())

			exps := combine(t, &sumlogbeam.LogSumExpFn{}, chunks, rng)
			require.Equal(t, sumlog.LogSumExp(x), exps.Log())

			var pairs []sumlogbeam.Pairs
			for _, c := range chunksOf(positive, 3000, rng) {
				i, n := int(c.Start), len(c.X)
				pairs = append(pairs, sumlogbeam.Pairs{Start: c.Start, X: w[i : i+n], Y: c.X})
			}
			dot := combine(t, &sumlogbeam.DotLogFn{}, pairs, rng)
			require.False(t, dot.Cancels())
			require.Equal(t, sumlog.DotLog(w, positive), dot.Sum())
		}
		values := combine(t, &sumlogbeam.SumLogValuesFn{}, x[:1000], rng)
		require.Equal(t, sumlog.SumLog(x[:1000]), values.Log())
	}
}

// TestInOrder has chunks of one product each way round: only their order decides.
func TestInOrder(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	fn := &sumlogbeam.SumLogInOrderFn{}
	x := numbers(100_000, 5)
	var chunks []sumlogbeam.Chunk
	for start := 0; start < len(x); {
		end := min(start+4096*(1+rng.IntN(4)), len(x))
		chunks = append(chunks, sumlogbeam.Chunk{Start: int64(start), X: x[start:end]})
		start = end
	}
	var want kernel.Product
	want.Add(kernel.Best(), x)
	for range 100 {
		got, err := fn.ExtractOutput(combine(t, fn, chunks, rng))
		require.NoError(t, err)
		require.Equal(t, want.Log(), got)
	}

	// Several sources, and chunks of one place, have one result too.
	for i := range chunks {
		chunks[i].Source, chunks[i].Start = string(rune('a'+i%3)), int64(i%2)
	}
	first, err := fn.ExtractOutput(combine(t, fn, chunks, rng))
	require.NoError(t, err)
	for range 100 {
		a, b := combine(t, fn, chunks, rng), combine(t, fn, chunks, rng)
		got, err := fn.ExtractOutput(a)
		require.NoError(t, err)
		require.Equal(t, first, got)
		_, err = fn.ExtractOutput(b)
		require.NoError(t, err)
		require.Equal(t, a, b, "the order of merging")
	}
}

func init() {
	register.DoFn4x2[context.Context, *sdf.LockRTracker, int64, func(sumlogbeam.Chunk),
		sdf.ProcessContinuation, error](&sourceFn{})
	register.Combiner3[kernel.Product, sumlogbeam.Chunk, float64](&countingFn{})
}

// sourceData is what sourceFn emits.
var sourceData []float64

// sourceFn emits sourceData in chunks of random length and ends the bundle after a random number
// of them. Its input is the seed.
type sourceFn struct{}

func sourceChunks(seed int64) []sumlogbeam.Chunk {
	return chunksOf(sourceData, 20_000, rand.New(rand.NewPCG(uint64(seed), 7)))
}

func (*sourceFn) CreateInitialRestriction(seed int64) offsetrange.Restriction {
	return offsetrange.Restriction{End: int64(len(sourceChunks(seed)))}
}

func (*sourceFn) SplitRestriction(seed int64, r offsetrange.Restriction) []offsetrange.Restriction {
	return r.EvenSplits(1 + seed%3)
}

func (*sourceFn) RestrictionSize(_ int64, r offsetrange.Restriction) float64 { return r.Size() }

func (*sourceFn) CreateTracker(r offsetrange.Restriction) *sdf.LockRTracker {
	return sdf.NewLockRTracker(offsetrange.NewTracker(r))
}

func (*sourceFn) ProcessElement(
	_ context.Context, tracker *sdf.LockRTracker, seed int64, emit func(sumlogbeam.Chunk),
) (sdf.ProcessContinuation, error) {
	chunks := sourceChunks(seed)
	i := tracker.GetRestriction().(offsetrange.Restriction).Start
	rng := rand.New(rand.NewPCG(uint64(seed), uint64(i)))
	for ; tracker.TryClaim(i); i++ {
		emit(chunks[i])
		if rng.IntN(4) == 0 {
			return sdf.ResumeProcessingIn(0), nil
		}
	}
	return sdf.StopProcessing(), nil
}

// countingFn is SumLogFn with a count of its accumulators.
type countingFn struct{ sumlogbeam.SumLogFn }

var accumulators atomic.Int64

func (f *countingFn) CreateAccumulator() kernel.Product {
	accumulators.Add(1)
	return f.SumLogFn.CreateAccumulator()
}

// TestBundles has prism sum random bundles.
func TestBundles(t *testing.T) {
	sourceData = numbers(300_000, 9)
	want := sumlog.SumLog(sourceData)
	counts := map[int64]bool{}
	for seed := range int64(12) {
		accumulators.Store(0)
		require.NoError(t, run(func(s beam.Scope) {
			chunks := beam.ParDo(s, &sourceFn{}, beam.Create(s, seed))
			beam.ParDo0(s, &sinkFloat{}, beam.Combine(s, &countingFn{}, chunks))
		}))
		require.Equal(t, []float64{want}, results.floats, seed)
		counts[accumulators.Load()] = true
	}
	t.Log("numbers of accumulators:", counts)
	assert.Greater(t, len(counts), 3, "different numbers of bundles")
}

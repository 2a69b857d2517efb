package sumlogbeam_test

import (
	"testing"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sumlog"
	sumlogbeam "sumlog/adapters/beam"
)

type transform = func(s beam.Scope, col beam.PCollection) beam.PCollection

func accumulate(s beam.Scope, chunks beam.PCollection) beam.PCollection {
	return sumlogbeam.LogAccumulate(s, chunks, 10)
}

var (
	unary = []struct {
		transform transform
		want      func(dst, x []float64)
	}{
		{sumlogbeam.Log, sumlog.Log},
		{sumlogbeam.Log1p, sumlog.Log1p},
		{sumlogbeam.Exp, sumlog.Exp},
		{sumlogbeam.LogGamma, sumlog.LogGamma},
		{sumlogbeam.LogFactorial, sumlog.LogFactorial},
		{accumulate, func(dst, x []float64) { sumlog.LogAccumulate(dst, x, 10) }},
	}
	binary2 = []struct {
		transform transform
		want      func(dst, x, y []float64)
	}{
		{sumlogbeam.XLogY, sumlog.XLogY},
		{sumlogbeam.LogRising, sumlog.LogRising},
		{sumlogbeam.LogBinomial, sumlog.LogBinomial},
		{sumlogbeam.LogBeta, sumlog.LogBeta},
		{sumlogbeam.LogMultichoose, sumlog.LogMultichoose},
	}
)

// TestElementwise compares all elementwise operations on prism, in one pipeline for those of one
// input, with those of package sumlog.
func TestElementwise(t *testing.T) {
	chunk := sumlogbeam.Chunk{Source: "a", Start: 12, X: numbers(5000, 1)}
	pairs := sumlogbeam.Pairs{Source: "b", Start: 34, X: numbers(5000, 2), Y: numbers(5000, 3)}
	for i := range pairs.X {
		pairs.X[i] *= 30
		pairs.Y[i] *= 10
	}
	var want []sumlogbeam.Chunk
	require.NoError(t, run(func(s beam.Scope) {
		one, two := beam.Create(s, chunk), beam.Create(s, pairs)
		for _, op := range unary {
			beam.ParDo0(s, &sinkChunk{}, op.transform(s, one))
			dst := make([]float64, len(chunk.X))
			op.want(dst, chunk.X)
			want = append(want, sumlogbeam.Chunk{Source: chunk.Source, Start: chunk.Start, X: dst})
		}
		for _, op := range binary2 {
			beam.ParDo0(s, &sinkChunk{}, op.transform(s, two))
			dst := make([]float64, len(pairs.X))
			op.want(dst, pairs.X, pairs.Y)
			want = append(want, sumlogbeam.Chunk{Source: pairs.Source, Start: pairs.Start, X: dst})
		}
	}))
	assert.ElementsMatch(t, want, results.chunks)
}

func TestLogAccumulatePanics(t *testing.T) {
	s := beam.NewPipeline().Root()
	assert.PanicsWithValue(t, "sumlogbeam: LogAccumulate: terms = -1, want 0 or more",
		func() { sumlogbeam.LogAccumulate(s, beam.PCollection{}, -1) })
}

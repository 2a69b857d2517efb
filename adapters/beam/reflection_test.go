package sumlogbeam_test

import (
	"context"
	"testing"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/runners/vet"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	sumlogbeam "sumlog/adapters/beam"
)

// TestNoReflection has Beam look for functions of this package that it would call by reflection.
func TestNoReflection(t *testing.T) {
	p, s := beam.NewPipelineWithRoot()
	chunks, pairs := beam.Create(s, sumlogbeam.Chunk{}), beam.Create(s, sumlogbeam.Pairs{})
	for _, op := range unary {
		op.transform(s, chunks)
	}
	for _, op := range binary2 {
		op.transform(s, pairs)
	}
	sumlogbeam.SumLog(s, chunks)
	sumlogbeam.SumLogInOrder(s, chunks)
	sumlogbeam.SumLog1p(s, chunks)
	sumlogbeam.LogSumExp(s, chunks)
	sumlogbeam.DotLog(s, pairs)
	beam.Combine(s, &sumlogbeam.SumLogValuesFn{}, beam.Create(s, 1.0))
	sumlogbeam.ReadNpy(s, "*.npy")
	sumlogbeam.ReadCSV(s, "*.csv", sumlogbeam.Column{})
	sumlogbeam.ReadCSVPairs(s, "*.csv", sumlogbeam.Column{}, sumlogbeam.Column{Index: 1})
	e, err := vet.Evaluate(context.Background(), p)
	require.NoError(t, err)
	e.Generate("main") // it fills the diagnosis
	assert.True(t, e.Performant(), string(e.Bytes()))
}

package sumlogbeam_test

import (
	"bytes"
	"reflect"
	"testing"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	sumlogbeam "sumlog/adapters/beam"
	"sumlog/dispatch"
	"sumlog/kernel"
)

// TestCoders sends everything that pipelines carry through the coders that Beam chooses. Without a
// registered one, accumulators come back as those of nothing, without an error.
func TestCoders(t *testing.T) {
	x, y := numbers(5000, 1), numbers(5000, 2)
	var product kernel.Product
	product.Add(dispatch.ISA(), x)
	var log1p kernel.Log1pSum
	log1p.Add(dispatch.ISA(), x)
	log1p.Add(dispatch.ISA(), []float64{1e-20})
	var dot kernel.DotLogSum
	dot.Add(dispatch.ISA(), x, y)
	var exp kernel.ExpSum
	exp.Add(dispatch.ISA(), x)
	inOrder := &sumlogbeam.SumLogInOrderFn{}
	parts := inOrder.AddInput(sumlogbeam.Parts{}, sumlogbeam.Chunk{Source: "a", Start: 7, X: x})
	parts = inOrder.AddInput(parts, sumlogbeam.Chunk{Source: "b", X: y})
	for _, v := range []any{
		product, log1p, exp, dot, parts,
		kernel.Product{},
		kernel.Log1pSum{},
		kernel.ExpSum{},
		kernel.DotLogSum{},
		sumlogbeam.Parts{},
		sumlogbeam.Chunk{Source: "data/1.npy", Start: 1 << 40, X: x},
		sumlogbeam.Chunk{Start: -1, X: []float64{}},
		sumlogbeam.Pairs{Source: "data/1.csv", Start: 3, X: x, Y: y},
		sumlogbeam.Pairs{X: []float64{}, Y: []float64{}},
	} {
		typ := reflect.TypeOf(v)
		var b bytes.Buffer
		require.NoError(t, beam.NewElementEncoder(typ).Encode(v, &b), typ)
		got, err := beam.NewElementDecoder(typ).Decode(&b)
		require.NoError(t, err, typ)
		assert.Equal(t, v, got)
	}
}

// TestCoderErrors gives coders bytes and values that they refuse.
func TestCoderErrors(t *testing.T) {
	pairs := sumlogbeam.Pairs{Source: "a", Start: 5, X: []float64{1, 2}, Y: []float64{3}}
	err := beam.NewElementEncoder(reflect.TypeOf(pairs)).Encode(pairs, &bytes.Buffer{})
	assert.ErrorContains(t, err, `Pairs of "a" at 5: len(X) = 2, len(Y) = 1, want equal`)

	for _, v := range []any{
		sumlogbeam.Chunk{},
		sumlogbeam.Pairs{},
		sumlogbeam.Parts{},
		kernel.Product{},
		kernel.Log1pSum{},
		kernel.ExpSum{},
		kernel.DotLogSum{},
	} {
		typ := reflect.TypeOf(v)
		_, err := beam.NewElementDecoder(typ).Decode(bytes.NewReader([]byte{3, 9, 0, 9}))
		assert.Error(t, err, typ)
	}
}

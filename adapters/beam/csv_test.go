package sumlogbeam_test

import (
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sumlog"
	sumlogbeam "sumlog/adapters/beam"
)

// TestReadCSV reads two columns of a table by name and by index, compressed and not, and sums them.
func TestReadCSV(t *testing.T) {
	n := sumlogbeam.ChunkLen + 100
	x, y := numbers(n, 1), numbers(n, 2)
	var text strings.Builder
	for i := range x {
		fmt.Fprintf(&text, "\"row %d,\n\", %v ,%v\r\n", i, x[i], y[i])
	}
	dir := t.TempDir()
	named := filepath.Join(dir, "named.csv")
	require.NoError(t, os.WriteFile(named, []byte("\ufeffname,x,y\n"+text.String()), 0o600))
	bare := filepath.Join(dir, "bare.csv.gz")
	f, err := os.Create(bare)
	require.NoError(t, err)
	w := gzip.NewWriter(f)
	_, err = w.Write([]byte(text.String()))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	require.NoError(t, f.Close())

	require.NoError(t, run(func(s beam.Scope) {
		chunks := sumlogbeam.ReadCSV(s, named, sumlogbeam.Column{Name: "x"})
		beam.ParDo0(s, &sinkChunk{}, chunks)
		beam.ParDo0(s, &sinkFloat{}, sumlogbeam.SumLog(s, chunks))
	}))
	const cut = sumlogbeam.ChunkLen
	assert.Equal(t, []sumlogbeam.Chunk{
		{Source: named, X: x[:cut]},
		{Source: named, Start: cut, X: x[cut:]},
	}, byPlace(results.chunks))
	assert.Equal(t, []float64{sumlog.SumLog(x)}, results.floats)

	require.NoError(t, run(func(s beam.Scope) {
		pairs := sumlogbeam.ReadCSVPairs(s, bare,
			sumlogbeam.Column{Index: 2}, sumlogbeam.Column{Index: 1})
		beam.ParDo0(s, &sinkPairs{}, pairs)
		beam.ParDo0(s, &sinkChunk{}, sumlogbeam.XLogY(s, pairs))
	}))
	assert.ElementsMatch(t, []sumlogbeam.Pairs{
		{Source: bare, X: y[:cut], Y: x[:cut]},
		{Source: bare, Start: cut, X: y[cut:], Y: x[cut:]},
	}, results.pairs)
	want := make([]float64, n)
	sumlog.XLogY(want, y, x)
	assert.Equal(t, []sumlogbeam.Chunk{
		{Source: bare, X: want[:cut]},
		{Source: bare, Start: cut, X: want[cut:]},
	}, byPlace(results.chunks))
}

// TestReadCSVErrors has tables that are wrong, each of which fails the pipeline.
func TestReadCSVErrors(t *testing.T) {
	path := filepath.Join(t.TempDir(), "table.csv")
	second, named := sumlogbeam.Column{Index: 1}, sumlogbeam.Column{Name: "x"}
	for _, test := range []struct {
		text   string
		column sumlogbeam.Column
		want   string
	}{
		{"a,1\n\"b\n\",2\nc,three\n", second, `line 4: field 2 is "three", want a float64`},
		{"a,1\nb,\n", second, `line 2: field 2 is "", want a float64`},
		{"a,1\nb,1e999\n", second, `line 2: field 2 is "1e999", want a float64`},
		{"a,1\nb\n", second, "line 2: 1 fields, want a number in field 2"},
		{"a,1\nb,\"2\n", second, "line 2"},
		{"a,1\n", named, `line 1: columns ["a" "1"], want one named "x"`},
		{"", named, `line 1: columns [], want one named "x"`},
	} {
		require.NoError(t, os.WriteFile(path, []byte(test.text), 0o600))
		err := run(func(s beam.Scope) {
			beam.ParDo0(s, &sinkChunk{}, sumlogbeam.ReadCSV(s, path, test.column))
		})
		assert.ErrorContains(t, err, test.want)
		assert.ErrorContains(t, err, path)
	}
}

// TestReadCSVEmpty reads a table without records.
func TestReadCSVEmpty(t *testing.T) {
	path := filepath.Join(t.TempDir(), "table.csv")
	require.NoError(t, os.WriteFile(path, []byte("x\n"), 0o600))
	require.NoError(t, run(func(s beam.Scope) {
		chunks := sumlogbeam.ReadCSV(s, path, sumlogbeam.Column{Name: "x"})
		beam.ParDo0(s, &sinkChunk{}, chunks)
	}))
	assert.Empty(t, results.chunks)
}

func TestColumnPanics(t *testing.T) {
	s := beam.NewPipeline().Root()
	assert.PanicsWithValue(t, "sumlogbeam: ReadCSV: column -1, want 0 or more",
		func() { sumlogbeam.ReadCSV(s, "*.csv", sumlogbeam.Column{Index: -1}) })
	assert.PanicsWithValue(t,
		"sumlogbeam: ReadCSVPairs: columns {x 0} and { 1}, want both by name or both by index",
		func() {
			sumlogbeam.ReadCSVPairs(s, "*.csv", sumlogbeam.Column{Name: "x"}, sumlogbeam.Column{Index: 1})
		})
}

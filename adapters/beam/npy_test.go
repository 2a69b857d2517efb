package sumlogbeam_test

import (
	"cmp"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/local"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sumlog"
	sumlogbeam "sumlog/adapters/beam"
	"sumlog/shared"
)

// writeNpy writes a file of version 1 with that text.
func writeNpy(t *testing.T, path, text string, x []float64) {
	t.Helper()
	b := binary.LittleEndian.AppendUint16([]byte("\x93NUMPY\x01\x00"), uint16(len(text)))
	b, err := binary.Append(append(b, text...), binary.LittleEndian, x)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(path, b, 0o600))
}

// byPlace sorts what a pipeline emitted.
func byPlace(chunks []sumlogbeam.Chunk) []sumlogbeam.Chunk {
	slices.SortFunc(chunks, func(a, b sumlogbeam.Chunk) int {
		return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Start, b.Start))
	})
	return chunks
}

// TestReadNpy reads files of no chunk, of one and of several.
func TestReadNpy(t *testing.T) {
	dir := t.TempDir()
	sizes := map[string]int{"0": 0, "1": 1, "2": sumlogbeam.ChunkLen, "3": 3*sumlogbeam.ChunkLen + 17}
	var want []sumlogbeam.Chunk
	var all []float64
	for _, name := range []string{"0", "1", "2", "3"} {
		x := numbers(sizes[name], uint64(len(all)))
		path := filepath.Join(dir, name+".npy")
		writeNpy(t, path, fmt.Sprintf("{'descr': '<f8', 'fortran_order': False, 'shape': (%d,), }\n",
			len(x)), x)
		all = append(all, x...)
		for start := 0; start < len(x); start += sumlogbeam.ChunkLen {
			end := min(len(x), start+sumlogbeam.ChunkLen)
			want = append(want, sumlogbeam.Chunk{Source: path, Start: int64(start), X: x[start:end]})
		}
	}
	require.NoError(t, run(func(s beam.Scope) {
		chunks := sumlogbeam.ReadNpy(s, filepath.Join(dir, "*.npy"))
		beam.ParDo0(s, &sinkChunk{}, chunks)
		beam.ParDo0(s, &sinkFloat{}, sumlogbeam.SumLog(s, chunks))
	}))
	assert.Equal(t, want, byPlace(results.chunks))
	assert.Equal(t, []float64{sumlog.SumLog(all)}, results.floats)

	require.NoError(t, run(func(s beam.Scope) {
		chunks := sumlogbeam.ReadNpy(s, filepath.Join(dir, "3.npy"))
		beam.ParDo0(s, &sinkFloat{}, sumlogbeam.SumLogInOrder(s, chunks))
		beam.ParDo0(s, &sinkFloat{}, sumlogbeam.SumLog1p(s, chunks))
	}))
	x := all[sizes["1"]+sizes["2"]:]
	assert.ElementsMatch(t, []float64{sumlog.SumLog(x), sumlog.SumLog1p(x)}, results.floats)
}

// TestReadNpyOfShared reads a table that package shared made.
func TestReadNpyOfShared(t *testing.T) {
	path := filepath.Join(t.TempDir(), "table.npy")
	x := numbers(3000, 1)
	table, err := shared.CreateFrom(path, 1000, 3, x)
	require.NoError(t, err)
	require.NoError(t, table.Close())
	require.NoError(t, run(func(s beam.Scope) {
		beam.ParDo0(s, &sinkChunk{}, sumlogbeam.ReadNpy(s, path))
	}))
	assert.Equal(t, []sumlogbeam.Chunk{{Source: path, X: x}}, results.chunks)
}

// TestReadNpySpellings reads headers that other programs write.
func TestReadNpySpellings(t *testing.T) {
	x := numbers(24, 1)
	dir := t.TempDir()
	for i, text := range []string{
		"{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3, 4), }          \n",
		"{'descr': '<f8','fortran_order': True,'shape': (24, 1)}",
		"{'descr': '<f8', 'fortran_order': False, 'shape': (24L,), }\n",
	} {
		path := filepath.Join(dir, fmt.Sprint(i, ".npy"))
		writeNpy(t, path, text, x)
		err := run(func(s beam.Scope) {
			beam.ParDo0(s, &sinkChunk{}, sumlogbeam.ReadNpy(s, path))
		})
		if i == 2 {
			assert.ErrorContains(t, err, "want descr, fortran_order and shape")
			continue
		}
		require.NoError(t, err)
		assert.Equal(t, []sumlogbeam.Chunk{{Source: path, X: x}}, results.chunks)
	}
	writeNpy(t, filepath.Join(dir, "scalar.npy"),
		"{'descr': '<f8', 'fortran_order': False, 'shape': (), }\n", x[:1])
	require.NoError(t, run(func(s beam.Scope) {
		beam.ParDo0(s, &sinkFloat{}, sumlogbeam.SumLog(s,
			sumlogbeam.ReadNpy(s, filepath.Join(dir, "scalar.npy"))))
	}))
	assert.Equal(t, []float64{sumlog.SumLog(x[:1])}, results.floats)
}

// TestReadNpyErrors has files that are wrong, each of which fails the pipeline.
func TestReadNpyErrors(t *testing.T) {
	dir := t.TempDir()
	x := numbers(10, 1)
	for name, test := range map[string]struct{ descr, shape, want string }{
		"big-endian": {">f8", "(10,)", `elements ">f8", want "<f8"`},
		"float32":    {"<f4", "(10,)", `elements "<f4", want "<f8"`},
		"short":      {"<f8", "(11,)", "80 bytes after the header, want 11 elements of 8"},
		"huge":       {"<f8", "(4294967296, 4294967297)", "more elements than any file has"},
	} {
		path := filepath.Join(dir, name+".npy")
		writeNpy(t, path, fmt.Sprintf("{'descr': '%s', 'fortran_order': False, 'shape': %s, }",
			test.descr, test.shape), x)
		checkFails(t, path, test.want)
	}
	path := filepath.Join(dir, "text.npy")
	require.NoError(t, os.WriteFile(path, []byte("1.5\n2.5\n"), 0o600))
	checkFails(t, path, `begins with "1.5\n2.5\n", want`)
	require.NoError(t, os.WriteFile(path, []byte("\x93NUMPY\x04\x00"), 0o600))
	checkFails(t, path, "version 4 of the format, want 1, 2 or 3")
	require.NoError(t, os.WriteFile(path, []byte("\x93NUMPY\x01\x00\xff\x00{"), 0o600))
	checkFails(t, path, "11 bytes, want a header of 265")

	assert.Error(t, run(func(s beam.Scope) {
		beam.ParDo0(s, &sinkChunk{}, sumlogbeam.ReadNpy(s, filepath.Join(dir, "none*.npy")))
	}))
}

func checkFails(t *testing.T, path, want string) {
	t.Helper()
	err := run(func(s beam.Scope) { beam.ParDo0(s, &sinkChunk{}, sumlogbeam.ReadNpy(s, path)) })
	assert.ErrorContains(t, err, want)
	assert.ErrorContains(t, err, path)
}

// seekless is the local file system with files that cannot seek, as those of object stores.
type seekless struct{ filesystem.Interface }

func (s seekless) List(ctx context.Context, glob string) ([]string, error) {
	paths, err := s.Interface.List(ctx, strings.TrimPrefix(glob, "seekless://"))
	for i, path := range paths {
		paths[i] = "seekless://" + path
	}
	return paths, err
}

func (s seekless) OpenRead(ctx context.Context, path string) (io.ReadCloser, error) {
	file, err := s.Interface.OpenRead(ctx, strings.TrimPrefix(path, "seekless://"))
	return struct{ io.ReadCloser }{file}, err
}

func (s seekless) Size(ctx context.Context, path string) (int64, error) {
	return s.Interface.Size(ctx, strings.TrimPrefix(path, "seekless://"))
}

func init() {
	filesystem.Register("seekless", func(ctx context.Context) filesystem.Interface {
		fs, err := filesystem.New(ctx, "/")
		if err != nil {
			panic(err)
		}
		return seekless{fs}
	})
}

// TestReadNpyRanges reads a file of two ranges, of which the second is found by seeking, or by
// reading where files cannot seek.
func TestReadNpyRanges(t *testing.T) {
	const n = 64<<20/8 + sumlogbeam.ChunkLen + 3
	x := make([]float64, n)
	for i := range x {
		x[i] = float64(i)
	}
	path := filepath.Join(t.TempDir(), "x.npy")
	writeNpy(t, path, fmt.Sprintf("{'descr': '<f8', 'fortran_order': False, 'shape': (%d,), }", n), x)
	for _, scheme := range []string{"", "seekless://"} {
		require.NoError(t, run(func(s beam.Scope) {
			beam.ParDo0(s, &sinkChunk{}, sumlogbeam.ReadNpy(s, scheme+path))
		}))
		next := 0
		for _, c := range byPlace(results.chunks) {
			require.Equal(t, int64(next), c.Start)
			require.True(t, slices.Equal(x[next:next+len(c.X)], c.X), "chunk at %d", next)
			next += len(c.X)
		}
		require.Equal(t, n, next)
	}
}

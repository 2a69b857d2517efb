package parquet

import (
	"bytes"
	"context"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sumlog"
	"sumlog/adapters/arrow/internal/arrowtest"
)

// encode returns a Parquet file whose only column is x, in row groups of that many rows.
func encode(t testing.TB, x arrow.Array, group int64, opts ...parquet.WriterProperty) []byte {
	t.Helper()
	schema := arrow.NewSchema([]arrow.Field{{
		Name: "x", Type: x.DataType(), Nullable: x.Data().Buffers()[0] != nil,
	}}, nil)
	table := array.NewTableFromSlice(schema, [][]arrow.Array{{x}})
	defer table.Release()
	var b bytes.Buffer
	opts = append(opts, parquet.WithMaxRowGroupLength(group))
	err := pqarrow.WriteTable(table, &b, group, parquet.NewWriterProperties(opts...),
		pqarrow.DefaultWriterProps())
	require.NoError(t, err)
	return b.Bytes()
}

func open(t testing.TB, data []byte) *file.Reader {
	t.Helper()
	r, err := file.NewParquetReader(bytes.NewReader(data), file.WithReadProps(pageByPage()))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, r.Close()) })
	return r
}

func check(t *testing.T, x arrow.Array, r *file.Reader, msg ...any) {
	t.Helper()
	got, err := SumLog(t.Context(), r, "x")
	require.NoError(t, err, msg...)
	want := sumlog.SumLog(arrowtest.Valid(x)[0])
	if math.Float64bits(want) != math.Float64bits(got) {
		require.Failf(t, "other bits", "want %v, got %v: %v", want, got, msg)
	}
}

// Every type, with and without nulls, has the bits of its values, whatever the row groups.
func TestTypes(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, typ := range arrowtest.Types {
		for _, nulls := range []float64{0, 0.1, 0.999, 1} {
			for _, group := range []int64{1000, 4096, 5000, 100_000} {
				x := arrowtest.Random(r, typ, 20_001, nulls, r.IntN(50))
				check(t, x, open(t, encode(t, x, group)), typ, nulls, group)
			}
		}
	}
	x := arrowtest.Random(r, arrow.PrimitiveTypes.Float64, 0, 0, 0)
	check(t, x, open(t, encode(t, x, 1000)))
}

// The properties of a reader decide how it reads, but not what it returns.
func TestDefaultProperties(t *testing.T) {
	x := arrowtest.Random(rand.New(rand.NewPCG(15, 16)), arrow.PrimitiveTypes.Float64, 9000, 0.1, 0)
	f, err := file.NewParquetReader(bytes.NewReader(encode(t, x, 2000)))
	require.NoError(t, err)
	check(t, x, f)
}

func TestRowGroups(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	x := arrowtest.Random(r, arrow.PrimitiveTypes.Float64, 30_000, 0.05, 0)
	for range 30 {
		check(t, x, open(t, encode(t, x, 300+r.Int64N(12_000))))
	}
}

func TestEncodings(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for _, typ := range []arrow.DataType{arrow.PrimitiveTypes.Float64, arrow.PrimitiveTypes.Int32} {
		x := arrowtest.Random(r, typ, 20_001, 0.1, 0)
		for name, opts := range map[string][]parquet.WriterProperty{
			"plain": {parquet.WithDictionaryDefault(false)},
			"split": {
				parquet.WithDictionaryDefault(false),
				parquet.WithEncoding(parquet.Encodings.ByteStreamSplit),
			},
			"pages":         {parquet.WithDataPageSize(1000)},
			"v2":            {parquet.WithDataPageVersion(parquet.DataPageV2)},
			"snappy":        {parquet.WithCompression(compress.Codecs.Snappy)},
			"zstd":          {parquet.WithCompression(compress.Codecs.Zstd)},
			"no statistics": {parquet.WithStats(false)},
		} {
			check(t, x, open(t, encode(t, x, 7000, opts...)), name)
		}
	}
}

// Where the metadata tells the numbers of nulls, row groups need not wait for each other.
func TestPhases(t *testing.T) {
	r := rand.New(rand.NewPCG(17, 18))
	for _, nulls := range []float64{0, 0.2} {
		x := arrowtest.Random(r, arrow.PrimitiveTypes.Int32, 30_000, nulls, 0)
		want, valid := []int{0}, 0
		for i := range 29_999 {
			if x.IsValid(i) {
				valid++
			}
			if i%3000 == 2999 {
				want = append(want, valid%block)
			}
		}
		c := column{file: open(t, encode(t, x, 3000))}
		assert.Equal(t, want, c.phases())
	}
	x := arrowtest.Random(r, arrow.PrimitiveTypes.Int32, 9000, 0.1, 0)
	c := column{file: open(t, encode(t, x, 3000, parquet.WithStats(false)))}
	assert.Equal(t, []int{0}, c.phases())
}

// Numbers of nulls that are wrong cost time, but change nothing.
func TestWrongStatistics(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	x := arrowtest.Random(r, arrow.PrimitiveTypes.Float64, 30_000, 0.1, 0)
	data := encode(t, x, 3000)
	for group := range 10 {
		for _, wrong := range []int64{0, 1, 1 << 40, -5000} {
			f := open(t, data)
			*f.MetaData().RowGroups[group].Columns[0].MetaData.Statistics.NullCount = wrong
			check(t, x, f, group, wrong)
		}
	}
}

func TestLists(t *testing.T) {
	b := array.NewListBuilder(memory.DefaultAllocator, arrow.PrimitiveTypes.Float64)
	v := b.ValueBuilder().(*array.Float64Builder)
	var want []float64
	r := rand.New(rand.NewPCG(9, 10))
	for i := range 9000 {
		if i%5 == 0 {
			b.AppendNull()
			continue
		}
		b.Append(true)
		for range r.IntN(4) {
			if r.IntN(10) == 0 {
				v.AppendNull()
				continue
			}
			want = append(want, r.Float64())
			v.Append(want[len(want)-1])
		}
	}
	f := open(t, encode(t, b.NewArray(), 2500))
	got, err := SumLog(t.Context(), f, "x.list.element")
	require.NoError(t, err)
	assert.Equal(t, math.Float64bits(sumlog.SumLog(want)), math.Float64bits(got))
}

// Pages that are no longer read make room for others.
func TestRecycler(t *testing.T) {
	r := recycler{Allocator: memory.NewGoAllocator()}
	b := r.Allocate(recyclable)
	first := &b[0]
	assert.Len(t, b, recyclable)
	b = r.Reallocate(recyclable+100, b)
	assert.Len(t, b, recyclable+100)
	assert.Same(t, first, &b[0])
	r.Free(b)
	small := r.Allocate(100)
	assert.NotSame(t, first, &small[0])
	large := r.Allocate(10 * recyclable)
	assert.NotSame(t, first, &large[0])
	b = r.Allocate(recyclable + 50)
	assert.Same(t, first, &b[0])
	assert.NotSame(t, first, &r.Allocate(recyclable + 50)[0])
	b[0], b[recyclable+49] = 1, 2
	c := r.Reallocate(8*recyclable, b)
	assert.Equal(t, []byte{1, 2}, []byte{c[0], c[recyclable+49]})
	for range 2 * recycled {
		r.Free(make([]byte, recyclable))
	}
	assert.Len(t, r.free, recycled)
}

func TestErrors(t *testing.T) {
	const prefix = "sumlog/adapters/arrow/parquet: SumLog: column "
	r := rand.New(rand.NewPCG(11, 12))
	x := arrowtest.Random(r, arrow.PrimitiveTypes.Float64, 30_000, 0, 0)
	data := encode(t, x, 3000, parquet.WithDictionaryDefault(false))
	f := open(t, data)
	_, err := SumLog(t.Context(), f, "y")
	assert.ErrorIs(t, err, arrow.ErrNotFound)
	assert.EqualError(t, err, prefix+`"y": not found`)

	ended, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = SumLog(ended, f, "x")
	assert.ErrorIs(t, err, context.Canceled)

	b := array.NewDate32Builder(memory.DefaultAllocator)
	b.Append(1)
	_, err = SumLog(t.Context(), open(t, encode(t, b.NewArray(), 10)), "x")
	assert.ErrorIs(t, err, arrow.ErrType)
	assert.EqualError(t, err, prefix+`"x": INT32 as Date, want numbers: type error`)

	// Whatever is damaged, the process goes on.
	failed := 0
	for range 100 {
		damaged := bytes.Clone(data)
		for range 40 {
			damaged[r.IntN(len(data)-3000)] ^= byte(1 + r.IntN(255))
		}
		if _, err := SumLog(t.Context(), open(t, damaged), "x"); err != nil {
			assert.Contains(t, err.Error(), prefix+`"x": row group `)
			failed++
		}
	}
	assert.NotZero(t, failed)
}

func TestSumLogFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.parquet")
	_, err := SumLogFile(t.Context(), path, "x")
	assert.ErrorIs(t, err, os.ErrNotExist)
	assert.ErrorContains(t, err, "sumlog/adapters/arrow/parquet: SumLogFile: \""+path+"\": ")

	x := arrowtest.Random(rand.New(rand.NewPCG(13, 14)), arrow.PrimitiveTypes.Float32, 9000, 0.1, 0)
	require.NoError(t, os.WriteFile(path, encode(t, x, 1000), 0o600))
	got, err := SumLogFile(t.Context(), path, "x")
	require.NoError(t, err)
	assert.Equal(t, sumlog.SumLog(arrowtest.Valid(x)[0]), got)

	_, err = SumLogFile(t.Context(), path, "y")
	assert.EqualError(t, err,
		"sumlog/adapters/arrow/parquet: SumLogFile: \""+path+"\": column \"y\": not found")
	require.NoError(t, os.WriteFile(path, []byte("PAR1 and no more"), 0o600))
	_, err = SumLogFile(t.Context(), path, "x")
	assert.ErrorContains(t, err, path)
}

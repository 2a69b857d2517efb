package sumlogbeam

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/fileio"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"
)

func init() {
	register.DoFn3x1[context.Context, fileio.ReadableFile, func(Chunk), error](&readCSVFn{})
	register.DoFn3x1[context.Context, fileio.ReadableFile, func(Pairs), error](&readCSVPairsFn{})
	register.Emitter1[Pairs]()
}

// Column is a column of a CSV file: the one that the first line calls Name, or, where Name is
// empty, the one of that Index, from 0, of files whose first line holds numbers too.
type Column struct {
	Name  string
	Index int
}

// ReadCSV returns the numbers in a column of all CSV files that match the glob, a
// PCollection<Chunk> with the path as Source and the index of the record, from 0, as Start. Fields
// are separated by commas and may be quoted (RFC 4180); numbers are spelled as strconv.ParseFloat
// reads them, with blanks around them. Files that end in .gz are uncompressed.
//
// A file is read by one worker, from start to end: where a record of a CSV file begins depends on
// all before it. Split large ones, or use [ReadNpy].
//
// The pipeline fails where no file matches, and where a field is missing or no number, with an
// error that names the path, the line and what was expected. ReadCSV panics where the index is
// negative or the scheme of the glob is unknown to Beam.
func ReadCSV(s beam.Scope, glob string, c Column) beam.PCollection {
	checkColumn("ReadCSV", c)
	return readCSV(s.Scope("sumlog.ReadCSV"), glob, &readCSVFn{c})
}

// ReadCSVPairs returns the numbers in two columns of CSV files as [ReadCSV] does those of one, a
// PCollection<Pairs>. Both columns have a name, or both have none.
func ReadCSVPairs(s beam.Scope, glob string, x, y Column) beam.PCollection {
	const op = "ReadCSVPairs"
	checkColumn(op, x)
	checkColumn(op, y)
	if (x.Name == "") != (y.Name == "") {
		panic(fmt.Sprintf("sumlogbeam: %s: columns %v and %v, want both by name or both by index",
			op, x, y))
	}
	return readCSV(s.Scope("sumlog."+op), glob, &readCSVPairsFn{x, y})
}

func checkColumn(op string, c Column) {
	if c.Index < 0 {
		panic(fmt.Sprintf("sumlogbeam: %s: column %d, want 0 or more", op, c.Index))
	}
}

func readCSV(s beam.Scope, glob string, dofn any) beam.PCollection {
	files := fileio.ReadMatches(s, fileio.MatchFiles(s, glob, fileio.MatchEmptyDisallow()))
	return beam.ParDo(s, dofn, files)
}

type readCSVFn struct{ X Column }

func (f *readCSVFn) ProcessElement(
	ctx context.Context, file fileio.ReadableFile, emit func(Chunk),
) error {
	return readColumns(ctx, file, []Column{f.X}, func(start int64, columns [][]float64) {
		emit(Chunk{file.Metadata.Path, start, columns[0]})
	})
}

type readCSVPairsFn struct{ X, Y Column }

func (f *readCSVPairsFn) ProcessElement(
	ctx context.Context, file fileio.ReadableFile, emit func(Pairs),
) error {
	return readColumns(ctx, file, []Column{f.X, f.Y}, func(start int64, columns [][]float64) {
		emit(Pairs{file.Metadata.Path, start, columns[0], columns[1]})
	})
}

// readColumns calls emit with new slices of ChunkLen elements of each column, or fewer at the end.
func readColumns(
	ctx context.Context, file fileio.ReadableFile, columns []Column,
	emit func(start int64, columns [][]float64),
) error {
	path := file.Metadata.Path
	r, err := file.Open(ctx)
	if err != nil {
		return fmt.Errorf("sumlogbeam: ReadCSV: %w", err)
	}
	defer r.Close()
	start := int64(0)
	chunk := make([][]float64, len(columns))
	flush := func() {
		n := int64(len(chunk[0]))
		if n == 0 {
			return
		}
		emit(start, chunk)
		elementsRead.Inc(ctx, n*int64(len(columns)))
		start += n
		chunk = make([][]float64, len(columns))
	}
	err = eachRecord(r, columns, func(values []float64) {
		for i, v := range values {
			chunk[i] = append(chunk[i], v)
		}
		if len(chunk[0]) == ChunkLen {
			flush()
		}
	})
	if err != nil {
		return fmt.Errorf("sumlogbeam: ReadCSV: %q: %w", path, err)
	}
	flush()
	return nil
}

// eachRecord calls f with the numbers in the columns of each record, in a slice that it uses again.
func eachRecord(r io.Reader, columns []Column, f func(values []float64)) error {
	in := csv.NewReader(r)
	in.ReuseRecord = true
	in.FieldsPerRecord = -1 // a record is wrong where one of the columns is missing
	index, err := indexes(in, columns)
	if err != nil {
		return err
	}
	values := make([]float64, len(columns))
	for {
		record, err := in.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err // it names the line
		}
		for i, k := range index {
			if k >= len(record) {
				line, _ := in.FieldPos(0)
				return fmt.Errorf("line %d: %d fields, want a number in field %d",
					line, len(record), k+1)
			}
			values[i], err = strconv.ParseFloat(strings.TrimSpace(record[k]), 64)
			if err != nil {
				line, _ := in.FieldPos(k)
				return fmt.Errorf("line %d: field %d is %.40q, want a float64", line, k+1, record[k])
			}
		}
		f(values)
	}
}

// indexes returns where the columns are. It reads the line of names where they have names.
func indexes(in *csv.Reader, columns []Column) ([]int, error) {
	index := make([]int, len(columns))
	var names []string
	for i, c := range columns {
		if index[i] = c.Index; c.Name == "" {
			continue
		}
		if names == nil {
			first, err := in.Read()
			if err != nil && err != io.EOF {
				return nil, err
			}
			names = slices.Clone(first)
			if len(names) > 0 {
				names[0] = strings.TrimPrefix(names[0], "\ufeff") // the mark of Excel's UTF-8
			}
		}
		if index[i] = slices.Index(names, c.Name); index[i] < 0 {
			return nil, fmt.Errorf("line 1: columns %.200q, want one named %q", names, c.Name)
		}
	}
	return index, nil
}

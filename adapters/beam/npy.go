package sumlogbeam

import (
	"bufio"
	"context"
	"fmt"
	"io"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/core/sdf"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/fileio"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/rtrackers/offsetrange"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"
)

func init() {
	register.DoFn4x1[
		context.Context, *sdf.LockRTracker, fileio.ReadableFile, func(Chunk), error,
	](&readNpyFn{})
	register.Emitter1[Chunk]()
}

// ElementsRead is the name of the counter, in the namespace [Metrics], of the elements that
// [ReadNpy], [ReadCSV] and [ReadCSVPairs] have read. Runners report it while a pipeline runs.
const ElementsRead = "elements read"

// Metrics is the namespace of the metrics of this package.
const Metrics = "sumlog"

var elementsRead = beam.NewCounter(Metrics, ElementsRead)

// ReadNpy returns the elements of all .npy files that match the glob, a PCollection<Chunk> with
// the path as Source. Elements are little-endian float64 ("<f8"), in the order of the file, of an
// array of any shape; its header has the keys in the order that NumPy writes them in.
//
// Files are read in ranges of 64 MiB by several workers, and runners may split these further,
// always between chunks: each has [ChunkLen] elements but for the last one of a file, whatever
// the ranges. File systems whose files cannot seek are read from the start for every range.
//
// The pipeline fails where no file matches, and where one is none of these, with an error that
// names the path and what was expected. ReadNpy panics where the scheme of the glob is unknown to
// Beam.
func ReadNpy(s beam.Scope, glob string) beam.PCollection {
	s = s.Scope("sumlog.ReadNpy")
	files := fileio.ReadMatches(s, fileio.MatchFiles(s, glob, fileio.MatchEmptyDisallow()),
		fileio.ReadUncompressed())
	return beam.ParDo(s, &readNpyFn{}, files)
}

// readNpyFn reads ranges of chunks: position i stands for elements i·ChunkLen to (i+1)·ChunkLen-1.
type readNpyFn struct{}

// rangeLen is the length in chunks of the ranges that a file is split into before it is read.
const rangeLen = (64 << 20) / (8 * ChunkLen)

func (*readNpyFn) CreateInitialRestriction(
	ctx context.Context, f fileio.ReadableFile,
) (offsetrange.Restriction, error) {
	file, h, err := openNpy(ctx, f)
	if err != nil {
		return offsetrange.Restriction{}, err
	}
	return offsetrange.Restriction{End: (h.n + ChunkLen - 1) / ChunkLen}, file.Close()
}

func (*readNpyFn) SplitRestriction(
	_ fileio.ReadableFile, r offsetrange.Restriction,
) []offsetrange.Restriction {
	return r.SizedSplits(rangeLen)
}

func (*readNpyFn) RestrictionSize(_ fileio.ReadableFile, r offsetrange.Restriction) float64 {
	return r.Size()
}

func (*readNpyFn) CreateTracker(r offsetrange.Restriction) *sdf.LockRTracker {
	return sdf.NewLockRTracker(offsetrange.NewTracker(r))
}

func (*readNpyFn) ProcessElement(
	ctx context.Context, tracker *sdf.LockRTracker, f fileio.ReadableFile, emit func(Chunk),
) error {
	file, h, err := openNpy(ctx, f)
	if err != nil {
		return err
	}
	defer file.Close()
	path := f.Metadata.Path
	first := tracker.GetRestriction().(offsetrange.Restriction).Start
	if err := skip(file, h.offset, first*ChunkLen*8); err != nil {
		return fmt.Errorf("sumlogbeam: ReadNpy: %q: element %d: %w", path, first*ChunkLen, err)
	}
	in := bufio.NewReaderSize(file, 1<<20)
	buf := make([]byte, 8*ChunkLen)
	for i := first; tracker.TryClaim(i); i++ {
		start := i * ChunkLen
		if start >= h.n {
			return fmt.Errorf("sumlogbeam: ReadNpy: %q: %d elements, want more than %d: it has changed",
				path, h.n, start)
		}
		b := buf[:8*min(ChunkLen, h.n-start)]
		if _, err := io.ReadFull(in, b); err != nil {
			return fmt.Errorf("sumlogbeam: ReadNpy: %q: elements %d to %d of %d: %w",
				path, start, start+int64(len(b)/8)-1, h.n, err)
		}
		emit(Chunk{path, start, floats(b)})
		elementsRead.Inc(ctx, int64(len(b)/8))
	}
	return nil
}

// openNpy opens a file and reads its header.
func openNpy(ctx context.Context, f fileio.ReadableFile) (io.ReadCloser, npyHeader, error) {
	file, err := f.Open(ctx)
	if err != nil {
		return nil, npyHeader{}, fmt.Errorf("sumlogbeam: ReadNpy: %w", err)
	}
	h, err := readNpyHeader(file, f.Metadata.Size)
	if err != nil {
		file.Close()
		return nil, npyHeader{}, fmt.Errorf("sumlogbeam: ReadNpy: %q: %w", f.Metadata.Path, err)
	}
	return file, h, nil
}

// skip moves a file that is at the position start on by n bytes.
func skip(r io.Reader, start, n int64) error {
	if s, ok := r.(io.Seeker); ok {
		_, err := s.Seek(start+n, io.SeekStart)
		return err
	}
	_, err := io.CopyN(io.Discard, r, n)
	return err
}

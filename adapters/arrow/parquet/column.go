package parquet

import (
	"context"
	"runtime"
	"sync"

	"github.com/apache/arrow-go/v18/parquet/file"

	"sumlog/kernel"
)

// column is a column of numbers.
type column struct {
	file      *file.Reader
	index     int
	numbersOf func(file.ColumnChunkReader) numbers
	product   func(x []float64) kernel.Product
}

// sumLog reads the row groups in parallel and merges them in order.
//
// A block of the sum may lie in two row groups, so a row group is read with its phase: the number
// of values before it, modulo the length of a block. Phases follow from the numbers of nulls in the
// metadata. Where these are missing, or wrong, a row group is read when all before it have been.
func (c *column) sumLog(ctx context.Context) (float64, error) {
	var readers sync.WaitGroup
	defer readers.Wait()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()

	phases := c.phases()
	type result struct {
		group group
		err   error
	}
	ahead := make([]chan result, min(len(phases), runtime.GOMAXPROCS(0)+1)) // a ring
	read := func(number int) {
		if number >= len(phases) {
			return
		}
		done, phase := make(chan result, 1), phases[number]
		ahead[number%len(ahead)] = done
		readers.Go(func() {
			g, err := c.read(ctx, number, phase)
			done <- result{g, err}
		})
	}
	for number := range ahead {
		read(number)
	}
	t := total{multiply: c.product}
	for number := range c.file.NumRowGroups() {
		var next result
		next.group.phase = -1
		if number < len(phases) {
			next = <-ahead[number%len(ahead)]
		}
		if next.err == nil && next.group.phase != len(t.rest) {
			phases = phases[:min(number, len(phases))]
			next.group, next.err = c.read(ctx, number, len(t.rest))
		}
		if next.err != nil {
			return 0, next.err
		}
		t.merge(&next.group)
		read(number + len(ahead))
	}
	return t.log(), nil
}

// phases returns the phases of the row groups from the first one on, up to one behind a row group
// whose number of values the metadata lacks.
func (c *column) phases() []int {
	var phases []int
	phase := 0
	for number := range c.file.NumRowGroups() {
		phases = append(phases, phase)
		chunk, err := c.file.MetaData().RowGroup(number).ColumnChunk(c.index)
		if err != nil {
			break
		}
		values := chunk.NumValues()
		if c.file.MetaData().Schema.Column(c.index).MaxDefinitionLevel() > 0 {
			stats, err := chunk.Statistics()
			if err != nil || stats == nil || !stats.HasNullCount() {
				break
			}
			values -= stats.NullCount()
		}
		if values < 0 {
			break
		}
		phase = int((int64(phase) + values) % block)
	}
	return phases
}

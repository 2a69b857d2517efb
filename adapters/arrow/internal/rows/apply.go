package rows

import (
	"context"
	"math/bits"
	"sync"

	"github.com/apache/arrow-go/v18/arrow/bitutil"

	"sumlog/dispatch"
	"sumlog/kernel"
)

// applied is the number of rows that a function is applied to at a time.
const applied = 1024

// Apply sets dst to a function of each row of the columns, which have its length, on all cores. A
// null is replaced by 1: no function is slow there, and results depend on valid values only. ns
// estimates the time of a row in nanoseconds. Apply returns ctx.Err() where ctx ends first.
func Apply(
	ctx context.Context, dst []float64, ns float64,
	f func(isa kernel.ISA, dst, x, y []float64), columns ...Column,
) error {
	t := &applyTask{dst: dst, f: f, columns: columns, isa: dispatch.ISA()}
	if err := do(ctx, (len(dst)+applied-1)/applied, ns*applied, t); err != nil {
		return err
	}
	return ctx.Err()
}

type applyTask struct {
	isa     kernel.ISA
	dst     []float64
	columns []Column
	f       func(isa kernel.ISA, dst, x, y []float64)
}

var operands = sync.Pool{New: func() any { return new([2][applied]float64) }}

func (t *applyTask) Do(lo, hi int) {
	buf := operands.Get().(*[2][applied]float64)
	defer operands.Put(buf)
	for i := lo * applied; i < min(hi*applied, len(t.dst)); i += applied {
		dst := t.dst[i:min(i+applied, len(t.dst))]
		var x [2][]float64
		for c := range t.columns {
			x[c] = t.columns[c].operand(buf[c][:len(dst)], i)
		}
		t.f(t.isa, dst, x[0], x[1])
	}
}

// operand returns the values of the rows from i on, in place or in buf, which has their length.
func (c *Column) operand(buf []float64, i int) []float64 {
	allValid := c.validity == nil ||
		bitutil.CountSetBits(c.validity, c.offset+i, len(buf)) == len(buf)
	if x := c.values.float64s(); x != nil && allValid {
		return x[i : i+len(buf)]
	}
	c.values.convert(buf, i)
	if allValid {
		return buf
	}
	for j := 0; j < len(buf); j += 64 {
		n := min(64, len(buf)-j)
		for null := ^c.word(i+j, n) & (^uint64(0) >> (64 - n)); null != 0; null &= null - 1 {
			buf[j+bits.TrailingZeros64(null)] = 1
		}
	}
	return buf
}

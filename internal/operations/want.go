package operations

import (
	"bytes"
	"fmt"
	"math"
	"math/big"
	"unsafe"

	"sumlog/internal/exact"
)

// Bound is an error that a result may have: a number of units in its last place, and an absolute
// error.
type Bound struct{ ULP, Absolute float64 }

// Of returns the error of got in ULP, or 0 where the absolute part of the bound is enough. The
// tests of internal/generic ask for a little more than the sum of the two parts: that one of
// them is enough.
func (b Bound) Of(got float64, want *big.Float) float64 {
	e := exact.ULP(got, want)
	if e > b.ULP && exact.Abs(got, want) <= b.Absolute {
		return 0
	}
	return e
}

// OfDD is Of where that is more than nine tenths of the bound. Below, dd tells that there is
// room, and want is not called.
func (b Bound) OfDD(got float64, dd exact.DD, want func() *big.Float) float64 {
	if e := dd.ULP(got); e <= 0.9*b.ULP {
		return e
	}
	return b.Of(got, want())
}

// Want is what a result has to be: the exact value within the bound or, where there is none,
// the special one with all its bits.
type Want struct {
	Exact   *big.Float // nil: Special
	Special float64
	Bound   Bound
}

// Check returns why got is not what it has to be.
func (w Want) Check(got float64) error {
	if w.Exact == nil {
		if !Same(w.Special, got) {
			return fmt.Errorf("%g (%x), want %g (%x)", got, got, w.Special, w.Special)
		}
		return nil
	}
	e, abs := exact.ULP(got, w.Exact), exact.Abs(got, w.Exact)
	if abs > w.Bound.Absolute && !(e*(1-w.Bound.Absolute/abs) <= w.Bound.ULP) {
		return fmt.Errorf("%g (%x) errs by %g ULP, %g; the bound is %g ULP and %g",
			got, got, e, abs, w.Bound.ULP, w.Bound.Absolute)
	}
	return nil
}

// ULP returns the error of got in units of the exact value's last place: of a special one, 0 or
// infinity.
func (w Want) ULP(got float64) float64 {
	switch {
	case w.Exact != nil:
		return exact.ULP(got, w.Exact)
	case Same(w.Special, got):
		return 0
	}
	return math.Inf(1)
}

// special is a result without an exact value.
func special(v float64) Want { return Want{Special: v} }

// Same reports whether a and b have the same bits or are both NaN.
func Same(a, b float64) bool {
	return math.Float64bits(a) == math.Float64bits(b) || a != a && b != b
}

// Differing returns the first index at which want and got are not the same, or -1.
func Differing(want, got []float64) int {
	// Alike but for NaNs, as most are, they are compared as bytes: under the race detector, which
	// looks at each element otherwise, in a hundredth of the time.
	if bytes.Equal(bytesOf(want), bytesOf(got[:len(want)])) {
		return -1
	}
	for i, v := range want {
		if !Same(v, got[i]) {
			return i
		}
	}
	return -1
}

func bytesOf(x []float64) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(x))), 8*len(x))
}

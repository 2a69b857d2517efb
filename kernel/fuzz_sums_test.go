package kernel_test

import (
	"bytes"
	"encoding/binary"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"sumlog/internal/operations"
	"sumlog/kernel"
)

// block is how many elements SumLog multiplies by themselves.
const block = 4096

func FuzzSumLog(f *testing.F) {
	seeds(func(data []byte, n int) { f.Add(data, uint8(0), false, uint16(n), uint16(n/2)) })
	f.Fuzz(func(t *testing.T, data []byte, squeeze uint8, positive bool, n, cut uint16) {
		x := fuzzedFloats(t, data, int(n)%(3*block), squeeze, positive)
		want := kernel.SumLog(kernel.Generic, x)
		requireSumLog(t, x, want)
		// Block by block, as SumLog does. A part of two blocks, merged behind another,
		// joins them in another order.
		blocks := slices.Collect(slices.Chunk(x, block))
		at := int(cut) % (len(x) + 1)
		apart := product(t, kernel.Generic, x[:at], x[at:])
		for _, isa := range kernel.Supported() {
			requireSame(t, []float64{want}, []float64{kernel.SumLog(isa, x)}, "SumLog", isa)
			merged := product(t, isa, blocks...)
			requireSame(t, []float64{want}, []float64{merged.Log()}, "Product of blocks", isa)
			for whole := block; whole < len(x); whole += block {
				var p kernel.Product
				p.Add(isa, x[:whole])
				p.Add(isa, x[whole:])
				require.Equal(t, binaryForm(t, merged), binaryForm(t, p), "%v, added from %d on", isa, whole)
			}
			require.Equal(t, binaryForm(t, apart), binaryForm(t, product(t, isa, x[:at], x[at:])), "%v, cut at %d", isa, at)
		}
		// Other parts may differ in the last place: two results within one bound.
		requireSumLog(t, x, apart.Log())
		if off := math.Abs(apart.Log() - want); off > 0 {
			ulp := math.Nextafter(math.Abs(want), math.Inf(1)) - math.Abs(want)
			require.LessOrEqual(t, off, 2*ulp+2*float64(len(x))*0x1p-90, "cut at %d: %x, want %x", at, apart.Log(), want)
		}
	})
}

// product returns the product of the parts, each multiplied apart, stored and read.
func product(t *testing.T, isa kernel.ISA, parts ...[]float64) (all kernel.Product) {
	t.Helper()
	for _, x := range parts {
		var p, read kernel.Product
		p.Add(isa, x)
		require.NoError(t, read.UnmarshalBinary(binaryForm(t, p)))
		all.Merge(read)
	}
	return all
}

func binaryForm(t *testing.T, p kernel.Product) []byte {
	t.Helper()
	data, err := p.AppendBinary(nil)
	require.NoError(t, err)
	return data
}

// requireSumLog fails where got is not Σ ln x as SumLog promises it. Sums of up to 200
// elements, a dozen to a lane, are worked out; more would take too long.
func requireSumLog(t *testing.T, x []float64, got float64) {
	t.Helper()
	if len(x) <= 200 {
		a := &operations.Args{In: [3][]float64{x}}
		require.NoError(t, operations.Find("SumLog").Want(a, 0).Check(got), "%x", x)
	}
}

// FuzzProductBinary reads arbitrary bytes: what is no product is an error, and what is
// one can be used like any other.
func FuzzProductBinary(f *testing.F) {
	for _, v := range special {
		var p kernel.Product
		p.Add(kernel.Generic, []float64{3, v, 5})
		data, _ := p.MarshalBinary()
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var p kernel.Product
		if err := p.UnmarshalBinary(data); err != nil {
			require.ErrorIs(t, err, kernel.ErrProduct)
			require.Equal(t, kernel.Product{}, p, "left alone")
			return
		}
		require.True(t, bytes.Equal(data, binaryForm(t, p)), "%x is written as %x", data, binaryForm(t, p))
		require.True(t, data[1] != 0 || !math.IsNaN(p.Log()), "the sum of %x is NaN", data)
		twice, more := p, p
		twice.Merge(p)
		more.Add(kernel.Best(), []float64{2, 0.5})
		require.True(t, same(p.Log(), more.Log()), "%x times 1: %g, want %g", data, more.Log(), p.Log())
		if data[1] != 0 { // flags, which decide by themselves
			require.True(t, same(p.Log(), twice.Log()), "%x squared: %g, want %g", data, twice.Log(), p.Log())
			return
		}
		// An error that no factors leave, up to 2^-8, counts to second order only.
		exp := float64(int64(binary.BigEndian.Uint64(data[18:])))
		require.InDelta(t, 2*p.Log(), twice.Log(), 0x1p-18+math.Abs(exp)*0x1p-51, "%x squared", data)
	})
}

// FuzzProductText reads arbitrary text: what is no product is an error, and what is one
// has a form of its own that is the same product.
func FuzzProductText(f *testing.F) {
	for _, v := range special {
		var p kernel.Product
		p.Add(kernel.Generic, []float64{3, v, 0.1})
		f.Add(p.String())
	}
	f.Fuzz(func(t *testing.T, text string) {
		var p, again, binary kernel.Product
		if err := p.UnmarshalText([]byte(text)); err != nil {
			require.ErrorIs(t, err, kernel.ErrProduct)
			require.Equal(t, kernel.Product{}, p, "left alone")
			return
		}
		require.NoError(t, again.UnmarshalText([]byte(p.String())), "%q is written as %q", text, p)
		require.Equal(t, binaryForm(t, p), binaryForm(t, again), "%q is written as %q", text, p)
		require.NoError(t, binary.UnmarshalBinary(binaryForm(t, p)), "%q has no binary form", text)
		require.True(t, p == again && p == binary, "%q", text)
	})
}

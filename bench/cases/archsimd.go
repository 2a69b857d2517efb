//go:build goexperiment.simd && amd64

package cases

import "simd/archsimd"

func init() {
	why := map[bool]string{false: "this processor has no AVX2"}[archsimd.X86.AVX2()]
	builds("archsimd", "simd/archsimd", archsimdAdd, why)
}

// archsimdAdd adds with the longest of Go's own vectors.
func archsimdAdd(out, x, y []float64) {
	n := len(out)
	x, y = x[:n], y[:n]
	i := 0
	if archsimd.X86.AVX512() {
		for ; i+8 <= n; i += 8 {
			s := archsimd.LoadFloat64x8Slice(x[i:]).Add(archsimd.LoadFloat64x8Slice(y[i:]))
			s.StoreSlice(out[i:])
		}
	}
	for ; i+4 <= n; i += 4 {
		s := archsimd.LoadFloat64x4Slice(x[i:]).Add(archsimd.LoadFloat64x4Slice(y[i:]))
		s.StoreSlice(out[i:])
	}
	archsimd.ClearAVXUpperBits()
	for ; i < n; i++ {
		out[i] = x[i] + y[i]
	}
}

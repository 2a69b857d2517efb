//go:build !goexperiment.simd || !amd64

package cases

// noArchsimd says why there is no simd/archsimd.
var noArchsimd = "simd/archsimd is an experiment: GOEXPERIMENT=simd go run ./bench has it, on amd64"

func archsimdAdd(_, _, _ []float64) {}

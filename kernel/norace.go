//go:build !race

package kernel

// announce has nobody to tell without the race detector.
func announce[T any](dst, a, b []T) {}

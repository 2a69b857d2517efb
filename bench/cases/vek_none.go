//go:build !amd64 && !arm64

package cases

// noVek says why there is no vek.
const noVek = "what it is made of does not build on this architecture"

func vekAdd(_, _, _ []float64) {}

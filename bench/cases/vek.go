//go:build amd64 || arm64

package cases

import "github.com/viterin/vek"

// noVek says why there is no vek, if so.
const noVek = ""

func vekAdd(out, x, y []float64) { vek.Add_Into(out, x, y) }

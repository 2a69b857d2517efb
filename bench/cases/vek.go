//go:build amd64 || arm64

package cases

import "github.com/viterin/vek"

func init() {
	builds("vek", "vek, Add_Into", func(out, x, y []float64) { vek.Add_Into(out, x, y) }, "")
}

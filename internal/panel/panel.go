// Package panel copies columns of matrices, so that kernels find each of them in one piece.
package panel

import (
	"sync"

	"sumlog/internal/generic"
)

// Width is the number of columns that Copy takes at a time: a line of the cache.
const Width = 8

// gap is how many elements lie between two copies, so that their elements of one row are not all
// in the same set of a cache.
const gap = 8

// Step returns how many elements a copied column of that many rows begins behind the one before.
func Step(rows int) int { return rows + gap }

// Space has space for Width columns of a block of rows.
type Space [Width * (generic.Block + gap)]float64

var spaces = sync.Pool{New: func() any { return new(Space) }}

// Get returns a Space, the contents of which mean nothing.
func Get() *Space { return spaces.Get().(*Space) }

// Put keeps s for the next call of Get.
func Put(s *Space) { spaces.Put(s) }

// Copy copies the first cols columns of a matrix, whose rows are stride elements apart: the first
// rows elements of column c to dst[c·Step(rows):].
func Copy(dst, x []float64, rows, cols, stride int) {
	step := Step(rows)
	c := 0
	for ; cols-c >= Width; c += Width {
		copyEight(dst[c*step:], x[c:], rows, stride)
	}
	for ; c < cols; c++ {
		to, at := dst[c*step:][:rows], c
		for r := range to {
			to[r] = x[at]
			at += stride
		}
	}
}

func copyEight(dst, x []float64, rows, stride int) {
	step := Step(rows)
	a, b, c, d := dst[:rows], dst[step:][:rows], dst[2*step:][:rows], dst[3*step:][:rows]
	e, f, g, h := dst[4*step:][:rows], dst[5*step:][:rows], dst[6*step:][:rows], dst[7*step:][:rows]
	for r := range rows {
		v := (*[Width]float64)(x[r*stride:])
		a[r], b[r], c[r], d[r] = v[0], v[1], v[2], v[3]
		e[r], f[r], g[r], h[r] = v[4], v[5], v[6], v[7]
	}
}

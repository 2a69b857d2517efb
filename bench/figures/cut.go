package main

import (
	"fmt"

	"sumlog/bench/report"
	"sumlog/dispatch"
)

// granule is what everything in C is a multiple of.
const granule = 32

// cut cuts n, a multiple of granule, into parts that are multiples too.
func cut(n, parts int) []dispatch.Range {
	list := dispatch.Split(n/granule, max(1, parts))
	for i := range list {
		list[i].Lo *= granule
		list[i].Hi *= granule
	}
	return list
}

// count writes a number of elements.
func count(n int) string {
	if n >= 1<<20 && n%(1<<20) == 0 {
		return fmt.Sprintf("%d Mi", n>>20)
	}
	return report.Count(n)
}

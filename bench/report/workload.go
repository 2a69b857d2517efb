package report

import (
	"strings"

	"sumlog/bench/measure"
)

// Times returns how many times as fast v, of a workload, is as other, 0 where one was not
// measured.
func Times(v, other *measure.Variant) float64 {
	if v == nil || other == nil || v.Last() == nil || other.Last() == nil {
		return 0
	}
	return other.Last().Stats.Median / v.Last().Stats.Median
}

// PythonLoop returns the variant of a workload that is Python's plain loop, or nil.
func PythonLoop(c *measure.Case) *measure.Variant {
	return c.Find(func(v *measure.Variant) bool {
		return v.Peer == "python" && v.Workers == 1 && strings.HasPrefix(v.Label, "for loop")
	})
}

// Own returns the fastest of sumlog's variants of a workload by a method and a number of workers at
// most, or nil.
func Own(c *measure.Case, method string, workers int) *measure.Variant {
	v, _ := Fastest(c, (*measure.Variant).Last, func(v *measure.Variant) bool {
		return v.ISA != "" && v.Method == method && v.Workers <= workers
	})
	return v
}

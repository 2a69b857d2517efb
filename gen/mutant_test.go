package main

import (
	"bytes"
	"testing"

	"sumlog/gen/build"
	"sumlog/gen/ir"
)

// TestMutants sees that every operation that computes something has a mutant, and that the
// assembly of one mutant of each code is another.
func TestMutants(t *testing.T) {
	t.Parallel()
	for _, s := range sets {
		seen := map[ir.Code]bool{}
		for _, k := range s.Kernels() {
			has := map[int]bool{}
			for _, op := range mutants(k, s.Target) {
				has[op] = true
			}
			ops := build.Record(k, s.Target).Ops
			var was []byte
			for at, o := range ops {
				if !has[at] && (o.Code < ir.Load || o.Code >= ir.FirstTarget) {
					t.Errorf("%s: operation %d (code %d) has no mutant", k.Name, at, o.Code)
				}
				if !has[at] || seen[o.Code] {
					continue
				}
				seen[o.Code] = true
				if was == nil {
					was = s.Assembly(k)
				}
				if bytes.Equal(s.Assembly(mutant(k, at)), was) {
					t.Errorf("%s: operation %d (code %d) is no other", k.Name, at, o.Code)
				}
			}
		}
	}
}

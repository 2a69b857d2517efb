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
		for i, k := range s.Kernels() {
			has := map[int]bool{}
			for _, x := range mutants(s, i) {
				has[x.op] = true
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
					var err error
					if was, err = s.Assembly(k); err != nil {
						t.Fatal(err)
					}
				}
				is, err := s.Assembly(mutant{0, at}.apply([]*build.Kernel{k})...)
				if err != nil || bytes.Equal(is, was) {
					t.Errorf("%s: operation %d (code %d) is no other: %v", k.Name, at, o.Code, err)
				}
			}
		}
	}
}

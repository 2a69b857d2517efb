package main

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// What package kernel asks of a processor has to cover what the assembly requires; the
// latter changes with the kernels, so it stands here too. avo counts prefetches as MMX+,
// which every amd64 processor has, as it has CMOV.
func TestRequires(t *testing.T) {
	want := map[string][]string{
		"avx2":   {"AVX", "AVX2", "CMOV", "FMA3", "MMX+", "POPCNT"},
		"avx512": {"AVX", "AVX512BW", "AVX512DQ", "AVX512F", "CMOV", "MMX+", "POPCNT"},
	}
	line := regexp.MustCompile(`(?m)^// Requires: (.*)$`)
	for _, s := range sets {
		if s.Arch != "amd64" {
			continue
		}
		features := map[string]bool{}
		text, err := os.ReadFile(filepath.Join("..", s.File()+".s")) // make generated compares it
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range line.FindAllSubmatch(text, -1) {
			for feature := range strings.SplitSeq(string(m[1]), ", ") {
				features[feature] = true
			}
		}
		if got := slices.Sorted(maps.Keys(features)); !slices.Equal(got, want[s.Package()]) {
			t.Errorf("%s requires %v, want %v", s.Package(), got, want[s.Package()])
		}
	}
}

// TestTargetsAgree sees that every instruction set multiplies and divides as often as the others.
func TestTargetsAgree(t *testing.T) {
	for _, v := range variants {
		if !slices.ContainsFunc(counted, func(c counting) bool { return c.title == v.title }) {
			continue
		}
		want := arithmeticOf(v, sets[0].Target)
		for _, s := range sets[1:] {
			got := arithmeticOf(v, s.Target)
			if got.multiply != want.multiply || got.divide != want.divide {
				t.Errorf("%s, %s: %+v, and %s %+v", v.title, s.ISA, got, sets[0].ISA, want)
			}
		}
	}
}

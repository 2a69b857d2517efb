package main

import (
	"os"
	"strings"
	"testing"
)

// TestTable holds docs/performance.md to the assembly.
func TestTable(t *testing.T) {
	want, err := table()
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("../../docs/performance.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), want) {
		t.Errorf("docs/performance.md has other instruction counts than\n\n%s", want)
	}
}

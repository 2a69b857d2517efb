package main

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/arch/arm64/arm64asm"
)

// TestFlippedWords makes sure that a mutant of a word is an instruction, and another.
func TestFlippedWords(t *testing.T) {
	files, err := filepath.Glob("../../kernel/*_arm64.s")
	if err != nil || len(files) == 0 {
		t.Fatalf("no generated files: %v", err)
	}
	line := regexp.MustCompile(`WORD \$0x([0-9a-f]{8}) // ([a-z]+)`)
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range mutate(f, string(text)) {
			is := line.FindStringSubmatch(m.is)
			if is == nil {
				continue
			}
			bits, err := strconv.ParseUint(is[1], 16, 32)
			if err != nil {
				t.Fatal(err)
			}
			decoded, err := arm64asm.Decode(binary.LittleEndian.AppendUint32(nil, uint32(bits)))
			if err != nil || strings.HasPrefix(arm64asm.GNUSyntax(decoded), is[2]+" ") {
				t.Fatalf("%s -> %s: %v %v", m.was, m.is, decoded, err)
			}
		}
	}
}

package arm64

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/arch/arm64/arm64asm"

	"sumlog/gen/ir"
)

var wordLine = regexp.MustCompile(`(?m)^\s*WORD \$0x([0-9a-f]{8}) // (.*)$`)

// TestWords decodes every word of the generated files by a program that is not ours
// and compares it with its comment.
func TestWords(t *testing.T) {
	var files []string
	for _, pattern := range []string{"../../kernel/*_arm64.s", "../../bench/probe/neon/*_arm64.s"} {
		some, err := filepath.Glob(pattern)
		if err != nil || len(some) == 0 {
			t.Fatalf("no generated files %s: %v", pattern, err)
		}
		files = append(files, some...)
	}
	words := 0
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range wordLine.FindAllStringSubmatch(string(text), -1) {
			words++
			if err := compare(m[1], m[2]); err != nil {
				t.Errorf("%s: %v", f, err)
			}
		}
	}
	t.Logf("%d words in %d files", words, len(files))
	if words == 0 {
		t.Error("no words")
	}
}

func compare(digits, comment string) error {
	bits, err := strconv.ParseUint(digits, 16, 32)
	if err != nil {
		return err
	}
	decoded, err := arm64asm.Decode(binary.LittleEndian.AppendUint32(nil, uint32(bits)))
	if err != nil {
		return fmt.Errorf("%s, %q, is no instruction: %w", digits, comment, err)
	}
	if is := arm64asm.GNUSyntax(decoded); is != comment {
		return fmt.Errorf("%s is %q, and its comment says %q", digits, is, comment)
	}
	return nil
}

// TestEncodings does the same for each form at the edges of its operands, which the generated
// files need not reach.
func TestEncodings(t *testing.T) {
	edges := []int{0, 1, 15, 16, 30, 31}
	try := func(lines string) {
		t.Helper()
		all := wordLine.FindAllStringSubmatch(lines, -1)
		if all == nil {
			t.Fatalf("no word: %q", lines)
		}
		for _, m := range all {
			if err := compare(m[1], m[2]); err != nil {
				t.Error(err)
			}
		}
	}
	for _, d := range edges {
		for _, n := range edges {
			for _, m := range edges {
				o := &ir.Op{Dst: 0, Src: []int{1, 2}}
				values := []ir.Value{{Reg: d}, {Reg: n}, {Reg: m}}
				p := &emitter{Program: &ir.Program{Values: values}}
				for _, text := range forms {
					if _, word, ok := strings.Cut(text, "WORD "); ok {
						p.emit(o, "WORD "+word)
					}
				}
				p.emit(o, fneg+" vd.2d va.2d")
				try(p.text.String())
				if m < 31 {
					for _, offset := range []int{-1024, -16, 0, 16, 1008} {
						try(stnp(d, n, m, offset))
					}
				}
			}
		}
	}
}

// TestComparison makes sure that a wrong word or comment is seen.
func TestComparison(t *testing.T) {
	right := []string{"4e61d443", "fadd v3.2d, v2.2d, v1.2d"}
	if err := compare(right[0], right[1]); err != nil {
		t.Fatal(err)
	}
	for _, wrong := range [][]string{
		{"4ee1d443", right[1]},                 // fsub
		{"4e21d443", right[1]},                 // 4s
		{"4e61d442", right[1]},                 // another register
		{right[0], "fadd v3.2d, v1.2d, v2.2d"}, // exchanged
		{"00000000", right[1]},                 // none
		{"ac010400", "stnp q0, q1, [x0,#16]"},  // another offset
	} {
		if compare(wrong[0], wrong[1]) == nil {
			t.Errorf("%v is taken for right", wrong)
		}
	}
}

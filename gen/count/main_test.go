package main

import "testing"

// TestTable holds docs/performance.md to the assembly.
func TestTable(t *testing.T) {
	if err := run("../../docs", true); err != nil {
		t.Error(err)
	}
}

func TestWalk(t *testing.T) {
	text := []byte(`
// func f(n int)
TEXT ·f(SB), $0-8
	MOVQ n+0(FP), AX

l1:
	CMPQ AX, $1
	JLT  l2
	INCQ BX

l3:
	DECQ CX // three times
	JNE  l3
	JEQ  l4
	INCQ DX

l4:
	JMP l1

l2:
	RET
DATA x+0(SB)/8, $1
`)
	outer := variant{loop: 0, taken: "ft", rounds: []int{3}}
	if n, _ := outer.walk(printed(text)); n != 3+3*2+1+1 {
		t.Errorf("%d instructions", n)
	}
	outer.taken = "ff"
	if n, _ := outer.walk(printed(text)); n != 3+3*2+2+1 {
		t.Errorf("%d instructions where the last jump is not taken", n)
	}
	inner := variant{loop: 1}
	if n, _ := inner.walk(printed(text)); n != 2 {
		t.Errorf("%d instructions within", n)
	}
}

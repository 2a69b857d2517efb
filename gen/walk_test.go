package main

import "testing"

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
	JNE l1

l2:
	RET
DATA x+0(SB)/8, $1
`)
	for _, c := range []struct {
		v    variant
		want int
	}{
		{variant{loop: 0, taken: "ft", rounds: 3}, 3 + 3*2 + 1 + 1},
		{variant{loop: 0, taken: "ff", rounds: 3}, 3 + 3*2 + 2 + 1},
		{variant{loop: 1}, 2},
	} {
		if got := c.v.instructions(text); len(got) != c.want {
			t.Errorf("%+v has %d instructions, want %d: %v", c.v, len(got), c.want, got)
		}
	}
}

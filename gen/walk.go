package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"sumlog/gen/build"
	"sumlog/gen/ir"
	"sumlog/gen/kernels"
)

// operations returns the recorded operations of a round on a target, without labels.
func (v variant) operations(t build.Target) (round []ir.Op) {
	ops := build.Record(kernels.Named(v.kernel), t).Ops
	program := make([]step, len(ops))
	for i, o := range ops {
		name := fmt.Sprint(o.Imm)
		switch o.Code {
		case ir.Label, ir.LoopBegin:
			program[i].label = name
		case ir.Jump, ir.JumpIfNone, ir.JumpIfAll, ir.JumpIfZero, ir.JumpIfUnder, ir.LoopEnd,
			ir.LoopWhile:
			program[i] = step{to: name, always: o.Code == ir.Jump}
		}
	}
	for _, i := range v.walk(program) {
		round = append(round, ops[i])
	}
	return round
}

var (
	noInstruction = regexp.MustCompile(`^(TEXT|DATA|GLOBL|//|#|$)`)
	jump          = regexp.MustCompile(`^[A-Z]+.*\b(l\d+)$`)
)

// instructions returns those of a round in text, which is a .s file or function that has this
// kernel alone.
func (v variant) instructions(text []byte) (round []string) {
	var program []step
	var lines []string
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if noInstruction.MatchString(line) {
			continue
		}
		var s step
		if label, ok := strings.CutSuffix(line, ":"); ok {
			s.label = label
		} else if m := jump.FindStringSubmatch(line); m != nil {
			s.to, s.always = m[1], strings.HasPrefix(line, "JMP") || strings.HasPrefix(line, "B ")
		}
		program = append(program, s)
		lines = append(lines, line)
	}
	for _, i := range v.walk(program) {
		round = append(round, lines[i])
	}
	return round
}

// step is an instruction, an operation or a label of a program.
type step struct {
	label  string
	to     string // where a jump goes
	always bool   // that jump has no condition
}

// walk follows the variant once round its loop and returns the steps on its way.
func (v variant) walk(program []step) (way []int) {
	at := map[string]int{}
	var loops []int // where those begin that a later jump goes back to
	for i, s := range program {
		if s.label != "" {
			at[s.label] = i
		}
		if to, back := at[s.to]; back && !slices.Contains(loops, to) {
			loops = append(loops, to)
		}
	}
	slices.Sort(loops)
	start := loops[v.loop]
	taken, rounds := v.taken, 0
	for i := start + 1; ; i++ {
		s := program[i]
		if s.label != "" {
			continue
		}
		way = append(way, i)
		to, jumps := at[s.to]
		switch {
		case !jumps:
		case to == start:
			if strings.Trim(taken, "T") != "" || rounds != v.rounds {
				panic(fmt.Sprintf("gen: %s: jumps %q or loops left over", v.title, taken))
			}
			return way
		case s.always:
			i = to
		case to < i: // the loop within
			if rounds++; rounds < v.rounds {
				i = to
			}
		case taken == "":
			panic(fmt.Sprintf("gen: %s: no word about the jump to %s", v.title, s.to))
		default:
			if taken[0] != 'f' {
				i = to
			}
			if taken[0] != 'T' {
				taken = taken[1:]
			}
		}
	}
}

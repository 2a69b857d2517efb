package main

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"sumlog/gen/build"
	"sumlog/gen/ir"
	"sumlog/gen/kernels"
)

// operations returns the recorded operations of a round on a target, without labels.
func (v variant) operations(t build.Target) (round []ir.Op) {
	var program []step[ir.Op]
	for _, o := range build.Record(kernels.Named(v.kernel), t).Ops {
		s := step[ir.Op]{is: o}
		switch label := fmt.Sprint(o.Imm); {
		case o.Code == ir.Label || o.Code == ir.LoopBegin:
			s.label = label
		case o.Branches() && o.Code != ir.Return:
			s.to = label
		}
		program = append(program, s)
	}
	return walk(v, program)
}

// line is a line of a .s file, without blanks around it.
type line struct {
	number int // from 1 on
	text   string
}

var (
	noInstruction = regexp.MustCompile(`^(TEXT|DATA|GLOBL|//|#|$)`)
	jump          = regexp.MustCompile(`^[A-Z]+.*\b(l\d+)$`)
)

// instructions returns those of a round in text, which is a .s file or function that has this
// kernel alone.
func (v variant) instructions(text []byte) []line {
	var program []step[line]
	for i, text := range strings.Split(string(text), "\n") {
		text = strings.TrimSpace(text)
		if noInstruction.MatchString(text) {
			continue
		}
		s := step[line]{is: line{i + 1, text}}
		if label, ok := strings.CutSuffix(text, ":"); ok {
			s.label = label
		} else if m := jump.FindStringSubmatch(text); m != nil {
			s.to = m[1]
		}
		program = append(program, s)
	}
	return walk(v, program)
}

// step is an instruction, an operation or a label of a program.
type step[T any] struct {
	is    T
	label string
	to    string // where a jump goes
}

// walk follows the variant once round its loop and returns the steps on its way.
func walk[T any](v variant, program []step[T]) (way []T) {
	at := map[string]int{}
	loops := map[int]bool{} // where those begin that a later jump goes back to
	for i, s := range program {
		if s.label != "" {
			at[s.label] = i
		}
		if to, back := at[s.to]; back {
			loops[to] = true
		}
	}
	start := slices.Sorted(maps.Keys(loops))[v.loop]
	taken, rounds := v.taken, 0
	for i := start + 1; ; i++ {
		s := program[i]
		if s.label != "" {
			continue
		}
		way = append(way, s.is)
		to, jumps := at[s.to]
		switch {
		case !jumps:
		case to == start:
			if strings.Trim(taken, "T") != "" || rounds != v.rounds {
				panic(fmt.Sprintf("gen: %s: jumps %q or loops left over", v.title, taken))
			}
			return way
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

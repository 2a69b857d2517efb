package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"sumlog/gen/amd64"
	"sumlog/gen/build"
	"sumlog/gen/ir"
	"sumlog/gen/regalloc"
)

// step is an instruction, an operation or a label of a program.
type step struct {
	label   string
	to      string // where a jump goes
	always  bool   // that jump has no condition
	counted bool
	memory  bool // an operand of it is in memory
}

// walk follows the variant once round its loop and returns how many steps counted, and how
// many of them had an operand in memory.
func (w variant) walk(program []step) (n, memory int) {
	at := map[string]int{}
	for i, s := range program {
		if s.label != "" {
			at[s.label] = i
		}
	}
	var loops []int // where those begin that a later jump goes back to
	for i, s := range program {
		if to, ok := at[s.to]; ok && s.to != "" && to < i && !slices.Contains(loops, to) {
			loops = append(loops, to)
		}
	}
	slices.Sort(loops)
	start := loops[w.loop]
	taken, rounds := w.taken, w.rounds
	done := map[int]int{} // rounds of loops within
	for i := start; ; i++ {
		s := program[i]
		if s.counted {
			n++
		}
		if s.memory {
			memory++
		}
		if s.to == "" {
			continue
		}
		to := at[s.to]
		switch {
		case to == start: // round
			if strings.Trim(taken, "T") != "" || len(rounds) != len(done) {
				panic(fmt.Sprintf("count: %s: jumps %q or loops left over", w.title, taken))
			}
			return n, memory
		case s.always:
			i = to
		case to < i: // a loop within
			which := len(done)
			if _, again := done[i]; again {
				which = slices.Index(sortedKeys(done), i)
			}
			done[i]++
			if done[i] < rounds[which] {
				i = to
			}
		case taken == "":
			panic(fmt.Sprintf("count: %s: no word about the jump to %s", w.title, s.to))
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

func sortedKeys(m map[int]int) []int {
	var keys []int
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// printed is the program of a .s file.
func printed(text []byte) (program []step) {
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		f := strings.Fields(line)
		switch {
		case len(f) == 0 || strings.HasPrefix(line, "//") || strings.HasPrefix(line, "#"):
		case slices.Contains([]string{"TEXT", "DATA", "GLOBL"}, f[0]):
		case strings.HasSuffix(f[0], ":"):
			program = append(program, step{label: strings.TrimSuffix(f[0], ":")})
		default:
			s := step{counted: true, memory: memory.MatchString(line) && f[0] != "LEAQ"}
			if last := f[len(f)-1]; isJump(f[0]) {
				s.to, s.always = last, f[0] == "JMP" || f[0] == "B"
			}
			program = append(program, s)
		}
	}
	return program
}

// memory matches an operand in memory: relative to a register, or by its name.
var memory = regexp.MustCompile(`[0-9a-z_>]\(|\s\(\w+\)|// stnp`)

func isJump(mnemonic string) bool {
	switch mnemonic {
	case "B", "BEQ", "BLT", "BGE", "CBZ", "CBNZ":
		return true
	}
	return mnemonic[0] == 'J'
}

// recorded is what the algorithm needs: the operations on vectors, and loads and stores
// of elements, without moves, constants, addresses and loops. A look-up is one.
func recorded(k *build.Kernel) (program []step) {
	for _, o := range regalloc.Allocate(build.Record(k, amd64.AVX512{})).Ops {
		s := step{counted: o.Code <= ir.StoreMasked && o.Code != ir.Prefetch && o.Code != ir.Fence ||
			o.Code >= ir.FirstTarget ||
			o.Code == ir.InterleaveLo || o.Code == ir.InterleaveHi}
		name := fmt.Sprint(o.Imm)
		switch o.Code {
		case ir.Label, ir.LoopBegin:
			s = step{label: name}
		case ir.Jump:
			s = step{to: name, always: true}
		case ir.JumpIfNone, ir.JumpIfAll, ir.JumpIfZero, ir.JumpIfUnder, ir.LoopEnd, ir.LoopWhile:
			s = step{to: name}
		}
		program = append(program, s)
	}
	return program
}

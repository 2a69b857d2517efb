package dispatch

import (
	"fmt"

	"sumlog/kernel"
)

// operation is one for which an instruction set is chosen.
type operation uint8

const (
	opLog operation = iota
	opSumLog
	opSumLogShort
	opSumLogRows
	opLogAccumulate
	opLogAccumulateDirect
	opAdd
	operationCount
)

var operationNames = [operationCount]string{
	"Log", "SumLog", fmt.Sprintf("SumLog, up to %d elements", shortSum), "SumLogRows", "LogAccumulate", "LogAccumulateDirect", "Add",
}

// exception says that an operation is served by another instruction set than the
// one in force, because that was measured to be faster. docs/performance.md has the
// measurements.
type exception struct {
	op    operation
	under kernel.ISA // where this one is in force
	by    kernel.ISA // this one serves, which every machine that runs the other runs too
	why   string     // for Report
}

// An operation that is not in this list is served by the instruction set in force.
var exceptions = []exception{{
	op: opSumLogShort, under: kernel.AVX512, by: kernel.AVX2,
	why: "one row leaves most of a group of 512-bit vectors idle: 0.75 to 0.9 of the time",
}}

// isaCount is a power of two, so that indices need no check.
const isaCount = 4

type serving [operationCount][isaCount]kernel.ISA

// serves names the instruction set that serves an operation, by the one in force.
var serves = servingBy(exceptions)

func servingBy(list []exception) (s serving) {
	for op := range s {
		for isa := range s[op] {
			s[op][isa] = kernel.ISA(isa)
		}
	}
	for _, e := range list {
		s[e.op][e.under] = e.by
	}
	return s
}

func (s *serving) of(op operation, isa kernel.ISA) kernel.ISA { return s[op][isa%isaCount] }

// isaOf is what serves op in the package's functions.
func isaOf(op operation) kernel.ISA { return serves.of(op, ISA()) }

// isaOf is what serves op in this pool's methods.
func (p *Pool) isaOf(op operation) kernel.ISA { return serves.of(op, p.isa()) }

// whyServed says, for Report, why op is served by what serves it.
func whyServed(op operation, isa kernel.ISA) string {
	for _, e := range exceptions {
		if e.op == op && e.under == isa {
			return e.why
		}
	}
	return "the one in force"
}

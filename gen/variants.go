package main

import "sumlog/internal/generic"

// variant is the path that ordinary elements take through a loop of a kernel.
type variant struct {
	title  string
	kernel string
	loop   int // which loop of the kernel, in the order in which they begin
	// A letter for each jump forward that has a condition: t or f; T for all that follow.
	taken    string
	rounds   int                 // of the loop within
	elements func(lanes int) int // of a round
}

// The loops over whole groups take two vectors a round.
func twoVectors(lanes int) int { return 2 * lanes }

func oneVector(lanes int) int { return lanes }

// aRowALane is a round that does as many rows as a vector has lanes.
func aRowALane(lanes int) int { return lanes * lanes }

func fixed(n int) func(int) int { return func(int) int { return n } }

// variants lists them.
var variants = []variant{
	{"Log", "log", 0, "t", 0, twoVectors},
	{"LogAccumulateDirect, a term", "logAccumulateDirect", 1, "", 0, twoVectors},
	{"LogAccumulate, x >= 15", "logAccumulate", 0, "tt", 0, twoVectors},
	{"LogAccumulate, x < 15, 17 terms or more", "logAccumulate", 0, "ffftt", 7, twoVectors},
	{"LogGamma, 9/16 < x <= 9", "logGamma", 0, "ftt", 0, oneVector},
	{"LogGamma, x > 9", "logGamma", 0, "tt", 0, oneVector},
	{"LogRising, x < 8, n >= 8", "logRising", 0, "ftffftfttt", 0, oneVector},
	{"LogRising, x >= 8", "logRising", 0, "ttt", 0, oneVector},
	{"SumLog", "productRaw", 1, "", 0, fixed(generic.RowPair)},
	{"SumLog, split exponents", "productScaled", 1, "T", 0, fixed(generic.RowPair)},
	{"SumLogRows, a row of 8 and its logarithm", "rowsOf8", 1, "", 0, aRowALane},
	{"SumLogRows, 8 elements of a longer row", "productRows", 1, "", 0, fixed(8)},
	{"SumLogRows, reducing a longer row", "reduceRows", 0, "", 0, aRowALane},
	{"SumLogRows, the logarithm of a longer row", "logRows", 0, "", 0, oneVector},
	{"Add", "addFloat64", 0, "", 0, fixed(16)},
	{"Add, non-temporal", "streamFloat64", 0, "", 0, fixed(16)},
}

// estimated are those that have an estimate for NEON besides, but no row among the counts.
var estimated = []variant{
	{"Exp", "exp", 0, "t", 0, twoVectors},
	{"LogSumExp, the sum", "expSum", 1, "", 0, twoVectors},
	{"DotLog", "dotLog", 1, "", 0, twoVectors},
}

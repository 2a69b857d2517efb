package main

import "sumlog/gen/kernels"

// variant is a path through a loop of a kernel.
type variant struct {
	title  string
	kernel string
	loop   int // which loop of the kernel, in the order in which they begin
	// A letter for each jump forward that has a condition: t or f; T for all that follow.
	taken    string
	rounds   []int               // of each loop within
	elements func(lanes int) int // of a round
}

// The loops over whole groups take two vectors a round.
func twoVectors(lanes int) int { return 2 * lanes }

func oneVector(lanes int) int { return lanes }

// aRowALane is a round that does as many rows as a vector has lanes.
func aRowALane(lanes int) int { return lanes * lanes }

func fixed(n int) func(int) int { return func(int) int { return n } }

var variants = []variant{
	{"Log", "log", 0, "t", nil, twoVectors},
	{"LogAccumulateDirect, a term", "logAccumulateDirect", 1, "", nil, twoVectors},
	{"LogAccumulate, x >= 15", "logAccumulate", 0, "tt", nil, twoVectors},
	{"LogAccumulate, x < 15, 17 terms or more", "logAccumulate", 0, "ffftt", []int{7}, twoVectors},
	{"SumLog", "productRaw", 1, "", nil, kernels.FactorsARound},
	{"SumLog, split exponents", "productScaled", 1, "T", nil, kernels.FactorsARound},
	{"SumLogRows, a row of 8 and its logarithm", "rowsOf8", 1, "", nil, aRowALane},
	{"SumLogRows, 8 elements of a longer row", "productRows", 1, "", nil, fixed(8)},
	{"SumLogRows, reducing a longer row", "reduceRows", 0, "", nil, aRowALane},
	{"SumLogRows, the logarithm of a longer row", "logRows", 0, "", nil, oneVector},
	{"Add", "addFloat64", 0, "", nil, fixed(16)},
	{"Add, non-temporal", "streamFloat64", 0, "", nil, fixed(16)},
}

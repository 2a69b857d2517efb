package main

import "sumlog"

// logLikelihood returns the log-likelihood, of a million records to one unit in the last place of
// each record's term:
//
//	Σ ln Γ(r+y)/(Γ(r)·y!) + Σ y·ln m/(r+m) - r·Σ ln(1+m/r)
//
// r+y, which has one rounding error for all records with that y, does not occur. A slice of one
// element does not stand for all: r is written to a slice as long as the others.
func logLikelihood(y, e []float64, r, mu float64) float64 {
	size, terms := make([]float64, len(y)), make([]float64, len(y))
	mean, all, ratio := make([]float64, len(y)), make([]float64, len(y)), make([]float64, len(y))
	for j := range y {
		m := mu * e[j]
		size[j], mean[j], all[j], ratio[j] = r, m, r+m, m/r
	}
	sumlog.LogMultichoose(terms, size, y)
	return sum(terms) + (sumlog.DotLogRatio(y, mean, all) - r*sumlog.SumLog1p(ratio))
}

// sum adds with the rounding errors: a plain sum of a million terms would lose four digits.
func sum(x []float64) float64 {
	var s, c float64
	for _, v := range x {
		t := s + v
		b := t - s
		c += (s - (t - b)) + (v - b)
		s = t
	}
	return s + c
}

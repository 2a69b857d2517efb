package constants

import (
	"math"
	"reflect"

	"sumlog/internal/generic"
)

// table is a constant of package generic, or several.
type table struct {
	name, what string
	value      any
}

var committed = []table{
	{"Ln2Hi", "ln 2 cut to 32 bits", generic.Ln2Hi},
	{"Ln2Lo", "the rest of ln 2", generic.Ln2Lo},
	{"Ln2", "ln 2", generic.Ln2},
	{"Ln2Tail", "the rest of ln 2", generic.Ln2Tail},
	{"LogC", "5 bits, least |m·C - 1|; [5] by hand", generic.LogC},
	{"LogHi", "-ln C to a multiple of 2^-22", generic.LogHi},
	{"LogLo", "the rest of -ln C", generic.LogLo},
	{"LogQ", "fpminimax", generic.LogQ},
	{"AtanhR", "fdlibm's Lg1 … Lg7", generic.AtanhR},
	{"Stirling", "fpminimax", generic.Stirling},
	{"GammaStirling", "fpminimax", generic.GammaStirling},
	{"HalfLn2Pi", "ln(2π)/2", generic.HalfLn2Pi},
	{"HalfLn2PiLo", "the rest of ln(2π)/2", generic.HalfLn2PiLo},
	{"GammaCentre", "by hand", generic.GammaCentre},
	{"GammaZero", "by hand", generic.GammaZero},
	{"GammaG0", "ln Γ(1+x)/(x-zero) at the centre", generic.GammaG0},
	{"GammaG0Lo", "the rest of that", generic.GammaG0Lo},
	{"GammaG1", "its derivative", generic.GammaG1},
	{"GammaG1Lo", "the rest of that", generic.GammaG1Lo},
	{"GammaQ", "fpminimax", generic.GammaQ},
	{"ExpInverse", "8/ln 2", generic.ExpInverse},
	{"ExpLn2Hi", "ln 2/8 cut to a multiple of 2^-42", generic.ExpLn2Hi},
	{"ExpLn2Lo", "the rest of ln 2/8", generic.ExpLn2Lo},
	{"ExpT", "2^(i/8)", generic.ExpT},
	{"ExpR", "what ExpT lacks, to 21 bits", generic.ExpR},
	{"ExpE", "fpminimax", generic.ExpE},
	{"RatioR", "fpminimax", generic.RatioR},
	{"CarefulLn2", "ln 2 in three parts", generic.CarefulLn2},
	{"CarefulLogMid", "what LogHi lacks, to a multiple of 2^-76", generic.CarefulLogMid},
	{"CarefulLogRest", "the rest of that", generic.CarefulLogRest},
	{"CarefulSeries", "1/((2n+1)·4^n) in two parts", generic.CarefulSeries},
	{"CarefulQ", "fpminimax", generic.CarefulQ},
}

// numbers returns those of a constant or of an array, the rows of a table one after the other.
func numbers(v reflect.Value) (all []float64) {
	if v.Kind() == reflect.Float64 {
		return []float64{v.Float()}
	}
	for i := range v.Len() {
		all = append(all, numbers(v.Index(i))...)
	}
	return all
}

// bound is an error as the comments of package generic state it.
type bound struct {
	name, of, stated string
	limit            float64 // the largest number that may be called so
}

var bounds = []bound{
	{"Ln2Hi+Ln2Lo", "ln 2", "2^-86", 0x1p-86},
	{"Ln2+Ln2Tail", "ln 2", "2^-110", 0x1p-110},
	{"max(-r)", "r = m·C - 1, itself", "0.0704", 0.0704},
	{"max(r)", "r = m·C - 1, itself", "0.0665", 0.0665},
	{"LogHi+LogLo", "-ln C", "2^-77", 0x1p-77},
	{"LogQ", "ln(1+r), r from -0.0704 to 0.0665", "2^-65.4", math.Exp2(-65.35)},
	{"LogQ/r", "the same relative to r, where C = 1", "2^-59.7", math.Exp2(-59.65)},
	{"AtanhR", "R(s²), |s| <= 3 - 2√2", "2^-58.45", math.Exp2(-58.45)},
	{"AtanhR.minimax", "the same by a minimax polynomial", "2^-58.49", math.Exp2(-58.485)},
	{"Stirling", "the series over i, i <= 1/16", "4.6e-18", 4.65e-18},
	{"i*Stirling", "the series", "2.0e-19", 2.05e-19},
	{"GammaStirling", "the series over i, i <= 1/8", "2^-57.58", math.Exp2(-57.58)},
	{"HalfLn2Pi+HalfLn2PiLo", "ln(2π)/2", "2^-109", 0x1p-109},
	{"GammaG0+GammaG0Lo", "ln Γ(1+x)/(x-zero)", "2^-108", 0x1p-108},
	{"GammaG1+GammaG1Lo", "its derivative", "2^-108", 0x1p-108},
	{"GammaQ", "ln Γ(1+x)/(x-zero), 9/16 <= 1+x <= 9", "2^-61.4", math.Exp2(-61.4)},
	{"ExpLn2Hi+ExpLn2Lo", "ln 2/8", "2^-96", math.Exp2(-95.95)},
	{"ExpT*(1+ExpR)", "2^(i/8), relative", "2^-75", 0x1p-75},
	{"RatioR", "2·atanh(s), |s| <= 0.2004", "2^-61.5", math.Exp2(-61.45)},
	{"RatioR/2s", "the same relative to 2s", "2^-60.2", math.Exp2(-60.15)},
	{"CarefulLn2", "ln 2", "2^-136", 0x1p-136},
	{"CarefulLogRest", "-ln C", "2^-131", 0x1p-131},
	{"CarefulQ", "2·atanh(s/2), |s| <= 0.073, relative to s", "2^-110", 0x1p-110},
	{"ExpE", "e^r, |r| <= ln 2/16·(1 + 2^-20)", "2^-65.2", math.Exp2(-65.15)},
}

// holds tells whether err is as stated. Less than half of it is not: then the comment
// is out of date, or something else was measured.
func (b bound) holds(err float64) bool { return err <= b.limit && err > b.limit/2 }

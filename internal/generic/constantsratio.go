package generic

// RatioR approximates (2·atanh(s) - 2s)/(s·z) with z = s², lowest power first, for
// |s| <= 0.2004. Minimax by Sollya's fpminimax, coefficients rounded to binary64: the error in
// 2·atanh(s) is 2^-61.5 absolute, and 2^-60.2 of 2s.
var RatioR = [8]float64{
	0x1.5555555555555p-1, 0x1.999999999a012p-2, 0x1.24924923cb7e1p-2, 0x1.c71c72f30d11ap-3,
	0x1.745ca71568539p-3, 0x1.3b2a88e0525b9p-3, 0x1.0e7f5dc27a663p-3, 0x1.16f8da817f56dp-3,
}

const (
	// RatioSplit is bits(1.5), half way between 1 and 2 as bits, which are the binary logarithm to
	// within 0.0861, so that x/y comes to within 2^±0.5861 of 1.
	RatioSplit = 0x3FF8000000000000
	// RatioMin and RatioMax are the high words of 2^-500 and 2^500: between them no step of the
	// ratio's logarithm underflows, and its exponent is below 1001.
	RatioMin = 0x20B00000
	RatioMax = 0x5F300000
)

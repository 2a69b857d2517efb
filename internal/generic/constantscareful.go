package generic

// The constants of the careful logarithm, which [CarefulDotLog] takes where terms cancel.

// CarefulLn2 is ln 2 in three parts, to 2^-136. The first is a multiple of 2^-42, so that its
// product with an exponent, and that product plus a value of [LogHi], is exact; the second one of
// 2^-76, for [CarefulLogMid].
var CarefulLn2 = [3]float64{0x1.62e42fefa38p-1, 0x1.ef35793cp-45, 0x1.d9cc01f97b57ap-79}

// LogHi + CarefulLogMid + CarefulLogRest is -ln [LogC], to 2^-131. CarefulLogMid is a multiple of
// 2^-76.
var (
	CarefulLogMid = [8]float64{
		0x1.2885ff2c63b68p-27, 0x1.515167c7f18cep-24, 0x1.c32b2ef29ed14p-26, 0x1.23aa1a342c2bp-25,
		-0x1.8022c54cc2f98p-26, 0, 0x1.044fc8f7bc671p-24, -0x1.86ea4c3921a83p-24,
	}
	CarefulLogRest = [8]float64{
		-0x1.4feb4fbde5aaep-80, 0x1.5477c8e8fb81fp-81, -0x1.ef2ffb9a24ae4p-83, -0x1.fff87fa785577p-78,
		-0x1.2e2ddd665e263p-78, 0, 0x1.a0fe396f40f1ep-78, 0x1.3bd2e406e66e7p-78,
	}
)

// CarefulSeries is 1/((2n+1)·4^n), n from 1 on, as the sum of two numbers: 2·atanh(s/2) is
// s·(1 + the sum of these times s^2n).
var CarefulSeries = [4][2]float64{
	{0x1.5555555555555p-4, 0x1.5555555555555p-58},
	{0x1.999999999999ap-7, -0x1.999999999999ap-61},
	{0x1.2492492492492p-9, 0x1.2492492492492p-63},
	{0x1.c71c71c71c71cp-12, 0x1.c71c71c71c71cp-66},
}

// CarefulQ approximates the terms of that series from n = 5 on, divided by s^10, lowest power of
// s² first, for |s| <= 0.073. Minimax by Sollya's fpminimax, coefficients rounded to binary64: with
// [CarefulSeries] the error is 2^-110 of 2·atanh(s/2).
var CarefulQ = [5]float64{
	0x1.745d1745d1746p-14, 0x1.3b13b13b130efp-16, 0x1.1111111b17e08p-18, 0x1.e1e15f5de54aap-21,
	0x1.b09e16792e017p-23,
}

/* Prints the table of reference.txt: sums of logarithms by MPFR.
 *
 *   cc -O2 -o reference reference.c -lmpfr -lgmp -lm && ./reference >reference.txt
 *
 * One line a value: function, arguments, result in 70 decimal digits.
 *   log X              mpfr_log; X in hexadecimal, of any precision
 *   sumlog X,X,…       the sum of mpfr_log
 *   accumulate X TERMS lngamma(x+terms+1) - lngamma(x+1), or mpfr_log1p
 *   direct X TERMS     the sum of mpfr_log of the terms rounded to double
 * BITS leaves 70 digits after lngamma(1e308), 2^1034, has cancelled.
 */
#include <float.h>
#include <math.h>
#include <mpfr.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define BITS 2400

static mpfr_t a, b, sum;

static void end(void)
{
	mpfr_printf(" %.69Re\n", sum);
}

static void line_log(mpfr_t x)
{
	mpfr_log(sum, x, MPFR_RNDN);
	mpfr_printf("log %Ra", x);
	end();
}

static void log_double(double x)
{
	mpfr_set_d(a, x, MPFR_RNDN);
	line_log(a);
}

/* log of 1 + sign·3·2^-shift, exactly */
static void log_near_one(int sign, int shift)
{
	mpfr_set_si_2exp(a, 3 * sign, -shift, MPFR_RNDN);
	mpfr_add_ui(a, a, 1, MPFR_RNDN);
	line_log(a);
}

static void sumlog(int n, const double *x)
{
	mpfr_set_zero(sum, 1);
	printf("sumlog ");
	for (int i = 0; i < n; i++) {
		printf("%s%a", i ? "," : "", x[i]);
		mpfr_set_d(a, x[i], MPFR_RNDN);
		mpfr_log(a, a, MPFR_RNDN);
		mpfr_add(sum, sum, a, MPFR_RNDN);
	}
	end();
}

static void rise(double x, uint64_t terms)
{
	int sign;
	mpfr_set_d(a, x, MPFR_RNDN);
	if (terms == 1) {
		mpfr_log1p(sum, a, MPFR_RNDN);
		return;
	}
	mpfr_add_ui(a, a, 1, MPFR_RNDN);
	mpfr_add_ui(b, a, terms, MPFR_RNDN);
	mpfr_lgamma(sum, &sign, b, MPFR_RNDN);
	mpfr_lgamma(b, &sign, a, MPFR_RNDN);
	mpfr_sub(sum, sum, b, MPFR_RNDN);
}

static void accumulate(double x, uint64_t terms)
{
	rise(x, terms);
	printf("accumulate %a %ju", x, (uintmax_t)terms);
	end();
}

/* the doubles on both sides of the zero that the sum has in (-1, 0) */
static void accumulate_zero(uint64_t terms)
{
	double lo = nextafter(-1, 0), hi = 0;
	while (nextafter(lo, hi) < hi) {
		double mid = lo + (hi - lo) / 2;
		rise(mid, terms);
		if (mpfr_sgn(sum) < 0)
			lo = mid;
		else
			hi = mid;
	}
	accumulate(lo, terms);
	accumulate(hi, terms);
}

static void direct(double x, uint64_t terms)
{
	mpfr_set_zero(sum, 1);
	for (uint64_t i = 0; i < terms; i++) {
		volatile double t = (double)(1 + i);
		t = t + x;
		mpfr_set_d(a, t, MPFR_RNDN);
		mpfr_log(a, a, MPFR_RNDN);
		mpfr_add(sum, sum, a, MPFR_RNDN);
	}
	printf("direct %a %ju", x, (uintmax_t)terms);
	end();
}

static uint64_t random_bits(void)
{
	static uint64_t s = 0x9e3779b97f4a7c15;
	s ^= s << 13;
	s ^= s >> 7;
	s ^= s << 17;
	return s;
}

static double random_positive(void)
{
	for (;;) {
		uint64_t u = random_bits() >> 1;
		double d;
		memcpy(&d, &u, sizeof d);
		if (d > 0 && isfinite(d))
			return d;
	}
}

#define LEN(a) ((int)(sizeof a / sizeof *a))

int main(void)
{
	static const double logs[] = {
		0x1p-1074, 0x1.8p-1073, 0x0.fffffffffffffp-1022, DBL_MIN, 1e-300, 1e-20,
		0x1p-53, 0.1, 0.25, 0x1.fffffffffffffp-2, 0.5, 0x1.0000000000001p-1,
		181.0 / 256, 0x1.69fffffffffffp-1, 0x1.6a00000000001p-1, M_SQRT1_2,
		127.5 / 128, 0x1.fdfffffffffffp-1, 0x1.fe00000000001p-1,
		0x1.fffffffffffffp-1, 1, 0x1.0000000000001p+0,
		128.5 / 128, 0x1.00fffffffffffp+0, 0x1.0100000000001p+0, 129.0 / 128,
		0x1.69fffffffffffp+0, 181.0 / 128, M_SQRT2, 1.5, 2, M_E, 3, 10,
		1e15, 0x1p+53, 1e100, 1e300, DBL_MAX,
	};
	static const int near_one[] = { 12, 60, 100, 300, 1000 };
	static const double xs[] = {
		-0x1.fffffffffffffp-1, -0.999, -0.75, -0.5, -0.25, -1e-10, -1e-300, -0x1p-1074,
		0, 0x1p-1074, 1e-308, 1e-20, 0x1p-9, 0.1, 0.5, 1, 14.99, 15.857, 30.5, 31,
		0x1.fffffffffffffp+4, 32, 0x1.0000000000001p+5, 1e3, 1e6 + 0.3, 1e10, 1e18,
		1e100, 1e300, DBL_MAX,
	};
	static const uint64_t terms[] = {
		1, 2, 3, 16, 31, 32, 33, 34, 64, 1000, 1000000, 1000000000000,
		(uint64_t)1 << 53, (uint64_t)1 << 62,
	};
	static const uint64_t zeros[] = { 2, 3, 4, 7, 12, 19 };
	static const double sum1[] = { 3, 1.0 / 3 };
	static const double sum2[] = { 1e308, 1e308, 1e308, 1e-300, 0x1p-1074 };
	static const double sum3[] = { 0x1.0000000000001p+0, 0x1.fffffffffffffp-1, 0x1.0000000000001p+0 };
	static const double sum4[] = { 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 362.88 };

	mpfr_set_default_prec(BITS);
	mpfr_inits2(BITS, a, b, sum, (mpfr_ptr)0);
	for (int i = 0; i < LEN(logs); i++)
		log_double(logs[i]);
	for (int i = 0; i < LEN(near_one); i++) {
		log_near_one(1, near_one[i]);
		log_near_one(-1, near_one[i]);
	}
	for (int i = 0; i < 20; i++)
		log_double(random_positive());
	for (int i = 0; i < 10; i++)
		log_double(0.5 + (double)(random_bits() >> 11) * 0x1p-53 * 1.5);
	sumlog(LEN(sum1), sum1);
	sumlog(LEN(sum2), sum2);
	sumlog(LEN(sum3), sum3);
	sumlog(LEN(sum4), sum4);
	for (int i = 0; i < LEN(xs); i++)
		for (int j = i % 2; j < LEN(terms); j += 2)
			accumulate(xs[i], terms[j]);
	for (int i = 0; i < LEN(zeros); i++)
		accumulate_zero(zeros[i]);
	for (int i = 0; i < LEN(xs); i += 2) {
		direct(xs[i], 1);
		direct(xs[i], 10 + 13 * i);
	}
	return 0;
}

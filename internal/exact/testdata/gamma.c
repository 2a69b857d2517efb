/* Prints the table of gamma.txt: logarithms of the gamma function by MPFR.
 *
 *   cc -O2 -o gamma gamma.c -lmpfr -lgmp -lm && ./gamma >gamma.txt
 *
 * One line a value: function, arguments, result in 70 decimal digits. With L = mpfr_lngamma:
 *   gamma X            L(x)
 *   factorial X        L(1+x)
 *   rising X N         L(x+n) - L(x)
 *   beta A B           L(a) + L(b) - L(a+b)
 *   binomial N K       L(n+1) - L(k+1) - L(n-k+1)
 *   multichoose R Y    L(r+y) - L(r) - L(y+1)
 * All sums of arguments are exact. BITS leaves 70 digits after L(1e308), 2^1034, has cancelled
 * but for 2^-1074.
 */
#include <math.h>
#include <mpfr.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define BITS 2400
#define LEN(a) ((int)(sizeof a / sizeof *a))

static mpfr_t sum, z, term;

/* adds sign·L(a+b+c) to sum */
static void add(int sign, double a, double b, double c)
{
	int s;
	mpfr_set_d(z, a, MPFR_RNDN);
	if (mpfr_add_d(z, z, b, MPFR_RNDN) | mpfr_add_d(z, z, c, MPFR_RNDN))
		abort();
	mpfr_lgamma(term, &s, z, MPFR_RNDN);
	if (sign > 0)
		mpfr_add(sum, sum, term, MPFR_RNDN);
	else
		mpfr_sub(sum, sum, term, MPFR_RNDN);
}

static void gamma1(double x, double y) { (void)y; add(1, x, 0, 0); }
static void factorial(double x, double y) { (void)y; add(1, x, 1, 0); }
static void rising(double x, double n) { add(1, x, n, 0); add(-1, x, 0, 0); }
static void beta(double a, double b) { add(1, a, 0, 0); add(1, b, 0, 0); add(-1, a, b, 0); }
static void binomial(double n, double k) { add(1, n, 1, 0); add(-1, k, 1, 0); add(-1, n, -k, 1); }
static void multichoose(double r, double y) { add(1, r, y, 0); add(-1, r, 0, 0); add(-1, y, 1, 0); }

typedef void function(double, double);

static const struct { function *f; const char *name; int args; } names[] = {
	{gamma1, "gamma", 1}, {factorial, "factorial", 1}, {rising, "rising", 2},
	{beta, "beta", 2}, {binomial, "binomial", 2}, {multichoose, "multichoose", 2},
};

static int at(function *f, double x, double y)
{
	mpfr_set_zero(sum, 1);
	f(x, y);
	return mpfr_sgn(sum);
}

static void line(function *f, double x, double y)
{
	for (int i = 0; i < LEN(names); i++)
		if (names[i].f == f) {
			printf("%s %a", names[i].name, x);
			if (names[i].args == 2)
				printf(" %a", y);
		}
	at(f, x, y);
	mpfr_printf(" %.69Re\n", sum);
}

/* the doubles x on both sides of the zero of f(x, y) between lo and hi */
static void zero(function *f, double lo, double hi, double y)
{
	int below = at(f, lo, y);
	while (nextafter(lo, hi) < hi) {
		double mid = lo + (hi - lo) / 2;
		if (at(f, mid, y) == below)
			lo = mid;
		else
			hi = mid;
	}
	line(f, lo, y);
	line(f, hi, y);
}

static uint64_t random_bits(void)
{
	static uint64_t s = 0x9e3779b97f4a7c15;
	s ^= s << 13;
	s ^= s >> 7;
	s ^= s << 17;
	return s;
}

static double uniform(void) { return (double)(random_bits() >> 11) * 0x1p-53; }

/* every binade from 2^from on is as likely */
static double binade(int from, int to)
{
	return ldexp(1 + uniform(), from + (int)(random_bits() % (uint64_t)(to - from)));
}

int main(void)
{
	static const double one[] = {
		0x1p-1074, 0x1.8p-1030, 0x1p-1022, 0x1.56e1fc2f8f359p-997, 0x1p-200, 0x1p-54, 0x1p-20, 0.1, 0.5,
		0x1.fffffffffffffp-1, 1, 0x1.0000000000001p0, 0x1.8p0, 0x1.823cdc188dcd3p0, 0x1.762d86356be3fp0,
		0x1.fffffffffffffp0, 2, 0x1.0000000000001p1, 2.5, 3, 4.5, 7, 0x1.fffffffffffffp2, 8, 10.1, 31,
		32, 63.9, 64, 64.1, 100, 170.5, 1e4, 1e9, 0x1p53, 0x1p54, 1e20, 1e100, 1e300,
		0x1.74d9278b51a8p+1014, 0x1.fffffffffffffp1023,
	};
	static const double factorials[] = {
		-0x1.fffffffffffffp-1, -0x1.ffffffp-1, -0.75, -0.5, -0.25, -0x1p-12, -0x1p-53, -0x1p-300,
		-0x1p-1074,
	};
	static const double few[] = {
		0x1p-1074, 0x1.56e1fc2f8f359p-997, 0x1p-500, 0x1.2p-60, 0x1p-31, 0.1, 0.5, 1, 1.5, 2, 3, 7.5, 8, 13,
		100.25, 0x1p20, 1e15, 0x1.fffffffffffffp52, 1e22, 1e150, 1e300,
	};
	static const double counts[] = {1, 2, 3, 4, 5, 7, 8, 9, 16, 20, 100, 1e6, 1e15, 0x1p53};
	mpfr_inits2(BITS, sum, z, term, (mpfr_ptr)0);

	for (int i = 0; i < LEN(one); i++) {
		line(gamma1, one[i], 0);
		line(factorial, one[i], 0);
	}
	for (int i = 0; i < LEN(factorials); i++)
		line(factorial, factorials[i], 0);
	line(factorial, 0, 0);
	for (int i = 0; i < 20; i++) {
		line(gamma1, binade(-1022, 1014), 0);
		line(gamma1, binade(-10, 10), 0);
		line(factorial, binade(-100, 60), 0);
		line(factorial, -uniform(), 0);
	}

	for (int i = 0; i < LEN(few); i++)
		for (int j = 0; j < LEN(few); j++) {
			int skip = (i + j) % 3;
			if (!skip || few[i] == 1 || few[j] == 1)
				line(rising, few[i], few[j]);
			if (skip == 1 && j <= i)
				line(beta, few[i], few[j]);
			if (skip == 2)
				line(multichoose, few[i], few[j]);
			if (skip == 0 && j <= i)
				line(binomial, few[i], few[j]);
		}
	for (int i = 0; i < LEN(counts); i++) {
		line(rising, binade(-1022, 10), counts[i]);
		line(rising, binade(-5, 5), counts[i]);
		line(multichoose, binade(-10, 10), counts[i]);
		line(multichoose, 0x1.0000000000001p0, counts[i]);
		for (int j = 0; j <= i; j += 3)
			line(binomial, counts[i], counts[j]);
		line(binomial, counts[i] + 30, 15);
	}
	for (int i = 0; i < 20; i++) {
		double n = binade(0, 20);
		line(rising, binade(3, 1000), binade(-1000, 1000));
		line(rising, binade(-20, 4), binade(-20, 4));
		line(beta, binade(3, 50), binade(3, 50));
		line(beta, binade(-20, 4), binade(-20, 4));
		line(binomial, n, n * uniform());
		line(multichoose, binade(-20, 20), binade(3, 20));
	}
	line(rising, 0.75, 0);
	line(beta, 1, 1);
	line(binomial, 9.5, 0);
	line(binomial, 9.5, 9.5);
	line(binomial, 0, 0);
	line(multichoose, 0.75, 0);
	line(multichoose, 1, 0x1p53);

	static const double n[] = {1e-10, 0.0143, 0.5, 1.5, 2, 3, 5, 7.25, 8, 11.1, 17, 68};
	for (int i = 0; i < LEN(n); i++)
		zero(rising, 0x1p-1074, 1.5, n[i]);
	static const double b[] = {1.0001, 1.82, 3, 8.5, 300.7, 1e9};
	for (int i = 0; i < LEN(b); i++)
		zero(beta, 0x1p-500, 1.5, b[i]);
	static const double y[] = {1e-5, 16, 8.03};
	for (int i = 0; i < LEN(y); i++) {
		line(multichoose, 0x1.fffffffffffffp-1, y[i]);
		line(multichoose, 0x1.0000000000001p0, y[i]);
	}
	line(binomial, 9.5, nextafter(9.5, 0));
	line(binomial, 45, 22);
	line(binomial, 0x1.1eap-3, 0x1.1eap-4);
	return 0;
}

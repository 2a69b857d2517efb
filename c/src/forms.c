/*
 * The binary forms of the accumulators, which package kernel writes as well: a byte that tells type
 * and version, a byte of flags, and numbers, big-endian.
 */
#include "internal.h"

enum { PRODUCT_FORM = 0x01, LOG1P_SUM_FORM = 0x11, DOT_LOG_SUM_FORM = 0x21, EXP_SUM_FORM = 0x31 };
enum { MAX_WORDS = 5 };

/* Flag i is bit i. */
static uint8_t flags_of(bool first, bool second, bool third)
{
	return (uint8_t)((first ? 1 : 0) | (second ? 2 : 0) | (third ? 4 : 0));
}

static void write_form(uint8_t *bytes, uint8_t form, uint8_t flags, const uint64_t *words, int n)
{
	bytes[0] = form;
	bytes[1] = flags;
	for (int i = 0; i < 8 * n; i++)
		bytes[2 + i] = (uint8_t)(words[i / 8] >> (56 - i % 8 * 8));
}

/* Reads n words, and returns the flags, which are below end; or -1 where it is another form. */
static int read_form(const uint8_t *bytes, size_t size, uint8_t form, int end, uint64_t *words,
                     int n)
{
	if (size != 2 + 8 * (size_t)n || bytes[0] != form || bytes[1] >= end)
		return -1;
	for (int i = 0; i < n; i++)
		words[i] = 0;
	for (int i = 0; i < 8 * n; i++)
		words[i / 8] = words[i / 8] << 8 | bytes[2 + i];
	return bytes[1];
}

static bool is_finite(double x) { return fabs(x) <= DBL_MAX; }

/* A product from its words, with the flags; false where they are not those of one. */
static bool product_from(sumlog_product *p, const uint64_t words[3], int flags)
{
	const int64_t most = INT64_C(1) << 53;
	sumlog_product a = {
		.p = of_bits(words[0]),
		.e = of_bits(words[1]),
		.exp = (int64_t)words[2],
		.negative = flags & 1,
		.zero = flags >> 1 & 1,
		.infinite = flags >> 2 & 1,
	};
	if (!(a.p >= 1 && a.p < 2 && fabs(a.e) < 0x1p-8 && -most <= a.exp && a.exp <= most))
		return false;
	*p = form(a);
	return true;
}

void sumlog_product_to_bytes(sumlog_product p, uint8_t bytes[SUMLOG_PRODUCT_SIZE])
{
	p = value(p);
	const uint64_t words[] = {to_bits(p.p), to_bits(p.e), (uint64_t)p.exp};
	write_form(bytes, PRODUCT_FORM, flags_of(p.negative, p.zero, p.infinite), words, 3);
}

int sumlog_product_from_bytes(sumlog_product *p, const uint8_t *bytes, size_t n)
{
	uint64_t words[MAX_WORDS];
	int flags = read_form(bytes, n, PRODUCT_FORM, 8, words, 3);
	return flags >= 0 && product_from(p, words, flags) ? 0 : -1;
}

void sumlog_log1p_sum_to_bytes(sumlog_log1p_sum s, uint8_t bytes[SUMLOG_LOG1P_SUM_SIZE])
{
	sumlog_product p = value(s.product);
	const uint64_t words[] = {
		to_bits(p.p), to_bits(p.e), (uint64_t)p.exp, to_bits(s.s), to_bits(s.c),
	};
	write_form(bytes, LOG1P_SUM_FORM, flags_of(p.negative, p.zero, p.infinite), words, 5);
}

int sumlog_log1p_sum_from_bytes(sumlog_log1p_sum *s, const uint8_t *bytes, size_t n)
{
	uint64_t words[MAX_WORDS];
	sumlog_log1p_sum a;
	int flags = read_form(bytes, n, LOG1P_SUM_FORM, 8, words, 5);
	if (flags < 0 || !product_from(&a.product, words, flags))
		return -1;
	a.s = of_bits(words[3]);
	a.c = of_bits(words[4]);
	if (!is_finite(a.s) || !is_finite(a.c))
		return -1;
	*s = a;
	return 0;
}

void sumlog_exp_sum_to_bytes(sumlog_exp_sum s, uint8_t bytes[SUMLOG_EXP_SUM_SIZE])
{
	double max = s.s == 0 ? -(double)INFINITY : s.max;
	const uint64_t words[] = {to_bits(max), to_bits(s.s), to_bits(s.e)};
	write_form(bytes, EXP_SUM_FORM, flags_of(s.invalid, false, false), words, 3);
}

int sumlog_exp_sum_from_bytes(sumlog_exp_sum *s, const uint8_t *bytes, size_t n)
{
	/* Times the largest term, which is one of them: s and e are rounded. And of 2^63 terms. */
	const double least = 1 - 0x1p-20, most = 0x1p64;
	uint64_t words[MAX_WORDS];
	int flags = read_form(bytes, n, EXP_SUM_FORM, 2, words, 3);
	if (flags < 0)
		return -1;
	sumlog_exp_sum a = {of_bits(words[0]), of_bits(words[1]), of_bits(words[2]), flags == 1};
	if (a.s == 0) { /* of nothing, or invalid */
		if (!(a.max < -DBL_MAX && a.e == 0))
			return -1;
		*s = a.invalid ? a : (sumlog_exp_sum){.s = 0};
		return 0;
	}
	if (!(!a.invalid && a.max >= -DBL_MAX && fabs(a.e) <= 0x1p-8 * a.s &&
	      a.s + a.e >= least * sumlog_largest_term(a.max).s && a.s <= most))
		return -1;
	*s = a;
	return 0;
}

void sumlog_dot_log_sum_to_bytes(sumlog_dot_log_sum s, uint8_t bytes[SUMLOG_DOT_LOG_SUM_SIZE])
{
	const uint64_t words[] = {to_bits(s.s), to_bits(s.c), to_bits(s.magnitude)};
	write_form(bytes, DOT_LOG_SUM_FORM, flags_of(s.invalid, s.positive, s.negative), words, 3);
}

int sumlog_dot_log_sum_from_bytes(sumlog_dot_log_sum *s, const uint8_t *bytes, size_t n)
{
	uint64_t words[MAX_WORDS];
	int flags = read_form(bytes, n, DOT_LOG_SUM_FORM, 8, words, 3);
	if (flags < 0)
		return -1;
	sumlog_dot_log_sum a = {
		.s = of_bits(words[0]),
		.c = of_bits(words[1]),
		.magnitude = of_bits(words[2]),
		.invalid = flags & 1,
		.positive = flags >> 1 & 1,
		.negative = flags >> 2 & 1,
	};
	/* The sum of the terms is finite where that of their magnitudes is. */
	if (!(a.magnitude >= 0) || (is_finite(a.magnitude) && !(is_finite(a.s) && is_finite(a.c))))
		return -1;
	*s = a;
	return 0;
}

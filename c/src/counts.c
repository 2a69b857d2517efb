/* Sums of logarithms with counts. */
#include "internal.h"

/* Sets dst[j] to x[j] where n[j] has the bit or x[j] is NaN, and to 1 elsewhere. */
static void count_factors(const struct sumlog_set *set, double *dst, const int64_t *n,
                          const double *x, size_t length, uint64_t bit)
{
	size_t group = (size_t)(GROUP_countFactors * set->lanes);
	size_t whole = set->masked ? length : length / group * group;
	if (whole > 0)
		set->countFactors(dst, n, x, (int64_t)whole, &bit);
	for (size_t j = whole; j < length; j++)
		dst[j] = (uint64_t)n[j] & bit || x[j] != x[j] ? x[j] : 1;
}

/* The product of a block: Horner's scheme over the bits of its counts. */
static sumlog_product product_of_counts(const struct sumlog_set *set, struct path *path,
                                        const int64_t *n, const double *x, size_t length)
{
	double factors[BLOCK];
	sumlog_product all = {.p = 1};
	uint64_t used = 1; /* without any bit there may be a NaN */
	for (size_t j = 0; j < length; j++)
		used |= (uint64_t)n[j];
	int bit = 0;
	while (used >> bit > 1)
		bit++;
	for (; bit >= 0; bit--) {
		all = set->merge(all, all);
		if ((used >> bit & 1) == 0)
			continue;
		count_factors(set, factors, n, x, length, UINT64_C(1) << bit);
		all = set->merge(all, sumlog_block_product(set, path, factors, length));
	}
	return all;
}

SUMLOG_INTERNAL void sumlog_multiply_counts(sumlog_product *all, const int64_t *n,
                                            const double *x, size_t length)
{
	const struct sumlog_set *set = sumlog_in_force();
	struct path path = {0};
	for (size_t i = 0; i < length; i += BLOCK)
		*all = set->merge(*all, product_of_counts(set, &path, n + i, x + i,
		                                          least(length - i, BLOCK)));
}

double sumlog_dot_log_counts(const int64_t *n, const double *x, size_t length)
{
	sumlog_product all = {.p = 1};
	sumlog_multiply_counts(&all, n, x, length);
	return sumlog_log_of(sumlog_in_force(), all);
}

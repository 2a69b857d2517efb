/* Sums of ln(1+x). */
#include "internal.h"

/* Whether the product of a block is so near 1 that all x may be tiny. */
static bool is_near1(const struct sumlog_product_block *b)
{
	return (b->exp == 0 && b->p < 1 + 0x1p-19) || (b->exp == -1 && b->p > 2 - 0x1p-18);
}

static bool are_tiny(const double *x, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!(fabs(x[i]) < TINY1P))
			return false;
	return true;
}

static void add_tiny(const struct sumlog_set *set, double *half, const double *const in[3],
                     int64_t stripes, int64_t rows, void *state)
{
	(void)state;
	set->sumTiny1p(half, in[0], stripes, rows);
}

/* The sum over at most BLOCK elements. */
static sumlog_log1p_sum sum_block(const struct sumlog_set *set, const double *x, size_t n)
{
	struct sumlog_product_block b = {0};
	sumlog_multiply(set, ONE_PLUS, &b, x, n, NULL);
	if (b.fallback != 0)
		return (sumlog_log1p_sum){.product = set->split1p(x, n)};
	if (!is_near1(&b) || !are_tiny(x, n))
		return (sumlog_log1p_sum){.product = product_of(&b)};
	struct sumlog_sum_lanes lanes = {{0}, {0}};
	const double *const in[3] = {x, NULL, NULL};
	sumlog_sum_halves(set, add_tiny, lanes.s, in, 1, n, NULL);
	struct pair sum = sumlog_reduce_lanes(lanes.s, lanes.c);
	return (sumlog_log1p_sum){.product = {.p = 1}, .s = sum.hi, .c = sum.lo};
}

static void merge_sums(const struct sumlog_set *set, sumlog_log1p_sum *a, sumlog_log1p_sum b)
{
	if (a->product.p == 0)
		a->product.p = 1;
	a->product = set->merge(a->product, b.product);
	struct pair sum = add_pair((struct pair){a->s, a->c}, (struct pair){b.s, b.c});
	a->s = sum.hi;
	a->c = sum.lo;
}

void sumlog_log1p_sum_add(sumlog_log1p_sum *s, const double *x, size_t n)
{
	const struct sumlog_set *set = sumlog_in_force();
	for (size_t i = 0; i < n; i += BLOCK)
		merge_sums(set, s, sum_block(set, x + i, least(n - i, BLOCK)));
}

void sumlog_log1p_sum_merge(sumlog_log1p_sum *s, sumlog_log1p_sum t)
{
	if (t.product.p != 0)
		merge_sums(sumlog_in_force(), s, t);
}

double sumlog_log1p_sum_sum(sumlog_log1p_sum s)
{
	const struct sumlog_set *set = sumlog_in_force();
	if (s.product.p == 0)
		return 0;
	if (s.product.negative || s.product.zero || s.product.infinite)
		return sumlog_log_of(set, s.product);
	return set->log1pOf(s);
}

double sumlog_sum_log1p(const double *x, size_t n)
{
	if (0 < n && n <= BLOCK) { /* with the logarithm in the same call */
		struct sumlog_product_block b = {.want_log = 1};
		sumlog_multiply(sumlog_in_force(), ONE_PLUS, &b, x, n, NULL);
		if (b.fallback == 0 && !is_near1(&b))
			return b.log;
	}
	sumlog_log1p_sum all = {.s = 0};
	sumlog_log1p_sum_add(&all, x, n);
	return sumlog_log1p_sum_sum(all);
}

/* Products that carry their rounding errors, and sums of logarithms by them. */
#include "internal.h"

/* Ones for the elements of a tail of n, from element ROW_PAIR - n on, and 0 behind them. */
#define ONES8 -1, -1, -1, -1, -1, -1, -1, -1
SUMLOG_INTERNAL const int64_t sumlog_tail_mask[2 * ROW_PAIR] = {ONES8, ONES8, ONES8, ONES8};
/* The same for a group of n, from element 32 - n on. */
SUMLOG_INTERNAL const int64_t sumlog_group_mask[4 * LANES_WIDTH] = {ONES8, ONES8, ONES8, ONES8};

SUMLOG_INTERNAL void sumlog_multiply(const struct sumlog_set *set, enum factors of,
                                     struct sumlog_product_block *b, const double *x, size_t n,
                                     struct sumlog_product_special *special)
{
	double lanes[2][2][LANES_WIDTH]; /* room for sets with few registers */
	size_t rest = n % (2 * STRIPE), first = least(rest, STRIPE), tail = n % ROW_PAIR;
	b->stripe = STRIPE / ROW_PAIR;
	b->both = (int64_t)(n / (2 * STRIPE));
	b->rows[0] = (int64_t)(first / ROW_PAIR);
	b->rows[1] = (int64_t)((rest - first) / ROW_PAIR);
	if (tail > 0)
		b->tail[rest > STRIPE] = 1;
	const int64_t *mask = sumlog_tail_mask + (ROW_PAIR - tail);
	if (n == 0)
		x = lanes[0][0]; /* of which nothing is read */
	if (of == SIGNIFICANDS)
		set->productScaled(b, lanes, x, x + (n - tail), mask, special);
	else if (of == ZEROS_MASKED)
		set->productMasked(b, lanes, x, x + (n - tail), mask, NULL);
	else if (of == ONE_PLUS)
		set->product1p(b, lanes, x, x + (n - tail), mask, NULL);
	else
		set->productRaw(b, lanes, x, x + (n - tail), mask, NULL);
}

/* The product of a block, split into significands and exponents. */
static sumlog_product split_block(const struct sumlog_set *set, const double *x, size_t n)
{
	struct sumlog_product_block b = {0};
	struct sumlog_product_special special = {{0}, {0}, {0}};
	sumlog_multiply(set, SIGNIFICANDS, &b, x, n, &special);
	sumlog_product all = product_of(&b);
	for (int lane = 0; lane < MAX_LANES; lane++) {
		all.negative |= special.negative[lane] != 0;
		all.zero |= special.zero[lane] != 0;
		all.infinite |= special.infinite[lane] != 0;
	}
	return all;
}

/* How a block that left the fast path should be multiplied. */
static enum factors next_after(const struct sumlog_product_block *b)
{
	return b->zeros != 0 ? ZEROS_MASKED : SIGNIFICANDS;
}

/* The product of a block that left the fast path, by *how if that can do it, and how it was. */
static sumlog_product product_again(const struct sumlog_set *set, enum factors *how,
                                    const double *x, size_t n)
{
	if (*how == ZEROS_MASKED) {
		struct sumlog_product_block b = {0};
		sumlog_multiply(set, ZEROS_MASKED, &b, x, n, NULL);
		if (b.fallback == 0)
			return product_of(&b);
	}
	*how = SIGNIFICANDS;
	return split_block(set, x, n);
}

/* Where blocks leave the fast path, it is not tried for the next. */
SUMLOG_INTERNAL sumlog_product sumlog_block_product(const struct sumlog_set *set,
                                                    struct path *path, const double *x, size_t n)
{
	struct sumlog_product_block b = {0};
	if (path->again > 0) {
		path->again--;
		return product_again(set, &path->how, x, n);
	}
	sumlog_multiply(set, AS_THEY_ARE, &b, x, n, NULL);
	if (b.fallback == 0) {
		path->left = 0;
		return product_of(&b);
	}
	if (++path->left > 1)
		path->again = 15;
	path->how = next_after(&b);
	return product_again(set, &path->how, x, n);
}

/* Multiplies *all by x, block by block. */
static void multiply_blocks(const struct sumlog_set *set, sumlog_product *all, const double *x,
                            size_t n)
{
	struct path path = {0};
	for (size_t i = 0; i < n; i += BLOCK)
		*all = set->merge(*all, sumlog_block_product(set, &path, x + i, least(n - i, BLOCK)));
}

SUMLOG_INTERNAL double sumlog_log_of(const struct sumlog_set *set, sumlog_product a)
{
	if (a.negative || (a.zero && a.infinite))
		return (double)NAN;
	if (a.zero)
		return (double)-INFINITY;
	if (a.infinite)
		return (double)INFINITY;
	double p[MAX_LANES], e[MAX_LANES], exp[MAX_LANES];
	for (int i = 0; i < set->lanes; i++) {
		p[i] = a.p;
		e[i] = a.e;
		exp[i] = (double)a.exp;
	}
	set->logProducts(p, e, exp);
	return p[0];
}

SUMLOG_INTERNAL double sumlog_sum_log_split(const struct sumlog_set *set, const double *x,
                                            size_t n)
{
	return sumlog_log_of(set, split_block(set, x, n));
}

SUMLOG_INTERNAL double sumlog_sum_log_of(const struct sumlog_set *set, const double *x, size_t n)
{
	if (n <= BLOCK) {
		struct sumlog_product_block b = {.want_log = 1};
		sumlog_multiply(set, AS_THEY_ARE, &b, x, n, NULL);
		if (b.fallback == 0)
			return b.log;
		enum factors how = next_after(&b);
		return sumlog_log_of(set, product_again(set, &how, x, n));
	}
	sumlog_product all = {.p = 1};
	multiply_blocks(set, &all, x, n);
	return sumlog_log_of(set, all);
}

double sumlog_sum_log(const double *x, size_t n)
{
	return sumlog_sum_log_of(sumlog_in_force(), x, n);
}

void sumlog_product_add(sumlog_product *p, const double *x, size_t n)
{
	sumlog_product all = value(*p);
	multiply_blocks(sumlog_in_force(), &all, x, n);
	*p = form(all);
}

void sumlog_product_add_counts(sumlog_product *p, const int64_t *n, const double *x, size_t length)
{
	sumlog_product all = value(*p);
	sumlog_multiply_counts(&all, n, x, length);
	*p = form(all);
}

void sumlog_product_mul(sumlog_product *p, double x)
{
	*p = form(sumlog_in_force()->mul(value(*p), x));
}

void sumlog_product_div(sumlog_product *p, double x)
{
	*p = form(sumlog_in_force()->div(value(*p), x));
}

void sumlog_product_merge(sumlog_product *p, sumlog_product q)
{
	*p = form(sumlog_in_force()->merge(value(*p), value(q)));
}

double sumlog_product_log(sumlog_product p)
{
	return sumlog_log_of(sumlog_in_force(), value(p));
}

double sumlog_product_frexp(sumlog_product p, int64_t *exp)
{
	p = value(p);
	*exp = 0;
	if (p.negative || (p.zero && p.infinite))
		return (double)NAN;
	if (p.zero)
		return 0;
	if (p.infinite)
		return (double)INFINITY;
	uint64_t bits = to_bits(p.p + p.e);
	*exp = p.exp + (int64_t)(bits >> 52) - (BIAS - 1);
	return of_bits((bits & MANTISSA_MASK) | to_bits(0.5));
}

int sumlog_product_equal(sumlog_product p, sumlog_product q)
{
	p = value(p);
	q = value(q);
	return p.p == q.p && p.e == q.e && p.exp == q.exp && !p.negative == !q.negative &&
	       !p.zero == !q.zero && !p.infinite == !q.infinite;
}

double sumlog_sum_log_abs(const double *x, size_t n, double *sign)
{
	const struct sumlog_set *set = sumlog_in_force();
	const uint64_t sign_bit = UINT64_C(1) << 63;
	double magnitudes[BLOCK], sum;
	uint64_t signs = 0;
	struct path path = {0};
	sumlog_product all = {.p = 1};
	for (size_t i = 0; i == 0 || i < n; i += BLOCK) {
		size_t k = least(n - i, BLOCK);
		for (size_t j = 0; j < k; j++) {
			signs ^= to_bits(x[i + j]);
			magnitudes[j] = of_bits(to_bits(x[i + j]) & ~sign_bit);
		}
		if (n > BLOCK)
			all = set->merge(all, sumlog_block_product(set, &path, magnitudes, k));
	}
	sum = n > BLOCK ? sumlog_log_of(set, all) : sumlog_sum_log_of(set, magnitudes, n);
	if (sum != sum)
		*sign = sum;
	else if (sum < -DBL_MAX)
		*sign = 0;
	else
		*sign = signs & sign_bit ? -1 : 1;
	return sum;
}

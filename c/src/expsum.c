/* Logarithms of sums of exponentials. */
#include "internal.h"

/* Sums whose largest element is so large, or so small, have its exponential as their unit. */
static bool is_wide(double m) { return !(fabs(m) < WIDE_EXP); }

/* The exponent of the power 2^(n/8) nearest to e^m, for an m that is not wide. */
static int64_t octave(double m)
{
	return (int64_t)(to_bits(fma(m, EXP_INVERSE, EXP_SHIFT)) << 13) >> 16;
}

static struct sumlog_exp_unit unit_of(double m)
{
	double steps = (double)(8 * (BIAS - octave(m)));
	return (struct sumlog_exp_unit){.shift = EXP_SHIFT + steps, .least = (3 - steps) * (LN2 / 8)};
}

/* The largest of one or more elements, +0 instead of -0. It means nothing where one is a NaN. */
static double largest_of(const struct sumlog_set *set, const double *x, size_t n)
{
	size_t whole = set->masked ? n : n - n % (size_t)set->lanes;
	double m;
	set->largest(&m, x, (int64_t)whole);
	for (size_t i = whole; i < n; i++)
		if (m < x[i])
			m = x[i];
	return m + 0;
}

static const sumlog_exp_sum invalid_sum = {.max = -INFINITY, .invalid = 1};

/* e^x for one x */
static double exp_of(double x)
{
	sumlog_exp(&x, &x, 1);
	return x;
}

/* The sum over at most BLOCK elements, of which m is the largest, in units of e^m. */
static sumlog_exp_sum wide_block(double m, const double *x, size_t n)
{
	sumlog_exp_sum all = {.max = m};
	for (size_t i = 0; i < n; i++) {
		if (isnan(x[i]))
			return invalid_sum;
		if (x[i] != m)
			all.s += exp_of(x[i] - m);
		else if (m > -(double)INFINITY)
			all.s++;
	}
	return all;
}

static void add_exp(const struct sumlog_set *set, double *half, const double *const in[3],
                    int64_t stripes, int64_t rows, void *unit)
{
	set->expSum(half, in[0], stripes, rows, unit);
}

/* The sum over at most BLOCK elements. */
static sumlog_exp_sum exp_block(const struct sumlog_set *set, const double *x, size_t n)
{
	double m = largest_of(set, x, n);
	if (is_wide(m)) {
		m = -(double)INFINITY; /* it means nothing where the lanes were NaN */
		for (size_t i = 0; i < n; i++)
			if (m < x[i])
				m = x[i];
		return wide_block(m + 0, x, n);
	}
	struct sumlog_exp_unit unit = unit_of(m);
	struct sumlog_sum_lanes lanes = {{0}, {0}};
	for (int i = 0; i < LANES; i++)
		lanes.s[i] = EXP_LANE_START;
	const size_t rest = n % LANES_WIDTH;
	const double *in[3] = {x, NULL, NULL};
	sumlog_sum_halves(set, add_exp, lanes.s, in, 1, n - rest, &unit);
	if (rest > 0) { /* filled up with elements whose exponential is 0 */
		double row[LANES_WIDTH];
		for (size_t i = 0; i < LANES_WIDTH; i++)
			row[i] = i < rest ? x[n - rest + i] : unit.least;
		in[0] = row;
		add_exp(set, lanes.s + n / STRIPE % 2 * LANES_WIDTH, in, 1, 1, &unit);
	}
	for (int i = 0; i < LANES; i++)
		lanes.s[i] -= EXP_LANE_START;
	struct pair sum = sumlog_reduce_lanes(lanes.s, lanes.c);
	sum = fast_two_sum(sum.hi, sum.lo);
	if (isnan(sum.hi))
		return invalid_sum;
	return (sumlog_exp_sum){.max = m, .s = sum.hi, .e = sum.lo};
}

SUMLOG_INTERNAL sumlog_exp_sum sumlog_largest_term(double m)
{
	return exp_block(sumlog_in_force(), &m, 1);
}

/* Brings a to the unit of sums with that largest element, which is not below a's. */
static void to_unit_of(sumlog_exp_sum *a, double m)
{
	if (a->max == m || a->s == 0)
		return;
	if (is_wide(a->max) || is_wide(m)) {
		a->s = a->s / sumlog_largest_term(a->max).s * exp_of(a->max - m);
		a->s *= sumlog_largest_term(m).s;
		a->e = 0;
		return;
	}
	int64_t k = octave(a->max) - octave(m);
	double scale = k >= MERGE_SAFE ? of_bits((uint64_t)(k + BIAS) << 52) : 0;
	a->s *= scale;
	a->e *= scale;
}

void sumlog_exp_sum_merge(sumlog_exp_sum *s, sumlog_exp_sum t)
{
	if (s->invalid || t.invalid) {
		*s = invalid_sum;
		return;
	}
	if (t.s == 0)
		return;
	if (s->s == 0) {
		*s = t;
		return;
	}
	sumlog_exp_sum big = *s, small = t;
	if (big.max < small.max) {
		big = t;
		small = *s;
	}
	to_unit_of(&small, big.max);
	struct pair sum = add_pair((struct pair){big.s, big.e}, (struct pair){small.s, small.e});
	*s = (sumlog_exp_sum){.max = big.max, .s = sum.hi, .e = sum.lo};
}

void sumlog_exp_sum_add(sumlog_exp_sum *s, const double *x, size_t n)
{
	const struct sumlog_set *set = sumlog_in_force();
	for (size_t i = 0; i < n; i += BLOCK)
		sumlog_exp_sum_merge(s, exp_block(set, x + i, least(n - i, BLOCK)));
}

/* Whether a is the sum of e^max alone, to its last bit. */
static bool is_leading(sumlog_exp_sum a)
{
	if (a.s >= 2)
		return false;
	sumlog_exp_sum one = sumlog_largest_term(a.max);
	return a.s == one.s && a.e == one.e;
}

/* The logarithm of a sum of something, as the sum of two numbers, the second one small. */
static struct pair log_parts(sumlog_exp_sum s)
{
	const struct sumlog_set *set = sumlog_in_force();
	if (is_wide(s.max))
		return (struct pair){s.max, set->logAny(s.s + s.e)};
	if (is_leading(s))
		return (struct pair){s.max, 0};
	struct pair p = fast_two_sum(s.s, s.e);
	sumlog_product all = {.p = p.hi, .e = p.lo, .exp = octave(s.max)};
	return set->logParts(set->merge(all, (sumlog_product){.p = 1}));
}

double sumlog_exp_sum_log(sumlog_exp_sum s)
{
	if (s.invalid)
		return (double)NAN;
	if (s.s == 0)
		return -(double)INFINITY;
	struct pair log = log_parts(s);
	return log.hi + log.lo;
}

double sumlog_log_sum_exp(const double *x, size_t n)
{
	sumlog_exp_sum all = {.s = 0};
	sumlog_exp_sum_add(&all, x, n);
	return sumlog_exp_sum_log(all);
}

/* The logarithm of a row's sum. Beside larger elements its error would show. */
static bool log_pair(const double *x, size_t n, sumlog_exp_sum *sum, struct sumlog_log_pair *log)
{
	*sum = (sumlog_exp_sum){.s = 0};
	sumlog_exp_sum_add(sum, x, n);
	if (sum->invalid || !(fabs(sum->max) < WIDE_ROW) || sum->s == 0)
		return false;
	struct pair parts = log_parts(*sum);
	parts = fast_two_sum(parts.hi, parts.lo);
	*log = (struct sumlog_log_pair){parts.hi, parts.lo};
	return true;
}

/*
 * Sets dst to x less the largest element, and returns whether that is a row to go on with:
 * differences that count are exact. Otherwise they are the logarithms of the results.
 */
static bool less_largest(double *dst, const double *x, size_t n, sumlog_exp_sum sum)
{
	double m = sum.invalid ? (double)NAN : sum.s == 0 ? -(double)INFINITY : sum.max;
	for (size_t i = 0; i < n; i++)
		dst[i] = x[i] - m;
	return isfinite(m);
}

SUMLOG_INTERNAL void sumlog_softmax_of_row(double *dst, const double *x, size_t n, bool logarithm)
{
	sumlog_exp_sum sum;
	struct sumlog_log_pair log;
	bool found = log_pair(x, n, &sum, &log);
	if (!found && less_largest(dst, x, n, sum)) {
		x = dst;
		found = log_pair(x, n, &sum, &log);
	}
	if (found)
		sumlog_less_log(dst, x, n, &log, logarithm);
	else if (!logarithm)
		sumlog_exp(dst, dst, n);
}

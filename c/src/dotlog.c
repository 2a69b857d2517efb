/* Weighted sums of logarithms and of logarithms of ratios. */
#include "internal.h"

/* The sum of the lanes, which it uses up. */
static sumlog_dot_log_sum reduce_dot(struct sumlog_dot_lanes *l)
{
	struct pair sum = sumlog_reduce_lanes(l->s, l->c);
	for (int half = LANES / 2; half > 0; half /= 2)
		for (int i = 0; i < half; i++)
			l->a[i] += l->a[i + half];
	return (sumlog_dot_log_sum){.s = sum.hi, .c = sum.lo, .magnitude = l->a[0]};
}

static void add_dot(const struct sumlog_set *set, double *half, const double *const in[3],
                    int64_t stripes, int64_t rows, void *state)
{
	set->dotLog(half, in[0], in[1], stripes, rows, state);
}
static void add_ratio(const struct sumlog_set *set, double *half, const double *const in[3],
                      int64_t stripes, int64_t rows, void *state)
{
	set->dotLogRatio(half, in[0], in[1], in[2], stripes, rows, state);
}

/* The sum over at most BLOCK elements: of w ln x for two inputs, of w ln(x/y) for three. */
static sumlog_dot_log_sum dot_block(const struct sumlog_set *set, const double *const in[3],
                                    int inputs, size_t n)
{
	struct sumlog_dot_lanes lanes = {.fallback = 0};
	sumlog_sum_halves(set, inputs == 2 ? add_dot : add_ratio, lanes.s, in, inputs, n, &lanes.fallback);
	sumlog_dot_log_sum sum = reduce_dot(&lanes), noted = {.s = 0};
	if (lanes.fallback == 0 && sum.magnitude <= DBL_MAX)
		return sum;
	memset(&lanes, 0, sizeof lanes);
	if (inputs == 2)
		set->splitDot(&lanes, &noted, in[0], in[1], n);
	else
		set->splitRatio(&lanes, &noted, in[0], in[1], in[2], n);
	sum = reduce_dot(&lanes);
	sum.invalid = noted.invalid;
	sum.positive = noted.positive;
	sum.negative = noted.negative;
	return sum;
}

static void add_blocks(sumlog_dot_log_sum *s, const double *const in[3], int inputs, size_t n)
{
	const struct sumlog_set *set = sumlog_in_force();
	for (size_t i = 0; i < n; i += BLOCK) {
		const double *const block[3] = {in[0] + i, in[1] + i, inputs == 3 ? in[2] + i : NULL};
		sumlog_dot_log_sum_merge(s, dot_block(set, block, inputs, least(n - i, BLOCK)));
	}
}

void sumlog_dot_log_sum_add(sumlog_dot_log_sum *s, const double *w, const double *x, size_t n)
{
	add_blocks(s, (const double *const[3]){w, x, NULL}, 2, n);
}

void sumlog_dot_log_sum_add_ratio(sumlog_dot_log_sum *s, const double *w, const double *x,
                                  const double *y, size_t n)
{
	add_blocks(s, (const double *const[3]){w, x, y}, 3, n);
}

void sumlog_dot_log_sum_merge(sumlog_dot_log_sum *s, sumlog_dot_log_sum t)
{
	struct pair sum = add_pair((struct pair){s->s, s->c}, (struct pair){t.s, t.c});
	s->s = sum.hi;
	s->c = sum.lo;
	s->magnitude += t.magnitude;
	s->invalid |= t.invalid;
	s->positive |= t.positive;
	s->negative |= t.negative;
}

double sumlog_dot_log_sum_sum(sumlog_dot_log_sum s)
{
	if (s.invalid || (s.positive && s.negative))
		return (double)NAN;
	if (s.positive)
		return (double)INFINITY;
	if (s.negative)
		return (double)-INFINITY;
	return s.s + s.c;
}

int sumlog_dot_log_sum_cancels(sumlog_dot_log_sum s)
{
	if (s.invalid || s.positive || s.negative)
		return 0;
	if (s.magnitude > DBL_MAX)
		return 1;
	uint64_t exp = to_bits(fabs(s.s + s.c)) >> 52;
	double ulp = of_bits(exp > 52 ? (exp - 52) << 52 : 1); /* 1: of a subnormal number */
	return s.magnitude * DOT_CANCELS > ulp;
}

sumlog_careful_sum sumlog_careful_sum_begin(sumlog_dot_log_sum first)
{
	return (sumlog_careful_sum){.scale = first.magnitude > DBL_MAX ? 0x1p-64 : 1};
}

static void add_careful(const struct sumlog_set *set, double *half, const double *const in[3],
                        int64_t stripes, int64_t rows, void *state)
{
	set->carefulDot(half, in[0], in[1], stripes, rows, state);
}

/* The sum over at most BLOCK elements. */
static sumlog_careful_sum careful_block(const struct sumlog_set *set, const double *w,
                                        const double *x, double scale, size_t n)
{
	struct sumlog_careful_lanes lanes = {.fallback = scale != 1};
	if (scale == 1)
		sumlog_sum_halves(set, add_careful, lanes.s, (const double *const[3]){w, x, NULL}, 2, n,
		                  &lanes.fallback);
	if (lanes.fallback != 0) {
		memset(&lanes, 0, sizeof lanes);
		set->splitCareful(&lanes, w, x, scale, n);
	}
	struct pair sum = sumlog_reduce_lanes(lanes.s, lanes.c);
	sum = two_sum(sum.hi, sum.lo);
	return (sumlog_careful_sum){.hi = sum.hi, .lo = sum.lo, .scale = scale};
}

void sumlog_careful_sum_add(sumlog_careful_sum *s, const double *w, const double *x, size_t n)
{
	const struct sumlog_set *set = sumlog_in_force();
	for (size_t i = 0; i < n; i += BLOCK)
		sumlog_careful_sum_merge(s, careful_block(set, w + i, x + i, s->scale, least(n - i, BLOCK)));
}

void sumlog_careful_sum_merge(sumlog_careful_sum *s, sumlog_careful_sum t)
{
	struct pair sum = add_accurately((struct pair){s->hi, s->lo}, (struct pair){t.hi, t.lo});
	s->hi = sum.hi;
	s->lo = sum.lo;
}

double sumlog_careful_sum_sum(sumlog_careful_sum s) { return (s.hi + s.lo) / s.scale; }

double sumlog_dot_log(const double *w, const double *x, size_t n)
{
	sumlog_dot_log_sum all = {.s = 0};
	sumlog_dot_log_sum_add(&all, w, x, n);
	if (!sumlog_dot_log_sum_cancels(all))
		return sumlog_dot_log_sum_sum(all);
	sumlog_careful_sum again = sumlog_careful_sum_begin(all);
	sumlog_careful_sum_add(&again, w, x, n);
	return sumlog_careful_sum_sum(again);
}

double sumlog_entropy(const double *p, size_t n) { return 0 - sumlog_dot_log(p, p, n); }

double sumlog_dot_log_ratio(const double *w, const double *x, const double *y, size_t n)
{
	sumlog_dot_log_sum all = {.s = 0};
	sumlog_dot_log_sum_add_ratio(&all, w, x, y, n);
	return sumlog_dot_log_sum_sum(all);
}

double sumlog_relative_entropy(const double *p, const double *q, size_t n)
{
	return sumlog_dot_log_ratio(p, p, q, n);
}

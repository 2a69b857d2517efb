/* The operations with a result an element. */
#include "internal.h"

/* How many of n elements a kernel takes where they are: all by masks, else whole groups. */
static size_t whole_groups(const struct sumlog_set *set, size_t n, size_t group)
{
	return set->masked ? n : n & ~(group - 1);
}

/* Copies the last elements to a group, filled up with one of them. */
static void fill(double *group, size_t size, const double *rest, size_t n)
{
	for (size_t j = 0; j < size; j++)
		group[j] = rest[j < n ? j : 0];
}

/*
 * EACH calls a kernel of groups for all elements of dst and of one or two inputs, the last ones
 * by way of a group of their own. ... is what the kernel takes after the number of elements.
 */
#define EACH1(kernel, dst, x, n, ...)                                                   \
	do {                                                                            \
		const struct sumlog_set *set = sumlog_in_force();                       \
		size_t group = (size_t)(GROUP_##kernel * set->lanes);                   \
		_Static_assert(GROUP_##kernel * 4 <= MAX_GROUP, "a larger group");      \
		size_t whole = whole_groups(set, n, group);                             \
		if (whole > 0)                                                          \
			set->kernel(dst, x, (int64_t)whole __VA_ARGS__);                \
		if (whole < n) {                                                        \
			double a[MAX_GROUP];                                            \
			fill(a, group, x + whole, n - whole);                           \
			set->kernel(a, a, (int64_t)group __VA_ARGS__);                  \
			memcpy(dst + whole, a, (n - whole) * sizeof *dst);              \
		}                                                                       \
	} while (0)
#define EACH2(kernel, dst, x, y, n, ...)                                                \
	do {                                                                            \
		const struct sumlog_set *set = sumlog_in_force();                       \
		size_t group = (size_t)(GROUP_##kernel * set->lanes);                   \
		_Static_assert(GROUP_##kernel * 4 <= MAX_GROUP, "a larger group");      \
		size_t whole = whole_groups(set, n, group);                             \
		if (whole > 0)                                                          \
			set->kernel(dst, x, y, (int64_t)whole __VA_ARGS__);             \
		if (whole < n) {                                                        \
			double a[MAX_GROUP], b[MAX_GROUP];                              \
			fill(a, group, x + whole, n - whole);                           \
			fill(b, group, y + whole, n - whole);                           \
			set->kernel(a, a, b, (int64_t)group __VA_ARGS__);               \
			memcpy(dst + whole, a, (n - whole) * sizeof *dst);              \
		}                                                                       \
	} while (0)

/* An operation that is its kernel, of one input or of two. */
#define UNARY(name, kernel)                                 \
	void sumlog_##name(double *dst, const double *x, size_t n) \
	{                                                   \
		EACH1(kernel, dst, x, n);                   \
	}
#define BINARY(name, kernel)                                                 \
	void sumlog_##name(double *dst, const double *x, const double *y, size_t n) \
	{                                                                    \
		EACH2(kernel, dst, x, y, n);                                 \
	}

UNARY(log, log)
UNARY(log1p, log1p)
UNARY(exp, exp)
UNARY(log_gamma, logGamma)
UNARY(log_factorial, logFactorial)
BINARY(log_rising, logRising)
BINARY(log_beta, logBeta)
BINARY(log_binomial, logBinomial)
BINARY(log_multichoose, logMultichoose)
BINARY(xlogy, xlogy)
BINARY(rel_entr, relEntr)
BINARY(kl_div, klDiv)

SUMLOG_INTERNAL void sumlog_less_log(double *dst, const double *x, size_t n,
                                     const struct sumlog_log_pair *log, bool logarithm)
{
	if (logarithm)
		EACH1(logSoftmax, dst, x, n, , log);
	else
		EACH1(softmax, dst, x, n, , log);
}

static struct sumlog_closed_form closed_form(int64_t terms)
{
	int64_t k = terms < MAX_FACTORS ? terms : MAX_FACTORS;
	int64_t r = k > 1 ? k - 1 : 0;
	return (struct sumlog_closed_form){
		.n = (double)terms,
		.remaining = (double)(terms - k),
		.first = (double)(1 + k),
		.centre = 2 + 0.5 * (double)(r - 1),
		.d = 0.5 + 0.5 * (double)(r & 1),
		.middle = r & 1,
		.pairs = r / 2,
		.short_ = terms <= MAX_FACTORS,
	};
}

void sumlog_log_accumulate(double *dst, const double *x, size_t n, int64_t terms)
{
	struct sumlog_closed_form c = closed_form(terms);
	if (terms == 0) {
		for (size_t j = 0; j < n; j++)
			dst[j] = x[j] == x[j] ? 0 : x[j];
		return;
	}
	EACH1(logAccumulate, dst, x, n, , &c);
}

/* What x decides by itself, or the sum. */
static double direct_result(double x, double sum, int64_t terms)
{
	if (x != x || (terms > 0 && x < -1))
		return (double)NAN;
	if (terms == 0)
		return 0;
	if (x == -1)
		return (double)-INFINITY;
	return x > DBL_MAX ? x : sum;
}

void sumlog_log_accumulate_direct(double *dst, const double *x, size_t n, int64_t terms)
{
	enum { block = 64 };
	const struct sumlog_set *set = sumlog_in_force();
	size_t group = (size_t)(GROUP_logAccumulateDirect * set->lanes);
	double v[block], hi[block], lo[block];
	for (size_t i = 0; i < n; i += block) {
		size_t k = least(block, n - i), whole = (k + group - 1) & ~(group - 1);
		for (size_t j = 0; j < whole; j++) {
			v[j] = j < k ? x[i + j] : 0;
			hi[j] = lo[j] = 0;
		}
		for (int64_t first = 0; first < terms;) {
			int64_t left = terms - first;
			struct sumlog_direct_terms c = {
				.first = (double)(1 + first),
				.count = left < DIRECT_CHUNK ? left : DIRECT_CHUNK,
			};
			set->logAccumulateDirect(hi, lo, v, (int64_t)whole, &c);
			first += c.count;
		}
		for (size_t j = 0; j < k; j++)
			dst[i + j] = direct_result(v[j], hi[j], terms);
	}
}

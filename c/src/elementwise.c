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
BINARY(log_rising, logRising)
BINARY(xlogy, xlogy)
BINARY(rel_entr, relEntr)
BINARY(kl_div, klDiv)

/* A kernel whose elements take one of two ways to their results, of one input or of two. */
struct two_ways {
	void (*one)(void *dst, const void *x, void *later, int64_t n, int64_t defers);
	void (*two)(void *dst, const void *x, const void *y, void *later, int64_t n, int64_t defers);
	size_t lanes;
};

enum { TWO_WAY_BLOCK = 512 };

/*
 * Calls the kernel, which leaves elements for later where there is a place to tell which. It counts
 * that place on in any case: without one, in dst, which is larger.
 */
static void call_two_ways(const struct two_ways *k, double *dst, const double *x, const double *y,
                          void *later, size_t n)
{
	void *to = later ? later : dst;
	if (k->one)
		k->one(dst, x, to, (int64_t)n, later != NULL);
	else
		k->two(dst, x, y, to, (int64_t)n, later != NULL);
}

/*
 * Does the elements that a kernel left for later, by a call for each way: of a vector 2 bytes tell
 * which, with a bit for each element.
 */
static void two_ways_later(const struct two_ways *k, double *dst, const double *x,
                           const double *y, const uint8_t *later, size_t bytes)
{
	double first[TWO_WAY_BLOCK / 2 + MAX_LANES], second[TWO_WAY_BLOCK / 2 + MAX_LANES];
	uint16_t at[TWO_WAY_BLOCK / 2];
	for (size_t way = 0; way < 2; way++) {
		size_t n = 0;
		for (size_t i = way; i < bytes; i += 2)
			for (unsigned set = later[i]; set != 0; set &= set - 1)
				at[n++] = (uint16_t)(i / 2 * k->lanes + (size_t)__builtin_ctz(set));
		if (n == 0)
			continue;
		size_t whole = (n + k->lanes - 1) & ~(k->lanes - 1);
		for (size_t i = 0; i < whole; i++) {
			first[i] = x[at[i < n ? i : 0]];
			second[i] = y[at[i < n ? i : 0]];
		}
		call_two_ways(k, first, first, second, NULL, whole);
		for (size_t i = 0; i < n; i++)
			dst[at[i]] = first[i];
	}
}

/* Does a block of whole vectors, or of any number of elements where there are masks. */
static void two_ways_block(const struct two_ways *k, double *dst, const double *x,
                           const double *y, size_t n)
{
	double first[TWO_WAY_BLOCK], second[TWO_WAY_BLOCK];
	uint64_t later[TWO_WAY_BLOCK / 2 / 4] = {0}, any = 0;
	size_t bytes = (n + k->lanes - 1) / k->lanes * 2;
	/* What is left for later is read from the inputs again. */
	if (dst == x || dst == y) {
		memcpy(first, x, n * sizeof *x);
		memcpy(second, y, n * sizeof *y);
		x = first;
		y = second;
	}
	call_two_ways(k, dst, x, y, later, n);
	for (size_t i = 0; i < (bytes + 7) / 8; i++)
		any |= later[i];
	if (any != 0)
		two_ways_later(k, dst, x, y, (const uint8_t *)later, bytes);
}

/* y is x where there is one input. Up to few elements, both ways cost less than a second call. */
static void two_ways(const struct sumlog_set *set, struct two_ways k, double *dst,
                     const double *x, const double *y, size_t n)
{
	enum { few = 128 };
	k.lanes = (size_t)set->lanes;
	size_t whole = whole_groups(set, n, k.lanes);
	if (k.lanes == 1 || whole <= few) {
		if (whole > 0)
			call_two_ways(&k, dst, x, y, NULL, whole);
	} else {
		for (size_t i = 0; i < whole; i += TWO_WAY_BLOCK)
			two_ways_block(&k, dst + i, x + i, y + i, least(TWO_WAY_BLOCK, whole - i));
	}
	if (whole < n) {
		double first[MAX_LANES], second[MAX_LANES];
		fill(first, k.lanes, x + whole, n - whole);
		fill(second, k.lanes, y + whole, n - whole);
		call_two_ways(&k, first, first, second, NULL, k.lanes);
		memcpy(dst + whole, first, (n - whole) * sizeof *dst);
	}
}

#define UNARY_TWO_WAYS(name, kernel)                                            \
	void sumlog_##name(double *dst, const double *x, size_t n)              \
	{                                                                       \
		const struct sumlog_set *set = sumlog_in_force();               \
		two_ways(set, (struct two_ways){.one = set->kernel}, dst, x, x, n); \
	}
#define BINARY_TWO_WAYS(name, kernel)                                           \
	void sumlog_##name(double *dst, const double *x, const double *y, size_t n) \
	{                                                                       \
		const struct sumlog_set *set = sumlog_in_force();               \
		two_ways(set, (struct two_ways){.two = set->kernel}, dst, x, y, n); \
	}

UNARY_TWO_WAYS(log_gamma, logGamma)
UNARY_TWO_WAYS(log_factorial, logFactorial)
BINARY_TWO_WAYS(log_beta, logBeta)
BINARY_TWO_WAYS(log_binomial, logBinomial)
BINARY_TWO_WAYS(log_multichoose, logMultichoose)

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

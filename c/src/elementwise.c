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
BINARY(log_beta, logBeta)
BINARY(log_binomial, logBinomial)
BINARY(log_multichoose, logMultichoose)
BINARY(xlogy, xlogy)
BINARY(rel_entr, relEntr)
BINARY(kl_div, klDiv)

typedef void ln_gamma_kernel(void *dst, const void *x, void *later, int64_t n, int64_t defers);

enum { LN_GAMMA_BLOCK = 512 };

/*
 * Does the elements that a kernel left for later, each kind by itself: bytes of 2 a vector, with a
 * bit for each element. They stand in dst.
 */
static void ln_gamma_later(ln_gamma_kernel *kernel, size_t lanes, double *dst,
                           const uint8_t *later, size_t bytes)
{
	double x[LN_GAMMA_BLOCK / 2 + MAX_LANES];
	uint16_t at[LN_GAMMA_BLOCK / 2];
	for (size_t kind = 0; kind < 2; kind++) {
		size_t n = 0;
		for (size_t i = kind; i < bytes; i += 2)
			for (unsigned set = later[i]; set != 0; set &= set - 1) {
				size_t j = i / 2 * lanes + (size_t)__builtin_ctz(set);
				x[n] = dst[j];
				at[n++] = (uint16_t)j;
			}
		if (n == 0)
			continue;
		size_t whole = (n + lanes - 1) & ~(lanes - 1);
		fill(x + n, whole - n, x, 0);
		kernel(x, x, NULL, (int64_t)whole, 0);
		for (size_t i = 0; i < n; i++)
			dst[at[i]] = x[i];
	}
}

/* Does a block of whole vectors, or of any number of elements where there are masks. */
static void ln_gamma_block(ln_gamma_kernel *kernel, size_t lanes, double *dst, const double *x,
                           size_t n)
{
	uint64_t later[LN_GAMMA_BLOCK / 2 / 4] = {0}, any = 0;
	size_t bytes = (n + lanes - 1) / lanes * 2;
	kernel(dst, x, later, (int64_t)n, 1);
	for (size_t i = 0; i < (bytes + 7) / 8; i++)
		any |= later[i];
	if (any != 0)
		ln_gamma_later(kernel, lanes, dst, (const uint8_t *)later, bytes);
}

/* Up to few elements of both kinds take less time as they are than left for later. */
static void ln_gamma(const struct sumlog_set *set, ln_gamma_kernel *kernel, double *dst,
                     const double *x, size_t n)
{
	enum { few = 128 };
	size_t lanes = (size_t)set->lanes, whole = whole_groups(set, n, lanes);
	if (lanes == 1 || whole <= few) {
		if (whole > 0)
			kernel(dst, x, NULL, (int64_t)whole, 0);
	} else {
		for (size_t i = 0; i < whole; i += LN_GAMMA_BLOCK)
			ln_gamma_block(kernel, lanes, dst + i, x + i, least(LN_GAMMA_BLOCK, whole - i));
	}
	if (whole < n) {
		double tail[MAX_LANES];
		fill(tail, lanes, x + whole, n - whole);
		kernel(tail, tail, NULL, (int64_t)lanes, 0);
		memcpy(dst + whole, tail, (n - whole) * sizeof *dst);
	}
}

void sumlog_log_gamma(double *dst, const double *x, size_t n)
{
	const struct sumlog_set *set = sumlog_in_force();
	ln_gamma(set, set->logGamma, dst, x, n);
}

void sumlog_log_factorial(double *dst, const double *x, size_t n)
{
	const struct sumlog_set *set = sumlog_in_force();
	ln_gamma(set, set->logFactorial, dst, x, n);
}

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

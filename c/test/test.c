/*
 * Compares the library with the golden bits and with the specification's results:
 *
 *	test ISA GOLDEN CASES
 *
 * ISA is the instruction set that has to be in force, GOLDEN is kernel/testdata/golden.txt, and
 * CASES is what c/test/cases writes. All arrays lie between inaccessible pages.
 */
#define _DEFAULT_SOURCE
#include "test.h"

/* Of results: one an element, one, four, one a row, and one an element of rows. */
enum shape { EACH, SUM, STATE, ROWS, EACH_OF_ROWS };

struct args {
	double *dst, *in[3];
	size_t n; /* elements, or rows */
	int64_t param;
};

static void set_state(double *dst, double a, double b, double c, int d)
{
	dst[0] = a;
	dst[1] = b;
	dst[2] = c;
	dst[3] = d;
}

/* The states of accumulators. That of a product begins with the error that it carries. */
static void set_product(double *dst, sumlog_product p)
{
	uint8_t b[SUMLOG_PRODUCT_SIZE];
	sumlog_product_to_bytes(p, b);
	set_state(dst, p.e, p.p == 0 ? 1 : p.p, (double)p.exp, b[1]);
}

static void product_state(struct args *a)
{
	sumlog_product p = {0};
	sumlog_product_add(&p, a->in[0], a->n);
	set_product(a->dst, p);
}

static void div_state(struct args *a)
{
	sumlog_product p = {0};
	for (size_t i = 0; i < a->n; i++)
		sumlog_product_div(&p, a->in[0][i]);
	set_product(a->dst, p);
}

static void frexp_state(struct args *a)
{
	sumlog_product p = {0};
	int64_t exp = -1;
	for (size_t i = 0; i < a->n; i++)
		sumlog_product_mul(&p, a->in[0][i]);
	double fraction = sumlog_product_frexp(p, &exp);
	set_state(a->dst, fraction, (double)exp, 0, 0);
}

static void log1p_state(struct args *a)
{
	sumlog_log1p_sum s = {.s = 0}, all = {.s = 0};
	sumlog_log1p_sum_add(&s, a->in[0], a->n);
	sumlog_log1p_sum_merge(&all, s);
	set_state(a->dst, sumlog_log1p_sum_sum(all), sumlog_log1p_sum_sum(s), 0, 0);
}

static void dot_state(struct args *a)
{
	sumlog_dot_log_sum s = {.s = 0}, all = {.s = 0};
	sumlog_dot_log_sum_add(&s, a->in[0], a->in[1], a->n);
	sumlog_dot_log_sum_merge(&all, s);
	set_state(a->dst, sumlog_dot_log_sum_sum(all), all.magnitude, 0,
	          sumlog_dot_log_sum_cancels(all));
}

static void exp_state(struct args *a)
{
	sumlog_exp_sum s = {.s = 0}, all = {.s = 0};
	sumlog_exp_sum_add(&s, a->in[0], a->n);
	sumlog_exp_sum_merge(&all, s);
	set_state(a->dst, all.e, all.s, all.s == 0 ? (double)-INFINITY : all.max, all.invalid);
}

static void abs_state(struct args *a)
{
	double sign, sum = sumlog_sum_log_abs(a->in[0], a->n, &sign);
	set_state(a->dst, sum, sign, 0, 0);
}

/* Sums of groups whose lengths are those of internal/operations: param is the mean. */
static void groups(struct args *a)
{
	static size_t offsets[1 << 15];
	size_t mean = (size_t)a->param;
	for (size_t i = 0; i < a->n; i++) {
		size_t size = mean;
		if (i % 2 == 1)
			size = i / 2 * 2 * mean + 2 * mean - offsets[i];
		else if (i + 1 < a->n)
			size = ((uint64_t)i + 1) * UINT64_C(0x9e3779b97f4a7c15) >> 20;
		if (i % 2 == 0 && i + 1 < a->n)
			size %= 2 * mean + 1;
		offsets[i + 1] = offsets[i] + size;
	}
	sumlog_sum_log_groups(a->dst, a->in[0], offsets, a->n);
}

/* Counts are made of the bits of the first input, as in internal/operations. */
static void counts(struct args *a)
{
	static const int widths[8] = {0, 1, 1, 2, 3, 5, 8, 20};
	static int64_t n[1 << 16];
	if (a->n > sizeof n / sizeof *n)
		fail("%zu counts", a->n);
	for (size_t i = 0; i < a->n; i++) {
		uint64_t z = bits(a->in[0][i]) * UINT64_C(0x9e3779b97f4a7c15);
		n[i] = (int64_t)(z >> 20 & ((UINT64_C(1) << widths[z >> 61]) - 1));
	}
	sumlog_product p = {0};
	sumlog_product_add_counts(&p, n, a->in[1], a->n);
	a->dst[0] = sumlog_dot_log_counts(n, a->in[1], a->n);
	if (bits(a->dst[0]) != bits(sumlog_product_log(p)) && a->dst[0] == a->dst[0])
		fail("sumlog_product_add_counts differs from sumlog_dot_log_counts");
}

/* Sums of the memory of doubles as integers of a type, as internal/operations numbers them. */
static double sum_of_type(const struct args *a)
{
	const void *x = a->in[0];
	switch (a->param) {
	case 0: return sumlog_sum_log_uint64(x, a->n);
	case 1: return sumlog_sum_log_int64(x, a->n);
	case 2: return sumlog_sum_log_uint32(x, 2 * a->n);
	case 3: return sumlog_sum_log_int32(x, 2 * a->n);
	}
	return sumlog_sum_log_uint16(x, 4 * a->n);
}

/* The operations: Go's name, the inputs, the shape, the parameter's name, and the call. */
#define OPERATIONS(X)                                                                            \
	X(Log, 1, EACH, "", sumlog_log(a->dst, a->in[0], a->n))                                  \
	X(Log1p, 1, EACH, "", sumlog_log1p(a->dst, a->in[0], a->n))                              \
	X(Exp, 1, EACH, "", sumlog_exp(a->dst, a->in[0], a->n))                                  \
	X(XLogY, 2, EACH, "", sumlog_xlogy(a->dst, a->in[0], a->in[1], a->n))                    \
	X(RelEntr, 2, EACH, "", sumlog_rel_entr(a->dst, a->in[0], a->in[1], a->n))               \
	X(KLDiv, 2, EACH, "", sumlog_kl_div(a->dst, a->in[0], a->in[1], a->n))                   \
	X(LogGamma, 1, EACH, "", sumlog_log_gamma(a->dst, a->in[0], a->n))                       \
	X(LogFactorial, 1, EACH, "", sumlog_log_factorial(a->dst, a->in[0], a->n))               \
	X(LogRising, 2, EACH, "", sumlog_log_rising(a->dst, a->in[0], a->in[1], a->n))           \
	X(LogBeta, 2, EACH, "", sumlog_log_beta(a->dst, a->in[0], a->in[1], a->n))               \
	X(LogBinomial, 2, EACH, "", sumlog_log_binomial(a->dst, a->in[0], a->in[1], a->n))       \
	X(LogMultichoose, 2, EACH, "",                                                           \
	  sumlog_log_multichoose(a->dst, a->in[0], a->in[1], a->n))                              \
	X(LogAccumulate, 1, EACH, "terms",                                                       \
	  sumlog_log_accumulate(a->dst, a->in[0], a->n, a->param))                               \
	X(LogAccumulateDirect, 1, EACH, "terms",                                                 \
	  sumlog_log_accumulate_direct(a->dst, a->in[0], a->n, a->param))                        \
	X(SumLog, 1, SUM, "", a->dst[0] = sumlog_sum_log(a->in[0], a->n))                        \
	X(SumLogRows, 1, ROWS, "cols",                                                           \
	  sumlog_sum_log_rows(a->dst, a->in[0], a->n, (size_t)a->param))                         \
	X(SumLogRowsStrided, 1, ROWS, "stride",                                                  \
	  sumlog_sum_log_rows_strided(a->dst, a->in[0], a->n, (size_t)(a->param - a->param / 3), \
	                              (size_t)a->param))                                         \
	X(SumLogOf, 1, SUM, "type", a->dst[0] = sum_of_type(a))                                  \
	X(SumLogRowsOf, 1, ROWS, "cols",                                                         \
	  sumlog_sum_log_rows_int64(a->dst, (const void *)a->in[0], a->n, (size_t)a->param))     \
	X(SumLogColumns, 1, ROWS, "rows",                                                        \
	  sumlog_sum_log_columns(a->dst, a->in[0], (size_t)a->param, a->n, a->n))                \
	X(Widen, 1, EACH, "", sumlog_widen_float64(a->dst, a->in[0], a->n))                      \
	X(SumLogGroups, 1, ROWS, "mean", groups(a))                                              \
	X(SumLogAbs, 1, STATE, "", abs_state(a))                                                 \
	X(Product, 1, STATE, "", product_state(a))                                               \
	X(ProductDiv, 1, STATE, "", div_state(a))                                                \
	X(ProductFrexp, 1, STATE, "", frexp_state(a))                                            \
	X(SumLog1p, 1, SUM, "", a->dst[0] = sumlog_sum_log1p(a->in[0], a->n))                    \
	X(Log1pSum, 1, STATE, "", log1p_state(a))                                                \
	X(DotLog, 2, SUM, "", a->dst[0] = sumlog_dot_log(a->in[0], a->in[1], a->n))              \
	X(DotLogRows, 2, ROWS, "cols",                                                           \
	  sumlog_dot_log_rows(a->dst, a->in[0], a->in[1], a->n, (size_t)a->param))               \
	X(DotLogSum, 2, STATE, "", dot_state(a))                                                 \
	X(Entropy, 1, SUM, "", a->dst[0] = sumlog_entropy(a->in[0], a->n))                       \
	X(DotLogCounts, 2, SUM, "", counts(a))                                                   \
	X(LogSumExp, 1, SUM, "", a->dst[0] = sumlog_log_sum_exp(a->in[0], a->n))                 \
	X(LogSumExpRows, 1, ROWS, "cols",                                                        \
	  sumlog_log_sum_exp_rows(a->dst, a->in[0], a->n, (size_t)a->param))                     \
	X(Softmax, 1, EACH_OF_ROWS, "cols",                                                      \
	  sumlog_softmax(a->dst, a->in[0], a->n / (size_t)a->param, (size_t)a->param))           \
	X(LogSoftmax, 1, EACH_OF_ROWS, "cols",                                                   \
	  sumlog_log_softmax(a->dst, a->in[0], a->n / (size_t)a->param, (size_t)a->param))       \
	X(ExpSum, 1, STATE, "", exp_state(a))                                                    \
	X(DotLogRatio, 3, SUM, "",                                                               \
	  a->dst[0] = sumlog_dot_log_ratio(a->in[0], a->in[1], a->in[2], a->n))                  \
	X(RelativeEntropy, 2, SUM, "",                                                           \
	  a->dst[0] = sumlog_relative_entropy(a->in[0], a->in[1], a->n))                         \
	X(Add, 2, EACH, "", sumlog_add_float64(a->dst, a->in[0], a->in[1], a->n))                \
	X(AddStreaming, 2, EACH, "", sumlog_add_streaming_float64(a->dst, a->in[0], a->in[1], a->n))

/* The operations of Go's table that this library lacks. */
static const char *const lacking[] = {NULL};

#define CALL(name, inputs, shape, param, call) \
	static void call_##name(struct args *a) { call; }
OPERATIONS(CALL)

struct operation {
	const char *name, *param;
	int inputs;
	enum shape shape;
	void (*call)(struct args *);
	long compared;
};
#define ROW(name, inputs, shape, param, call) {#name, param, inputs, shape, call_##name, 0},
static struct operation operations[] = {OPERATIONS(ROW)};
enum { COUNT = sizeof operations / sizeof *operations };

/* The operation of that name, or NULL where it is known to be lacking. */
static struct operation *find(const char *name)
{
	for (int i = 0; i < COUNT; i++)
		if (strcmp(operations[i].name, name) == 0)
			return &operations[i];
	for (int i = 0; lacking[i]; i++)
		if (strcmp(lacking[i], name) == 0)
			return NULL;
	fail("operation %s is new: give it a function in c/ and a line in OPERATIONS of "
	     "c/test/test.c, or name it in lacking there", name);
}

/* Compares results. NaNs are alike. */
static void compare(const struct operation *o, const struct args *a, const double *want,
                    const double *got, size_t results, const char *how)
{
	for (size_t j = 0; j < results; j++)
		if (bits(want[j]) != bits(got[j]))
			fail("%s, parameter %lld, n=%zu, %s: result %zu is %a, want %a", o->name,
			     (long long)a->param, a->n, how, j, got[j], want[j]);
}

/* Calls an operation with arrays at either end of their pages, and in place of each input. */
static void check(struct operation *o, size_t n, int64_t param, double *const *in, size_t length,
                  const double *want, size_t results)
{
	struct args a = {.n = n, .param = param};
	for (int end = 0; end < 2; end++) {
		a.dst = place(0, results * sizeof(double), end);
		for (int i = 0; i < o->inputs; i++) {
			a.in[i] = place(i + 1, length * sizeof(double), end);
			copy(a.in[i], in[i], length * sizeof(double));
		}
		fill(a.dst, results * sizeof(double));
		o->call(&a);
		compare(o, &a, want, a.dst, results, end ? "at the end" : "at the beginning");
		for (int i = 0; i < o->inputs; i++)
			if (length > 0 && memcmp(a.in[i], in[i], length * sizeof(double)) != 0)
				fail("%s, n=%zu: input %d is changed", o->name, n, i);
		for (int i = 0; i < o->inputs && (o->shape == EACH || o->shape == EACH_OF_ROWS); i++) {
			struct args b = a;
			b.dst = a.in[i];
			o->call(&b);
			compare(o, &b, want, b.dst, results, "in place");
			copy(a.in[i], in[i], length * sizeof(double));
		}
	}
	o->compared += (long)results;
}

/* splitmix64, as in internal/golden: numbers that depend on a seed. */
static void numbers(double *x, size_t n, uint64_t seed)
{
	uint64_t at = seed;
	for (size_t i = 0; i < n; i++) {
		at += UINT64_C(0x9e3779b97f4a7c15);
		uint64_t z = at;
		z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
		z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
		z ^= z >> 31;
		uint64_t m = z >> 12, u = UINT64_C(1022) << 52 | m;
		if (seed % 3 == 1)
			u = UINT64_C(1023) << 52 | m >> 20;
		else if (seed % 3 == 2)
			u = (1 + (z >> 1) % 2046) << 52 | m;
		memcpy(&x[i], &u, 8);
	}
}

/* Checks a line of the golden bits: 33 copies of x, or n numbers of a seed. */
static void golden(const char *name, int64_t n, uint64_t x, uint64_t result)
{
	enum { COPIES = 33, MOST = 10000 };
	static double space[3][MOST], want[COPIES];
	double *in[3] = {space[0], space[1], space[2]};
	struct operation *o = find(name);
	if (!o || o->shape == EACH_OF_ROWS) /* a checksum of results */
		return;
	if (o->shape != EACH) {
		struct args a = {.dst = want, .n = (size_t)n};
		for (int i = 0; i < o->inputs; i++) {
			numbers(in[i], (size_t)n, x + (uint64_t)i);
			a.in[i] = in[i];
		}
		o->call(&a);
		if (bits(want[0]) != result)
			fail("%s of %lld numbers of seed %llu: %a", name, (long long)n,
			     (unsigned long long)x, want[0]);
		o->compared++;
		return;
	}
	for (int j = 0; j < COPIES; j++) {
		memcpy(&want[j], &result, 8);
		memcpy(&in[0][j], &x, 8);
		for (int i = 1; i < o->inputs; i++)
			numbers(&in[i][j], 1, x + (uint64_t)i);
		if (!*o->param && n != 0) /* the second input, where there is no parameter */
			in[1][j] = (double)n;
	}
	check(o, COPIES, n, in, COPIES, want, COPIES);
}

static void golden_file(const char *path)
{
	FILE *f = open_file(path);
	char name[64];
	long long n;
	unsigned long long x, result;
	long lines = 0;
	while (fscanf(f, "%63s %lld %llx %llx", name, &n, &x, &result) == 4) {
		golden(name, n, x, result);
		lines++;
	}
	if (!feof(f) || lines < 2000)
		fail("%s: no case on line %ld", path, lines + 1);
	fclose(f);
}

static void cases_file(const char *path)
{
	FILE *f = open_file(path);
	char name[64];
	long long param;
	int inputs;
	size_t length, results;
	long cases = 0;
	static double space[4][1 << 15];
	while (fscanf(f, "%63s %lld %d %zu %zu", name, &param, &inputs, &length, &results) == 5) {
		struct operation *o = find(name);
		if (fgetc(f) != '\n' || inputs > 3 || length > 1 << 15 || results > 1 << 15)
			fail("%s: case %ld is not understood", path, cases);
		if (o && o->inputs != inputs)
			fail("%s has %d inputs in c/test/test.c, want %d", name, o->inputs, inputs);
		double *in[3] = {space[0], space[1], space[2]};
		for (int i = 0; i < inputs; i++)
			read_doubles(f, in[i], length);
		read_doubles(f, space[3], results);
		if (o)
			check(o, o->shape == ROWS ? results : length, param, in, length, space[3], results);
		cases++;
	}
	if (!feof(f) || cases < 1000)
		fail("%s: no case after %ld", path, cases);
	fclose(f);
}

int main(int argc, char **argv)
{
	if (argc != 4)
		fail("want: test ISA GOLDEN CASES");
	if (strcmp(sumlog_isa(), argv[1]) != 0)
		fail("the instruction set in force is %s, not %s", sumlog_isa(), argv[1]);
	make_room();
	golden_file(argv[2]);
	cases_file(argv[3]);
	products();
	forms();
	sums();
	matrices();
	additions();
	long compared = 0;
	for (int i = 0; i < COUNT; i++) {
		if (operations[i].compared == 0)
			fail("%s has no case: it is no operation of internal/operations", operations[i].name);
		compared += operations[i].compared;
	}
	printf("%s: %ld results of %d operations have the bits of the specification", argv[1],
	       compared, COUNT);
	for (int i = 0; lacking[i]; i++)
		printf("%s%s", i == 0 ? "; lacking: " : ", ", lacking[i]);
	puts("");
	return 0;
}

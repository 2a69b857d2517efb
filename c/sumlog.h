/*
 * sumlog: sums of logarithms, correct to the last place, with the same bits on every processor.
 *
 * The functions start no thread, allocate nothing and keep no argument. They may be called from
 * any number of threads, from signal handlers once the library is loaded, and in forked children.
 * They assume the floating-point environment that C sets up: rounding to nearest, subnormal
 * numbers not flushed.
 *
 * Every instruction set computes the same 64 bits; a payload of a NaN is the one thing that is
 * not part of this promise. The best one is chosen when the library is loaded. The environment
 * variable SUMLOG_ISA (generic, avx2, avx512 or neon) is a ceiling; a name that is unknown or
 * not available here prints a line on standard error and is ignored.
 *
 * Pointers point to as many elements as the counts say; they may be NULL where there are none.
 * dst may be exactly one of the inputs. It is undefined what happens where it overlaps one in
 * part, or where a pointer is not aligned as C requires.
 */
#ifndef SUMLOG_H
#define SUMLOG_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* How the functions are declared: for example, __attribute__((visibility("default"))). */
#ifndef SUMLOG_API
#define SUMLOG_API
#endif

/*
 * sumlog_isa returns the name of the instruction set in force: "generic", "avx2", "avx512" or
 * "neon".
 */
SUMLOG_API const char *sumlog_isa(void);

/*
 * sumlog_log sets dst[j] = ln x[j].
 *
 * Max error: 0.6 ULP, for every positive x, subnormals included. ln 1 is 0.
 *
 * Special values: 0 and -0 give -Inf, x < 0 and NaN give NaN, +Inf gives +Inf.
 */
SUMLOG_API void sumlog_log(double *dst, const double *x, size_t n);

/*
 * sumlog_log1p sets dst[j] = ln(1 + x[j]). 1+x is not rounded, so that tiny x keep their digits.
 *
 * Max error: 0.6 ULP, for every x > -1. Tiny x, and 0 and -0, are their own result.
 *
 * Special values: -1 gives -Inf, x < -1 and NaN give NaN, +Inf gives +Inf.
 */
SUMLOG_API void sumlog_log1p(double *dst, const double *x, size_t n);

/*
 * sumlog_exp sets dst[j] = e^x[j].
 *
 * Max error: 0.6 ULP, for every x, subnormal results included. e^0 is 1.
 *
 * Special values: -Inf gives 0, +Inf gives +Inf, NaN gives NaN; e^x overflows to +Inf for x above
 * 709.78 and is rounded to 0 below -745.13.
 */
SUMLOG_API void sumlog_exp(double *dst, const double *x, size_t n);

/*
 * sumlog_xlogy sets dst[j] = x[j] ln y[j], xlogy of SciPy: the terms of entropies.
 *
 * Max error: 0.65 ULP, for every finite x and positive finite y, subnormal ones and subnormal
 * results included. x ln 1 is +0.
 *
 * Special values: 0 ln y is +0 for every y but NaN. Otherwise the result is the product by the
 * rules of IEEE 754, with the ln y of sumlog_log: y = 0 gives -Inf for x > 0 and +Inf for x < 0,
 * y < 0 and NaN give NaN, an infinite x gives an infinity, or NaN at y = 1.
 */
SUMLOG_API void sumlog_xlogy(double *dst, const double *x, const double *y, size_t n);

/*
 * sumlog_rel_entr sets dst[j] = p[j] ln(p[j]/q[j]), rel_entr of SciPy: the terms of relative
 * entropies.
 *
 * Max error: 0.6 ULP, for all positive finite p and q, however near they are to each other,
 * subnormal ones and subnormal results included. p = q gives +0.
 *
 * Special values: p = 0 gives +0 for every q >= 0. Otherwise NaN in either gives NaN, a negative
 * number in either and q = 0 give +Inf, p = +Inf gives +Inf and q = +Inf gives -Inf, or NaN where
 * both are infinite.
 */
SUMLOG_API void sumlog_rel_entr(double *dst, const double *p, const double *q, size_t n);

/*
 * sumlog_kl_div sets dst[j] = p[j] ln(p[j]/q[j]) - p[j] + q[j], kl_div of SciPy: the
 * Kullback-Leibler divergence element by element. No result is negative.
 *
 * Max error: 1 ULP, for all positive finite p and q, however near they are to each other,
 * subnormal ones and subnormal results included. p = q gives +0.
 *
 * Special values: p = 0 gives q for every q >= 0. Otherwise NaN in either gives NaN, a negative
 * number in either and q = 0 give +Inf, and so does an infinite p or q, where SciPy has NaN; both
 * infinite give NaN.
 */
SUMLOG_API void sumlog_kl_div(double *dst, const double *p, const double *q, size_t n);

/*
 * sumlog_log_gamma sets dst[j] to the logarithm of the gamma function of x[j], for positive x.
 *
 * Max error: 0.7 ULP, for every positive x, subnormals included. The results at 1 and 2 are 0,
 * and beside them every digit counts.
 *
 * Special values: 0 and -0 give +Inf, x < 0 and NaN give NaN, +Inf gives +Inf, and so does an x
 * from 0x1.754d9278b51a8p+1014 on, where the result overflows.
 */
SUMLOG_API void sumlog_log_gamma(double *dst, const double *x, size_t n);

/*
 * sumlog_log_factorial sets dst[j] = ln(x[j]!), the logarithm of the gamma function of 1+x[j],
 * for any real x > -1. 1+x is not rounded: next to 0 and -1 the result has all its digits.
 *
 * Max error: 0.7 ULP, subnormal results included.
 *
 * Special values: -1 gives +Inf, x < -1 and NaN give NaN, +Inf gives +Inf, and so does an x from
 * 0x1.754d9278b51a8p+1014 on, where the result overflows.
 */
SUMLOG_API void sumlog_log_factorial(double *dst, const double *x, size_t n);

/*
 * sumlog_log_rising sets dst[j] to the logarithm of the rising factorial of x[j] with m[j]
 * factors, x(x+1)...(x+m-1), for any real m that is not negative: ln gamma(x+m) - ln gamma(x).
 * x+m is not rounded, and no digits cancel.
 *
 * Max error: 0.6 ULP, except in these cases: x < 8 and an integer m of at most 8: 0.6 ULP + 2^-100
 * absolute; x < 1/1024 and m > 8: 0.6 ULP + 2^-53 absolute; 2 <= x < 8 and a fractional m < 8: 0.7
 * ULP; x < 2 and a fractional m < 8: 0.75 ULP + 2^-55 absolute, that part times m where m < 1; a
 * result below 4e-307: 0.75 ULP + 2^-1074 absolute.
 *
 * Special values: NaN or a negative number in either array gives NaN. Otherwise m = 0 gives +0 for
 * every x, x = 0 gives -Inf, +Inf in either array gives +Inf. So do an x of 0x1.8p+1022 or more,
 * and an m ln(x+m) that overflows, which is up to 0.15 % before the result does.
 */
SUMLOG_API void sumlog_log_rising(double *dst, const double *x, const double *m, size_t n);

/*
 * sumlog_log_beta sets dst[j] to the logarithm of the beta function of a[j] and b[j]. a+b is not
 * rounded, no digits cancel, and the order of a and b makes no difference.
 *
 * Max error: 0.6 ULP where a and b are 8 or more, or 0.8 ULP where one of them is more than 2^48
 * times the other; where one of them is below 8, 0.75 ULP + 2^-57 absolute, which counts beside a
 * beta function of 1.
 *
 * Special values: NaN or a negative number in either array gives NaN. Otherwise 0 gives +Inf, or
 * NaN beside +Inf, and +Inf gives -Inf. So does an argument of 0x1.8p+1022 or more.
 */
SUMLOG_API void sumlog_log_beta(double *dst, const double *a, const double *b, size_t n);

/*
 * sumlog_log_binomial sets dst[j] to the logarithm of the binomial coefficient of m[j] over k[j],
 * for counts and for real 0 <= k <= m. m-k is not rounded, and no digits cancel.
 *
 * Max error: 0.6 ULP for counts up to 2^53; 0.8 ULP + 2^-60 absolute for other m and k, which
 * counts beside k = 0 and k = m. The result there is exactly 0, and ln 1 everywhere.
 *
 * Special values: NaN in either array and m < 0 give NaN. Otherwise k < 0 and k > m give -Inf, as
 * the coefficient is 0. k = 0 and k = m give +0, and an m of 0x1.8p+1022 or more gives +Inf.
 */
SUMLOG_API void sumlog_log_binomial(double *dst, const double *m, const double *k, size_t n);

/*
 * sumlog_log_multichoose sets dst[j] to the logarithm of gamma(r[j]+y[j]) / (gamma(r[j]) y[j]!),
 * the coefficient of the negative binomial distribution. y is meant to be a count, r is any
 * positive number. No digits cancel.
 *
 * Max error: for counts y, 0.65 ULP where r is 8 or more, or an integer, or 0.8 ULP where one of
 * them is more than 2^48 times the other; 0.6 ULP + 2^-103 absolute for y below 8; 0.75 ULP +
 * 2^-57 absolute for other r. A fractional y from 8 on does as well; below 8 it is 0.75 ULP +
 * 2^-56 absolute, that part times -ln y where y < 1/e. The absolute parts count beside r = 1.
 *
 * Special values: NaN or a negative number in either array gives NaN. Otherwise y = 0 gives +0,
 * r = 0 gives -Inf, and an argument of 0x1.8p+1022 or more gives +Inf.
 */
SUMLOG_API void sumlog_log_multichoose(double *dst, const double *r, const double *y, size_t n);

/*
 * sumlog_log_accumulate sets dst[j] = ln(1+x[j]) + ln(2+x[j]) + ... + ln(terms+x[j]), the
 * logarithm of a rising factorial, in constant time. With x = 0 it is ln(terms!), with terms = 1
 * it is log1p(x).
 *
 * Max error: 1 ULP of the exact sum for x >= 0; for -1 < x < 0, 1 ULP + 2^-53 absolute. A number
 * of terms above 2^53 is rounded to 53 bits: 2 ULP there.
 *
 * Special values: terms = 0 gives +0 for every x but NaN. Otherwise NaN and x < -1 give NaN, -1
 * gives -Inf, +Inf gives +Inf, -0 counts as 0.
 *
 * terms is not negative; the results mean nothing if it is.
 */
SUMLOG_API void sumlog_log_accumulate(double *dst, const double *x, size_t n, int64_t terms);

/*
 * sumlog_log_accumulate_direct is the same sum by one logarithm a term: the literal loop, which
 * sumlog_log_accumulate is checked against.
 *
 * Max error: 1 ULP of the exact sum of the logarithms of the terms as a double rounds them; for
 * -1 < x < 0, 1 ULP + 2^-53 absolute. terms is meant to stay below 2^53.
 *
 * Special values and aliasing are those of sumlog_log_accumulate.
 */
SUMLOG_API void sumlog_log_accumulate_direct(double *dst, const double *x, size_t n, int64_t terms);

/*
 * sumlog_sum_log returns ln x[0] + ... + ln x[n-1], the logarithm of the product of x.
 *
 * Max error: 0.6 ULP of the exact sum of the exact logarithms, plus n*2^-90 absolute, also where
 * the logarithms cancel.
 *
 * Special values: a negative element or a NaN gives NaN; else a zero of either sign gives -Inf,
 * or NaN beside a +Inf; else a +Inf gives +Inf; no elements give +0.
 */
SUMLOG_API double sumlog_sum_log(const double *x, size_t n);

/*
 * sumlog_sum_log_rows sets dst[r] to the sum of the logarithms of row r: of the cols elements
 * from x[r*cols] on. Each has the bits, the error and the special values of sumlog_sum_log.
 *
 * cols is 1 at least. dst may be x where cols is 1, and must not overlap it otherwise.
 */
SUMLOG_API void sumlog_sum_log_rows(double *dst, const double *x, size_t rows, size_t cols);

/*
 * sumlog_sum_log_rows_strided is the same for rows that are stride elements apart, stride being
 * cols at least. What lies between two rows does not matter; nothing behind the last one is read.
 */
SUMLOG_API void sumlog_sum_log_rows_strided(double *dst, const double *x, size_t rows, size_t cols,
                                            size_t stride);

/*
 * sumlog_sum_log_TYPE and sumlog_sum_log_rows_TYPE are the sums of numbers of another type, float32
 * or counts for instance: they have the bits of the sums of the numbers converted to double.
 * sumlog_widen_TYPE converts: dst[i] = (double)x[i]. dst and x must not overlap.
 * sumlog_widen_float64 copies, for code that is generated for every type; there dst may be x.
 *
 * A conversion is exact, except of integers of 64 bits beyond 2^53: each of them is rounded to
 * nearest, which changes its logarithm, and so the sum, by at most 1.2e-16.
 */
#define SUMLOG_DECLARE_SUMS(name, type)                                                      \
	SUMLOG_API double sumlog_sum_log_##name(const type *x, size_t n);                    \
	SUMLOG_API void sumlog_sum_log_rows_##name(double *dst, const type *x, size_t rows,  \
	                                           size_t cols);                             \
	SUMLOG_API void sumlog_widen_##name(double *dst, const type *x, size_t n);
SUMLOG_DECLARE_SUMS(float32, float)
SUMLOG_DECLARE_SUMS(int64, int64_t)
SUMLOG_DECLARE_SUMS(int32, int32_t)
SUMLOG_DECLARE_SUMS(int16, int16_t)
SUMLOG_DECLARE_SUMS(int8, int8_t)
SUMLOG_DECLARE_SUMS(uint64, uint64_t)
SUMLOG_DECLARE_SUMS(uint32, uint32_t)
SUMLOG_DECLARE_SUMS(uint16, uint16_t)
SUMLOG_DECLARE_SUMS(uint8, uint8_t)
#undef SUMLOG_DECLARE_SUMS
SUMLOG_API void sumlog_widen_float64(double *dst, const double *x, size_t n);

/*
 * sumlog_sum_log_columns sets dst[c] to the sum of the logarithms of column c of a matrix: of
 * x[r*stride+c] for all r below rows, stride being cols at least. Each has the bits, the error and
 * the special values of sumlog_sum_log. What lies between two rows is not read.
 *
 * dst must not overlap x. It takes 70 KB of stack.
 */
SUMLOG_API void sumlog_sum_log_columns(double *dst, const double *x, size_t rows, size_t cols,
                                       size_t stride);

/*
 * sumlog_sum_log_groups sets dst[i] to the sum of the logarithms of group i: of x[offsets[i]] to
 * x[offsets[i+1]-1]. There are groups+1 offsets, which do not decrease. Each has the bits, the
 * error and the special values of sumlog_sum_log; an empty group gives +0. x may be read from the
 * first offset to the last, and nowhere else.
 *
 * dst must not overlap x.
 */
SUMLOG_API void sumlog_sum_log_groups(double *dst, const double *x, const size_t *offsets,
                                      size_t groups);

/*
 * sumlog_sum_log_abs returns the sum of ln |x[j]|, and sets *sign to the sign of the product of
 * x, 1 or -1: with the diagonal of a triangular factor, the logarithm and the sign of a
 * determinant.
 *
 * Error and bits are those of sumlog_sum_log of the magnitudes.
 *
 * Special values: a NaN gives NaN twice, and so does a zero beside an infinity; else a zero of
 * either sign gives -Inf and the sign 0; else an infinity gives +Inf; no elements give +0 and 1.
 *
 * It takes 33 KB of stack.
 */
SUMLOG_API double sumlog_sum_log_abs(const double *x, size_t n, double *sign);

/*
 * sumlog_sum_log1p returns ln(1+x[0]) + ... + ln(1+x[n-1]), 1+x not being rounded: for
 * probabilities x of independent events, the sum for -x is the logarithm of the probability that
 * none happens.
 *
 * Max error: 0.6 ULP of the exact sum of the exact logarithms, plus n*2^-90 absolute; 0.6 ULP plus
 * 2^-78 of the sum of |x[j]| where all of them are below 2.3e-10: sums of tiny x keep their digits.
 *
 * Special values: an element below -1 or a NaN gives NaN; else -1 gives -Inf, or NaN beside a
 * +Inf; else a +Inf gives +Inf; no elements give +0.
 */
SUMLOG_API double sumlog_sum_log1p(const double *x, size_t n);

/*
 * sumlog_dot_log returns w[0] ln x[0] + ... + w[n-1] ln x[n-1], with 0 ln 0 = 0: a weighted
 * log-likelihood, and for probabilities w the cross-entropy with its sign changed.
 *
 * Max error: 0.6 ULP where all terms have one sign; otherwise 1 ULP plus 2^-95 of the sum of the
 * terms without signs. Where a product is below 1e-290, a unit in the last place of a subnormal
 * number comes on top.
 *
 * Special values are those of sumlog_xlogy for each term: w = 0 gives 0 for every x but NaN. A NaN
 * term, or +Inf beside -Inf, gives NaN; else an infinite term gives that infinity. No elements
 * give +0.
 *
 * Where the terms cancel, so that the result is less than about a fifth of their sum without
 * signs, they are added a second time, which takes twice as long as the first time.
 */
SUMLOG_API double sumlog_dot_log(const double *w, const double *x, size_t n);

/*
 * sumlog_dot_log_rows sets dst[r] to what sumlog_dot_log returns for row r: w and x hold rows of cols
 * elements one after the other. dst must not overlap them. It takes 36 KB of stack.
 */
SUMLOG_API void sumlog_dot_log_rows(double *dst, const double *w, const double *x, size_t rows,
                                    size_t cols);

/*
 * sumlog_entropy returns -(p[0] ln p[0] + ... + p[n-1] ln p[n-1]), with 0 ln 0 = 0: the entropy of
 * a distribution in nats. p is taken as it is, whatever its sum.
 *
 * Max error: 0.6 ULP where no element exceeds 1; otherwise the bound of sumlog_dot_log of p and p.
 *
 * Special values: a negative element or a NaN gives NaN, +Inf gives -Inf. No elements give +0.
 */
SUMLOG_API double sumlog_entropy(const double *p, size_t n);

/*
 * sumlog_log_sum_exp returns ln(e^x[0] + ... + e^x[n-1]) without overflow.
 *
 * Max error: 1 ULP where the result is at least 1/8 in magnitude, and 0.6 ULP plus 2^-56 absolute
 * everywhere. An element alone, or among others that are -Inf, is the result.
 *
 * Special values: a NaN gives NaN; else a +Inf gives +Inf; elements that are -Inf count for
 * nothing; no elements, or -Inf alone, give -Inf.
 */
SUMLOG_API double sumlog_log_sum_exp(const double *x, size_t n);

/*
 * sumlog_log_sum_exp_rows sets dst[r] to what sumlog_log_sum_exp returns for row r: x holds rows of
 * cols elements one after the other, cols being 1 or more. dst must not overlap x.
 */
SUMLOG_API void sumlog_log_sum_exp_rows(double *dst, const double *x, size_t rows, size_t cols);

/*
 * sumlog_softmax divides e^x by the sum of e^x over the row: x holds rows of cols elements one after
 * the other, cols being 1 or more, and dst as many results, which add up to 1 in each row. dst may
 * be x.
 *
 * Max error: 0.65 ULP, subnormal results included.
 *
 * Special values: a NaN makes its row NaN. -Inf gives 0. Beside a +Inf other elements give 0, and
 * +Inf itself gives NaN, as does a row of -Inf alone.
 */
SUMLOG_API void sumlog_softmax(double *dst, const double *x, size_t rows, size_t cols);

/*
 * sumlog_log_softmax sets dst to the logarithms of what sumlog_softmax gives: x less the
 * sumlog_log_sum_exp of its row. They are at most 0.
 *
 * Max error: 1 ULP where the result is at least 1/8 in magnitude, and 0.6 ULP plus 2^-56 absolute
 * everywhere. Special values are the logarithms of sumlog_softmax's.
 */
SUMLOG_API void sumlog_log_softmax(double *dst, const double *x, size_t rows, size_t cols);

/*
 * sumlog_dot_log_ratio returns the sum of w[j] ln(x[j]/y[j]), with 0 ln = 0: a weighted
 * log-likelihood ratio. No quotient is rounded, so that x near y keep their digits.
 *
 * Max error: 0.6 ULP plus 2^-58 of the sum of the terms without signs; the first part alone where
 * all terms have one sign. Where a product is below 1e-290, a unit in the last place of a
 * subnormal number comes on top. The sum without signs must not exceed the largest double.
 *
 * Special values: w = 0 gives 0 for all x and y but NaN. Otherwise 0 and +Inf give the infinite
 * terms that ln 0 = -Inf and ln +Inf = +Inf have; negative numbers, NaN, 0/0, Inf/Inf and an
 * infinite w at x = y give NaN. +Inf beside -Inf gives NaN; else an infinite term gives that
 * infinity. No elements give +0.
 */
SUMLOG_API double sumlog_dot_log_ratio(const double *w, const double *x, const double *y,
                                       size_t n);

/*
 * sumlog_dot_log_counts returns the sum of n[j] ln x[j] for counts n, length of them: a multinomial
 * log-likelihood, or sumlog_sum_log of the elements that a mask of 0 and 1 selects. No count is
 * negative; the result means nothing if one is.
 *
 * Max error: 0.6 ULP of the exact sum of the exact logarithms, plus 2^-90 absolute for each of the
 * factors, of which there are as many as the counts add up to, also where the logarithms cancel.
 *
 * Special values: n = 0 counts for nothing, whatever x is but NaN. Otherwise those of
 * sumlog_sum_log.
 */
SUMLOG_API double sumlog_dot_log_counts(const int64_t *n, const double *x, size_t length);

/*
 * sumlog_relative_entropy returns the sum of p[j] ln(p[j]/q[j]), with 0 ln = 0: the
 * Kullback-Leibler divergence of the distribution p from q, in nats. Both are taken as they are.
 *
 * Max error: 0.6 ULP plus 2^-54 (D + 4.5e-13 A), A being the sum of the terms without signs, and D
 * the sum of p[j] ln(p[j]/q[j]) - p[j] + q[j]. Where p and q have one sum, D is the result itself.
 * A must not exceed the largest double.
 *
 * Special values are those of sumlog_dot_log_ratio of p, p and q: p > 0 at q = 0 gives +Inf, p = 0
 * gives 0 for every q but NaN, negative numbers give NaN otherwise.
 */
SUMLOG_API double sumlog_relative_entropy(const double *p, const double *q, size_t n);

/*
 * sumlog_product is a product of doubles that neither overflows nor underflows and carries its
 * rounding errors: (p + e)*2^exp, 1 <= p < 2. All fields 0 is the product of nothing. It may be
 * copied, and written to memory that processes share. The fields are for reading.
 */
typedef struct {
	double p, e;
	int64_t exp;
	uint8_t negative; /* a factor is negative or NaN */
	uint8_t zero;
	uint8_t infinite;
} sumlog_product;

/*
 * sumlog_product_add multiplies *p by all elements of x, in blocks of 4096. Where x is added in
 * parts from left to right, each but the last a multiple of 4096 elements, the logarithm has the
 * bits of sumlog_sum_log over x. For other parts, its last bit can differ in rare cases.
 */
SUMLOG_API void sumlog_product_add(sumlog_product *p, const double *x, size_t n);

/*
 * sumlog_product_add_counts multiplies *p by x[j] to the power n[j] for every j, length of them, in
 * blocks of 4096: the accumulator behind sumlog_dot_log_counts.
 */
SUMLOG_API void sumlog_product_add_counts(sumlog_product *p, const int64_t *n, const double *x,
                                          size_t length);

/*
 * sumlog_product_mul_columns multiplies products[c] by column c of a matrix, as sumlog_product_add
 * of the x[r*stride+c] for all r below rows: for matrices that arrive in blocks of rows, or that
 * threads share. stride is cols at least. What lies between two rows is not read.
 *
 * products must not overlap x. It takes 90 KB of stack.
 */
SUMLOG_API void sumlog_product_mul_columns(sumlog_product *products, const double *x, size_t rows,
                                           size_t cols, size_t stride);

/* sumlog_product_mul multiplies *p by x: sumlog_product_add of one element, but faster. */
SUMLOG_API void sumlog_product_mul(sumlog_product *p, double x);

/*
 * sumlog_product_div divides *p by x, which counts as one factor more in the error bound: it
 * multiplies by 1/x, which is not rounded. Dividing by a zero multiplies by +Inf, dividing by +Inf
 * multiplies by 0, and dividing by a negative number or NaN makes the logarithm NaN. It does not
 * undo sumlog_product_mul: the bits of *p are those of another order of the factors, and special
 * factors stay.
 */
SUMLOG_API void sumlog_product_div(sumlog_product *p, double x);

/* sumlog_product_merge multiplies *p by q, whose factors come after those of *p. */
SUMLOG_API void sumlog_product_merge(sumlog_product *p, sumlog_product q);

/*
 * sumlog_product_log returns the sum of the logarithms of the factors, with the error and the
 * special values of sumlog_sum_log.
 */
SUMLOG_API double sumlog_product_log(sumlog_product p);

/*
 * sumlog_product_frexp returns the product itself as a number from 0.5 to 1, rounded once, and sets
 * *exp to the exponent of the power of two that it is to be multiplied by: frexp of C with an
 * exponent of any size.
 *
 * Special values: *exp is 0 where the result is NaN, for a negative factor, a NaN, or a zero beside
 * a +Inf; else 0 for a zero, and +Inf for a +Inf. The product of nothing is 0.5 and 1.
 */
SUMLOG_API double sumlog_product_frexp(sumlog_product p, int64_t *exp);

/*
 * sumlog_product_equal returns 1 where p and q are the same number with the same error and the
 * same kinds of special factors, and 0 otherwise. The same factors in other parts may differ.
 */
SUMLOG_API int sumlog_product_equal(sumlog_product p, sumlog_product q);

#define SUMLOG_PRODUCT_SIZE 26

/*
 * sumlog_product_to_bytes writes p in the form that Go's Product.AppendBinary writes, the same
 * on any machine.
 */
SUMLOG_API void sumlog_product_to_bytes(sumlog_product p, uint8_t bytes[SUMLOG_PRODUCT_SIZE]);

/*
 * sumlog_product_from_bytes reads such a form of n bytes, and returns 0. Where the bytes are
 * nothing that sumlog_product_to_bytes writes, it returns -1 and leaves *p alone.
 */
SUMLOG_API int sumlog_product_from_bytes(sumlog_product *p, const uint8_t *bytes, size_t n);

/*
 * sumlog_log1p_sum is the sum of ln(1+x) of elements that arrive in parts: the accumulator behind
 * sumlog_sum_log1p. All fields 0 is the sum of nothing. The fields are for reading.
 *
 * Its value has the error of sumlog_sum_log1p, and its bits where x is added in parts, from left to
 * right, each but the last a multiple of 4096 elements; or where sums of 4096 elements each are
 * merged one by one, from left to right.
 */
typedef struct {
	sumlog_product product; /* of 1+x, but for blocks of tiny x */
	double s, c;            /* the sum of their logarithms is s + c */
} sumlog_log1p_sum;

/* sumlog_log1p_sum_add adds ln(1+x) of all elements, in blocks of 4096. */
SUMLOG_API void sumlog_log1p_sum_add(sumlog_log1p_sum *s, const double *x, size_t n);

/* sumlog_log1p_sum_merge adds t, whose elements come after those of *s. */
SUMLOG_API void sumlog_log1p_sum_merge(sumlog_log1p_sum *s, sumlog_log1p_sum t);

/* sumlog_log1p_sum_sum returns the sum, as sumlog_sum_log1p would. */
SUMLOG_API double sumlog_log1p_sum_sum(sumlog_log1p_sum s);

#define SUMLOG_LOG1P_SUM_SIZE 42

/* sumlog_log1p_sum_to_bytes writes s in the form that Go's Log1pSum.AppendBinary writes. */
SUMLOG_API void sumlog_log1p_sum_to_bytes(sumlog_log1p_sum s,
                                          uint8_t bytes[SUMLOG_LOG1P_SUM_SIZE]);

/* sumlog_log1p_sum_from_bytes reads such a form, as sumlog_product_from_bytes does. */
SUMLOG_API int sumlog_log1p_sum_from_bytes(sumlog_log1p_sum *s, const uint8_t *bytes,
                                           size_t n);

/*
 * sumlog_exp_sum is a sum of e^x of elements that arrive in parts. All fields 0 is the sum of
 * nothing. The fields are for reading.
 *
 * Its logarithm has the error bound of sumlog_log_sum_exp over all elements, and its bits under the
 * conditions of sumlog_log1p_sum.
 */
typedef struct {
	double max;      /* the largest element */
	double s, e;     /* the sum is s + e, in a unit that depends on max alone */
	uint8_t invalid; /* an element is NaN */
} sumlog_exp_sum;

/* sumlog_exp_sum_add adds e^x[j] for all elements, in blocks of 4096. */
SUMLOG_API void sumlog_exp_sum_add(sumlog_exp_sum *s, const double *x, size_t n);

/* sumlog_exp_sum_merge adds t to *s. */
SUMLOG_API void sumlog_exp_sum_merge(sumlog_exp_sum *s, sumlog_exp_sum t);

/* sumlog_exp_sum_log returns the logarithm of the sum, as sumlog_log_sum_exp would. */
SUMLOG_API double sumlog_exp_sum_log(sumlog_exp_sum s);

#define SUMLOG_EXP_SUM_SIZE 26

/* sumlog_exp_sum_to_bytes writes s in the form that Go's ExpSum.AppendBinary writes. */
SUMLOG_API void sumlog_exp_sum_to_bytes(sumlog_exp_sum s,
                                        uint8_t bytes[SUMLOG_EXP_SUM_SIZE]);

/* sumlog_exp_sum_from_bytes reads such a form, as sumlog_product_from_bytes does. */
SUMLOG_API int sumlog_exp_sum_from_bytes(sumlog_exp_sum *s, const uint8_t *bytes,
                                         size_t n);

/*
 * sumlog_dot_log_sum is a sum of w ln x or of w ln(x/y), of elements that arrive in parts. All
 * fields 0 is the sum of nothing. The fields are for reading.
 *
 * Max error: 0.6 ULP plus 2^-56 of magnitude, which must not exceed the largest double. Its bits
 * are those of sumlog_dot_log, where that needs no second pass, or of sumlog_dot_log_ratio, under
 * the conditions of sumlog_log1p_sum.
 */
typedef struct {
	double s, c;      /* the sum is s + c */
	double magnitude; /* the sum of the terms without signs, to 13 digits */
	uint8_t invalid;  /* a term is NaN */
	uint8_t positive; /* a term is +Inf */
	uint8_t negative; /* a term is -Inf */
} sumlog_dot_log_sum;

/* sumlog_dot_log_sum_add adds w[j] ln x[j] for all elements, in blocks of 4096. */
SUMLOG_API void sumlog_dot_log_sum_add(sumlog_dot_log_sum *s, const double *w, const double *x,
                                       size_t n);

/* sumlog_dot_log_sum_add_ratio adds w[j] ln(x[j]/y[j]) for all elements, in blocks of 4096. */
SUMLOG_API void sumlog_dot_log_sum_add_ratio(sumlog_dot_log_sum *s, const double *w,
                                             const double *x, const double *y, size_t n);

/* sumlog_dot_log_sum_merge adds t, whose elements come after those of *s. */
SUMLOG_API void sumlog_dot_log_sum_merge(sumlog_dot_log_sum *s, sumlog_dot_log_sum t);

/* sumlog_dot_log_sum_sum returns the sum. */
SUMLOG_API double sumlog_dot_log_sum_sum(sumlog_dot_log_sum s);

/*
 * sumlog_dot_log_sum_cancels returns 1 where sumlog_dot_log goes over the terms a second time, and
 * 0 otherwise: where they cancel so far that 2^-56.6 of magnitude exceeds 0.45 of a unit in the
 * last place of the sum, or exceed the largest double.
 */
SUMLOG_API int sumlog_dot_log_sum_cancels(sumlog_dot_log_sum s);

#define SUMLOG_DOT_LOG_SUM_SIZE 26

/* sumlog_dot_log_sum_to_bytes writes s in the form that Go's DotLogSum.AppendBinary writes. */
SUMLOG_API void sumlog_dot_log_sum_to_bytes(sumlog_dot_log_sum s,
                                            uint8_t bytes[SUMLOG_DOT_LOG_SUM_SIZE]);

/* sumlog_dot_log_sum_from_bytes reads such a form, as sumlog_product_from_bytes does. */
SUMLOG_API int sumlog_dot_log_sum_from_bytes(sumlog_dot_log_sum *s, const uint8_t *bytes,
                                             size_t n);

/*
 * sumlog_careful_sum is that second pass for elements that arrive in parts: a sum of w ln x to
 * twice the precision. It begins with the sum of all elements by the first pass, which must cancel,
 * and has the bits of sumlog_dot_log under the conditions of sumlog_log1p_sum. The fields are for
 * reading.
 */
typedef struct {
	double hi, lo; /* the sum is (hi + lo) / scale */
	double scale;
} sumlog_careful_sum;

/* sumlog_careful_sum_begin returns the sum of nothing, for elements of which first is the sum. */
SUMLOG_API sumlog_careful_sum sumlog_careful_sum_begin(sumlog_dot_log_sum first);

/* sumlog_careful_sum_add adds w[j] ln x[j] for all elements, in blocks of 4096. */
SUMLOG_API void sumlog_careful_sum_add(sumlog_careful_sum *s, const double *w, const double *x,
                                       size_t n);

/* sumlog_careful_sum_merge adds t, whose elements come after those of *s. */
SUMLOG_API void sumlog_careful_sum_merge(sumlog_careful_sum *s, sumlog_careful_sum t);

/* sumlog_careful_sum_sum returns the sum. */
SUMLOG_API double sumlog_careful_sum_sum(sumlog_careful_sum s);

/*
 * sumlog_add_TYPE sets dst[i] = a[i] + b[i]. Integers wrap around, floating-point numbers are
 * rounded to nearest. Where the three arrays together exceed half of sumlog_cache_size(), it is
 * sumlog_add_streaming_TYPE, whose stores are non-temporal where that saves reading dst: for
 * arrays of which little will be in a cache when they are next used. Such stores are complete
 * when the function returns.
 */
#define SUMLOG_DECLARE_ADD(name, type)                                                       \
	SUMLOG_API void sumlog_add_##name(type *dst, const type *a, const type *b, size_t n); \
	SUMLOG_API void sumlog_add_streaming_##name(type *dst, const type *a, const type *b, size_t n);
SUMLOG_DECLARE_ADD(float64, double)
SUMLOG_DECLARE_ADD(float32, float)
SUMLOG_DECLARE_ADD(int64, int64_t)
SUMLOG_DECLARE_ADD(int32, int32_t)
SUMLOG_DECLARE_ADD(int16, int16_t)
SUMLOG_DECLARE_ADD(int8, int8_t)
SUMLOG_DECLARE_ADD(uint64, uint64_t)
SUMLOG_DECLARE_ADD(uint32, uint32_t)
SUMLOG_DECLARE_ADD(uint16, uint16_t)
SUMLOG_DECLARE_ADD(uint8, uint8_t)
#undef SUMLOG_DECLARE_ADD

/* sumlog_cache_size returns how much of the last-level cache arrays can count on, in bytes: its
 * size, 64 MiB at most, or 32 MiB where the C library does not report one. */
SUMLOG_API size_t sumlog_cache_size(void);

#ifdef __cplusplus
}
#endif
#endif

/* What the sources share. */
#ifndef SUMLOG_INTERNAL_H
#define SUMLOG_INTERNAL_H

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "../sumlog.h"

#if defined(__FAST_MATH__)
#error "sumlog: -ffast-math changes the results; compile with -O2 -ffp-contract=off"
#endif
#if FLT_EVAL_METHOD != 0 && FLT_EVAL_METHOD != 16 /* 16: what _Float16 needs */
#error "sumlog: arithmetic in higher precision changes the results; on x86, add -msse2 -mfpmath=sse"
#endif
#if defined(__clang__)
#pragma STDC FP_CONTRACT OFF
#elif !defined(__GNUC__)
#error "sumlog: function attributes and atomics are those of gcc and clang"
#endif

#if defined(__x86_64__) && !defined(SUMLOG_NO_SIMD)
#define SUMLOG_X86 1
#else
#define SUMLOG_X86 0
#endif
#if defined(__aarch64__) && defined(__ARM_NEON) && !defined(__AARCH64EB__) && \
	!defined(SUMLOG_NO_SIMD)
#define SUMLOG_ARM 1
#else
#define SUMLOG_ARM 0
#endif

static inline double load_double(const char *p)
{
	double x;
	memcpy(&x, p, sizeof x);
	return x;
}
static inline void store_double(char *p, double x) { memcpy(p, &x, sizeof x); }

static inline float load_float(const char *p)
{
	float x;
	memcpy(&x, p, sizeof x);
	return x;
}
static inline uint32_t load_uint32(const char *p)
{
	uint32_t x;
	memcpy(&x, p, sizeof x);
	return x;
}

static inline uint64_t to_bits(double x)
{
	uint64_t bits;
	memcpy(&bits, &x, sizeof x);
	return bits;
}
static inline double of_bits(uint64_t bits)
{
	double x;
	memcpy(&x, &bits, sizeof x);
	return x;
}

static inline size_t least(size_t a, size_t b) { return a < b ? a : b; }

#define MANTISSA_MASK UINT64_C(0x000fffffffffffff)
#define ONE_BITS UINT64_C(0x3ff0000000000000)
#define INFINITY_BITS UINT64_C(0x7ff0000000000000)
#define BIAS 1023

/* Makes a positive and finite *x normal, and returns k where that was by a factor of 2^-k. */
static inline double unscaled(double *x)
{
	uint64_t bits = to_bits(*x);
	if (bits > MANTISSA_MASK)
		return 0;
	*x = of_bits(bits | ONE_BITS) - 1; /* (1.mantissa - 1)·2^-1022 */
	return 1 - BIAS;
}

/*
 * Returns the bits of the normal number that a is to be multiplied by for x. What x decides by
 * itself is noted in a, and the scaling of a subnormal one goes to its exponent.
 */
static inline uint64_t normal_factor(sumlog_product *a, double x)
{
	uint64_t bits = to_bits(x);
	if (bits >> 52 != 0 && bits < INFINITY_BITS)
		return bits;
	if (bits << 1 == 0)
		a->zero = 1;
	else if (bits > INFINITY_BITS) /* a sign or a NaN */
		a->negative = 1;
	else if (bits == INFINITY_BITS)
		a->infinite = 1;
	else {
		a->exp += (int64_t)unscaled(&x);
		return to_bits(x);
	}
	return ONE_BITS;
}

/* The product of nothing has two forms: p is 0 in a user's, and 1 in arithmetic. */
static inline sumlog_product value(sumlog_product a)
{
	if (a.p == 0)
		a.p = 1;
	return a;
}
static inline sumlog_product form(sumlog_product a)
{
	if (a.p == 1 && to_bits(a.e) == 0 && a.exp == 0 && !a.negative && !a.zero && !a.infinite)
		a.p = 0;
	return a;
}

/* The unevaluated sum hi + lo. */
struct pair { double hi, lo; };

/* a + b, exactly. */
static inline struct pair two_sum(double a, double b)
{
	double s = a + b, t = s - a;
	return (struct pair){s, (a - (s - t)) + (b - t)};
}

/* The same for |a| >= |b| or a = 0. */
static inline struct pair fast_two_sum(double a, double b)
{
	double s = a + b;
	return (struct pair){s, (a - s) + b};
}

/* (a.hi + a.lo) + (b.hi + b.lo), for sums of small errors. */
static inline struct pair add_pair(struct pair a, struct pair b)
{
	struct pair sum = two_sum(a.hi, b.hi);
	return (struct pair){sum.hi, (a.lo + b.lo) + sum.lo};
}

/* The same to twice the precision (AccurateDWPlusDW of Joldes, Muller and Popescu, 2017). */
static inline struct pair add_accurately(struct pair a, struct pair b)
{
	struct pair s = two_sum(a.hi, b.hi), t = two_sum(a.lo, b.lo);
	struct pair v = fast_two_sum(s.hi, s.lo + t.hi);
	return fast_two_sum(v.hi, v.lo + t.lo);
}

/* A number whose logarithm is k·ln 2 + hi + lo + ln(1+r); the part of the table hi is from. */
struct reduced {
	double k, r, hi, lo;
	int part;
};

#include "constants.h"
#include "kernels.h"

/* The lane of element j of a block. */
static inline size_t lane_of(size_t j) { return j % LANES_WIDTH + j / STRIPE % 2 * LANES_WIDTH; }

enum { MAX_LANES = 8, MAX_GROUP = 8 }; /* of a vector; of a group without masks, in elements */

/* What other libraries do not see. In the amalgamation it is static. */
#ifndef SUMLOG_INTERNAL
#define SUMLOG_INTERNAL __attribute__((visibility("hidden")))
extern SUMLOG_INTERNAL const struct sumlog_set sumlog_set_generic;
extern SUMLOG_INTERNAL const struct sumlog_set sumlog_set_avx2, sumlog_set_avx512;
extern SUMLOG_INTERNAL const struct sumlog_set sumlog_set_neon;
extern SUMLOG_INTERNAL const int64_t sumlog_tail_mask[2 * ROW_PAIR];
extern SUMLOG_INTERNAL const int64_t sumlog_group_mask[4 * LANES_WIDTH];
#endif

/* The instruction set in force. */
SUMLOG_INTERNAL const struct sumlog_set *sumlog_in_force(void);

/* What is multiplied: elements, elements with 1 in place of 0, significands, or 1 + elements. */
enum factors { AS_THEY_ARE, ZEROS_MASKED, SIGNIFICANDS, ONE_PLUS };
/* Multiplies a block of at most BLOCK factors; special is for significands, and NULL otherwise. */
SUMLOG_INTERNAL void sumlog_multiply(const struct sumlog_set *set, enum factors of,
                                     struct sumlog_product_block *b, const double *x, size_t n,
                                     struct sumlog_product_special *special);
/* How blocks are multiplied, which depends on those before: all 0 at first. */
struct path {
	int left;         /* how many blocks in a row left the fast path */
	int again;        /* how many of the next ones are multiplied like the last of these at once */
	enum factors how; /* how that was */
};
/* The product of at most BLOCK factors. */
SUMLOG_INTERNAL sumlog_product sumlog_block_product(const struct sumlog_set *set,
                                                    struct path *path, const double *x, size_t n);
/* The product that multiplying a block left. */
static inline sumlog_product product_of(const struct sumlog_product_block *b)
{
	return (sumlog_product){.p = b->p, .e = b->e, .exp = b->exp, .zero = b->zeros != 0};
}

/* Rounds a number of rows or groups, one a lane, up to whole vectors. */
static inline size_t whole_vectors(const struct sumlog_set *set, size_t n)
{
	size_t lanes = (size_t)set->lanes;
	return (n + lanes - 1) & ~(lanes - 1);
}

/* Whether a factor is below the least one of the fast path. */
static inline bool leaves_fast_path(const double *x, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((int64_t)to_bits(x[i]) < (int64_t)RAW_MIN << 32)
			return true;
	return false;
}

/* The logarithm of a product whose p is not 0. */
SUMLOG_INTERNAL double sumlog_log_of(const struct sumlog_set *set, sumlog_product a);
/* The sum of the logarithms of x; and the same for up to BLOCK elements, without the fast path. */
SUMLOG_INTERNAL void sumlog_multiply_counts(sumlog_product *all, const int64_t *n,
                                            const double *x, size_t length);
SUMLOG_INTERNAL double sumlog_sum_log_of(const struct sumlog_set *set, const double *x, size_t n);
SUMLOG_INTERNAL double sumlog_sum_log_split(const struct sumlog_set *set, const double *x,
                                            size_t n);

/* A kernel that adds to half of the lanes what belongs there of some stripes of up to 3 inputs. */
typedef void half_fn(const struct sumlog_set *set, double *half, const double *const in[3],
                     int64_t stripes, int64_t rows, void *state);
/* Calls it for all parts of a block of n elements; lanes is the first field of the lanes. */
SUMLOG_INTERNAL void sumlog_sum_halves(const struct sumlog_set *set, half_fn *add, double *lanes,
                                       const double *const in[3], int inputs, size_t n,
                                       void *state);
/* The sum of lanes whose fields are s and c, which it uses up. */
SUMLOG_INTERNAL struct pair sumlog_reduce_lanes(double s[LANES], double c[LANES]);
/* The sum of e^m alone. */
SUMLOG_INTERNAL sumlog_exp_sum sumlog_largest_term(double m);

/* The softmax of a row, or its logarithm; dst may be x. */
SUMLOG_INTERNAL void sumlog_softmax_of_row(double *dst, const double *x, size_t n, bool logarithm);

/* Whether vectors take several rows at once, a row a lane: where that is not slower. */
SUMLOG_INTERNAL bool sumlog_takes_rows(const struct sumlog_set *set, size_t rows, size_t cols);
enum { FEW_ROW_COLS = 64 }; /* the longest row of which they take fewer than they have lanes */
/* The plan for rows of 2 to MAX_LANE_ROW elements, filled up to as many as a vector has lanes. */
SUMLOG_INTERNAL struct sumlog_rows_plan sumlog_new_rows_plan(size_t cols, size_t lanes);
/* How many of the rows left to take at a time, so that no less than a vector are left over. */
SUMLOG_INTERNAL size_t sumlog_next_rows(const struct sumlog_set *set, size_t left);
/* Copies a row of cols elements to one of width, filled up with beyond. */
static inline void copy_row(double *to, size_t width, const double *x, size_t cols, double beyond)
{
	size_t c = 0;
	for (; c < cols; c++)
		to[c] = x[c];
	for (; c < width; c++)
		to[c] = beyond;
}

/* x less a logarithm, at most 0, or e to that power. */
SUMLOG_INTERNAL void sumlog_less_log(double *dst, const double *x, size_t n,
                                     const struct sumlog_log_pair *log, bool logarithm);

#endif

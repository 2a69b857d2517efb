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

/* Notes what x decides by itself, and returns the bits of the normal number in its place. */
static inline uint64_t note_special(sumlog_product *a, uint64_t bits)
{
	if (bits << 1 == 0)
		a->zero = 1;
	else if (bits > INFINITY_BITS) /* a sign or a NaN */
		a->negative = 1;
	else if (bits == INFINITY_BITS)
		a->infinite = 1;
	else { /* subnormal: (1.mantissa - 1)·2^-1022 */
		a->exp -= BIAS - 1;
		return to_bits(of_bits(bits | ONE_BITS) - 1);
	}
	return ONE_BITS;
}

#include "kernels.h"

enum { MAX_LANES = 8, MAX_GROUP = 8 }; /* of a vector; of a group without masks, in elements */

/* What other libraries do not see. In the amalgamation it is static. */
#ifndef SUMLOG_INTERNAL
#define SUMLOG_INTERNAL __attribute__((visibility("hidden")))
extern SUMLOG_INTERNAL const struct sumlog_set sumlog_set_generic;
extern SUMLOG_INTERNAL const struct sumlog_set sumlog_set_avx2, sumlog_set_avx512;
extern SUMLOG_INTERNAL const struct sumlog_set sumlog_set_neon;
extern SUMLOG_INTERNAL const int64_t sumlog_tail_mask[2 * ROW_PAIR];
#endif

/* The instruction set in force. */
SUMLOG_INTERNAL const struct sumlog_set *sumlog_in_force(void);
/* The logarithm of a product whose p is not 0. */
SUMLOG_INTERNAL double sumlog_log_of(const struct sumlog_set *set, sumlog_product a);
/* The sum of the logarithms of x; and that of at most BLOCK elements, without the fast path. */
SUMLOG_INTERNAL double sumlog_sum_log_of(const struct sumlog_set *set, const double *x, size_t n);
SUMLOG_INTERNAL double sumlog_sum_log_split(const struct sumlog_set *set, const double *x,
                                            size_t n);

#endif

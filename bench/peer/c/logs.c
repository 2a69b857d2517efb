// Peers of the kernels in C: logarithms and exponentials of the C library and of others.

#ifdef __x86_64__
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif
#include <math.h>
#include <stddef.h>
#ifdef SLEEF
#include <sleef.h>
#endif

#define ARGUMENTS double *restrict out, const double *restrict a, const double *restrict b, size_t n

typedef void function(ARGUMENTS);

// An element at a time.
#define ELEMENTWISE(NAME, RESULT) \
	void NAME(ARGUMENTS) { \
		int sign; \
		(void)b, (void)sign; \
		for (size_t i = 0; i < n; i++) \
			out[i] = RESULT; \
	}

ELEMENTWISE(log_libm, log(a[i]))
ELEMENTWISE(log1p_libm, log1p(a[i]))
ELEMENTWISE(exp_libm, exp(a[i]))
ELEMENTWISE(loggamma_libm, lgamma_r(a[i], &sign))
ELEMENTWISE(logrising_lgamma, lgamma_r(a[i] + b[i], &sign) - lgamma_r(a[i], &sign))
ELEMENTWISE(add_loop, a[i] + b[i])
// The sums of ln(1+i+a) over i < b[0] as a difference of two gamma functions.
ELEMENTWISE(accumulate_lgamma, lgamma_r(a[i] + *b + 1, &sign) - lgamma_r(a[i] + 1, &sign))

void sumlog_libm(ARGUMENTS) {
	(void)b;
	double s = 0;
	for (size_t i = 0; i < n; i++)
		s += log(a[i]);
	*out = s;
}

// A function of vectors by a library's of LANES numbers; the last ones by libm's.
#define EACH(NAME, LANES, LOAD, STORE, F, REST) \
	void NAME(ARGUMENTS) { \
		size_t i = 0; \
		for (; i + LANES <= n; i += LANES) \
			STORE(out + i, F(LOAD(a + i))); \
		REST(out + i, a + i, b, n - i); \
	}

#define VECTORS(NAME, VECTOR, LANES, LOAD, STORE, LOG) \
	EACH(log_##NAME, LANES, LOAD, STORE, LOG, log_libm) \
	void sumlog_##NAME(ARGUMENTS) { \
		VECTOR s = {0}; \
		size_t i = 0; \
		for (; i + LANES <= n; i += LANES) \
			s += LOG(LOAD(a + i)); \
		sumlog_libm(out, a + i, b, n - i); \
		for (int k = 0; k < LANES; k++) \
			*out += s[k]; \
	}

#if defined(LIBMVEC) && defined(__AVX2__)
__m256d _ZGVdN4v_log(__m256d), _ZGVdN4v_exp(__m256d);
EACH(exp_mvec, 4, _mm256_loadu_pd, _mm256_storeu_pd, _ZGVdN4v_exp, exp_libm)
VECTORS(mvec, __m256d, 4, _mm256_loadu_pd, _mm256_storeu_pd, _ZGVdN4v_log)
#endif
#if defined(LIBMVEC) && defined(__AVX512F__)
__m512d _ZGVeN8v_log(__m512d), _ZGVeN8v_exp(__m512d);
EACH(exp_mvec512, 8, _mm512_loadu_pd, _mm512_storeu_pd, _ZGVeN8v_exp, exp_libm)
VECTORS(mvec512, __m512d, 8, _mm512_loadu_pd, _mm512_storeu_pd, _ZGVeN8v_log)
#endif
#if defined(SLEEF) && defined(__AVX2__)
VECTORS(sleef, __m256d, 4, _mm256_loadu_pd, _mm256_storeu_pd, Sleef_logd4_u10avx2)
#endif
#if defined(SLEEF) && defined(__AVX512F__)
VECTORS(sleef512, __m512d, 8, _mm512_loadu_pd, _mm512_storeu_pd, Sleef_logd8_u10avx512f)
#endif
#if defined(SLEEF) && defined(__aarch64__)
VECTORS(sleef, float64x2_t, 2, vld1q_f64, vst1q_f64, Sleef_logd2_u10advsimd)
#endif

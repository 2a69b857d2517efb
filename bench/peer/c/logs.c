// What the kernels are compared with, in C: the C library's logarithms.
#define _GNU_SOURCE
#ifdef __x86_64__
#include <immintrin.h>
#endif
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>

typedef void function(double *restrict out, const double *restrict a, const double *restrict b, size_t n);

static void log_libm(double *restrict out, const double *restrict a, const double *restrict b, size_t n) {
	(void)b;
	for (size_t i = 0; i < n; i++)
		out[i] = log(a[i]);
}

static void sumlog_libm(double *restrict out, const double *restrict a, const double *restrict b, size_t n) {
	(void)b;
	double s = 0;
	for (size_t i = 0; i < n; i++)
		s += log(a[i]);
	*out = s;
}

// The sums of ln(1+i+a) over i < b[0] as a difference of two gamma functions.
static void accumulate_lgamma(double *restrict out, const double *restrict a, const double *restrict b, size_t n) {
	int sign;
	for (size_t i = 0; i < n; i++)
		out[i] = lgamma_r(a[i] + *b + 1, &sign) - lgamma_r(a[i] + 1, &sign);
}

static void add_loop(double *restrict out, const double *restrict a, const double *restrict b, size_t n) {
	for (size_t i = 0; i < n; i++)
		out[i] = a[i] + b[i];
}

#if defined(LIBMVEC) && defined(__AVX2__)
__m256d _ZGVdN4v_log(__m256d);

static void log_mvec(double *restrict out, const double *restrict a, const double *restrict b, size_t n) {
	size_t i = 0;
	for (; i + 4 <= n; i += 4)
		_mm256_storeu_pd(out + i, _ZGVdN4v_log(_mm256_loadu_pd(a + i)));
	log_libm(out + i, a + i, b, n - i);
}

static void sumlog_mvec(double *restrict out, const double *restrict a, const double *restrict b, size_t n) {
	__m256d s = {0};
	size_t i = 0;
	for (; i + 4 <= n; i += 4)
		s += _ZGVdN4v_log(_mm256_loadu_pd(a + i));
	sumlog_libm(out, a + i, b, n - i);
	*out += s[0] + s[1] + s[2] + s[3];
}
#endif

#if defined(LIBMVEC) && defined(__AVX512F__)
__m512d _ZGVeN8v_log(__m512d);

static void log_mvec512(double *restrict out, const double *restrict a, const double *restrict b, size_t n) {
	size_t i = 0;
	for (; i + 8 <= n; i += 8)
		_mm512_storeu_pd(out + i, _ZGVeN8v_log(_mm512_loadu_pd(a + i)));
	log_libm(out + i, a + i, b, n - i);
}

static void sumlog_mvec512(double *restrict out, const double *restrict a, const double *restrict b, size_t n) {
	__m512d s = _mm512_setzero_pd();
	size_t i = 0;
	for (; i + 8 <= n; i += 8)
		s += _ZGVeN8v_log(_mm512_loadu_pd(a + i));
	sumlog_libm(out, a + i, b, n - i);
	*out += _mm512_reduce_add_pd(s);
}
#endif

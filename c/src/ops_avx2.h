/*
 * The operations of the kernels with AVX2 and FMA; gen/ir says what each of them is. A mask is a
 * vector with all bits of a lane set.
 */
#include <immintrin.h>

#define TARGET __attribute__((target("avx2,fma,popcnt")))
#define V __m256d
#define I(a) _mm256_castpd_si256(a)
#define F(a) _mm256_castsi256_pd(a)
#define CONST(name) F(_mm256_set1_epi64x((int64_t)BITS_##name))

#define ADD(a, b) _mm256_add_pd(a, b)
#define MAX(a, b) _mm256_max_pd(a, b)
#define SUB(a, b) _mm256_sub_pd(a, b)
#define MUL(a, b) _mm256_mul_pd(a, b)
#define DIV(a, b) _mm256_div_pd(a, b)
#define FMA(a, b, c) _mm256_fmadd_pd(a, b, c)
#define FMS(a, b, c) _mm256_fmsub_pd(a, b, c)

#define ADDF32(a, b) \
	_mm256_castps_pd(_mm256_add_ps(_mm256_castpd_ps(a), _mm256_castpd_ps(b)))
#define ADDI8(a, b) F(_mm256_add_epi8(I(a), I(b)))
#define ADDI16(a, b) F(_mm256_add_epi16(I(a), I(b)))
#define ADDI32(a, b) F(_mm256_add_epi32(I(a), I(b)))

#define LESS(a, b) _mm256_cmp_pd(a, b, _CMP_LT_OQ)
#define EQUAL(a, b) _mm256_cmp_pd(a, b, _CMP_EQ_OQ)
#define AND(a, b) _mm256_and_pd(a, b)
#define OR(a, b) _mm256_or_pd(a, b)
#define MERGE(m, a, b) _mm256_blendv_pd(b, a, m)
#define MASKED(m, a) _mm256_and_pd(m, a)
#define NONE(m) (_mm256_movemask_pd(m) == 0)
#define ALL(m) (_mm256_movemask_pd(m) == 15)
/* Half of the lanes or fewer. */
#define FEW(m) (__builtin_popcount((unsigned)_mm256_movemask_pd(m)) <= 2)

#define ADDI(a, b) F(_mm256_add_epi64(I(a), I(b)))
#define SUBI(a, b) F(_mm256_sub_epi64(I(a), I(b)))
#define ANDI(a, b) F(_mm256_and_si256(I(a), I(b)))
#define ORI(a, b) F(_mm256_or_si256(I(a), I(b)))
#define SHL(a, n) F(_mm256_slli_epi64(I(a), n))
#define SHR(a, n) F(_mm256_srli_epi64(I(a), n))
#define MINI32(a, b) F(_mm256_min_epi32(I(a), I(b)))
#define MAXU32(a, b) F(_mm256_max_epu32(I(a), I(b)))
#define LESSI(a, b) F(_mm256_cmpgt_epi64(I(b), I(a)))
#define EQUALI(a, b) F(_mm256_cmpeq_epi64(I(a), I(b)))

#define LOAD(p) _mm256_loadu_pd((const double *)(p))
#define STORE(p, a) _mm256_storeu_pd((double *)(p), a)
#define PREFETCH(p, n) _mm_prefetch((const char *)((uintptr_t)(p) + (n)), _MM_HINT_T0)
#define STREAM(p, a) _mm256_stream_pd((double *)(p), a)
#define FENCE() _mm_sfence()
#define LOADONE(p) _mm256_set_pd(0, 0, 0, load_double(p))
#define STOREONE(p, a) store_double(p, _mm_cvtsd_f64(_mm256_castpd256_pd128(a)))
#define LOADMASKED(p, m) _mm256_maskload_pd((const double *)(p), I(m))
#define STORELANES(p, m) (*(uint8_t *)(p) = (uint8_t)_mm256_movemask_pd(m))
#define LOADF32(p) _mm256_cvtps_pd(_mm_loadu_ps((const float *)(p)))
#define LOADU32(p) F(_mm256_cvtepu32_epi64(_mm_loadu_si128((const __m128i *)(p))))
#define BROADCAST(p) _mm256_set1_pd(load_double(p))

/* A table is halves: a permutation takes 32 bits, and the low half of a lane has the index. */
#define LOW32(w) (uint32_t)(w)
#define HIGH32(w) (uint32_t)((w) >> 32)
#define TABLE(name, a, b, c, d, e, f, g, h)                                          \
	static const struct { uint32_t low[8], high[8]; } SET(name) = {                  \
		{LOW32(a), LOW32(b), LOW32(c), LOW32(d), LOW32(e), LOW32(f), LOW32(g), LOW32(h)}, \
		{HIGH32(a), HIGH32(b), HIGH32(c), HIGH32(d), HIGH32(e), HIGH32(f), HIGH32(g), HIGH32(h)}}
#define HALF(half, i) \
	_mm256_permutevar8x32_epi32(_mm256_loadu_si256((const __m256i *)(half)), I(i))
#define LOOKUP(i, name)                                 \
	F(_mm256_blend_epi32(HALF(SET(name).low, i),        \
		_mm256_slli_epi64(HALF(SET(name).high, i), 32), 0xAA))

#define LOW2(a, b) _mm256_permute2f128_pd(a, b, 0x20)
#define HIGH2(a, b) _mm256_permute2f128_pd(a, b, 0x31)
#define LOW1(a, b) _mm256_unpacklo_pd(a, b)
#define HIGH1(a, b) _mm256_unpackhi_pd(a, b)

/*
 * The operations of the kernels with AVX-512 (F, DQ, BW and VL). A mask has a bit a lane.
 */
#include <immintrin.h>

#define TARGET __attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,fma,popcnt")))
#define V __m512d
#define M __mmask8
#define I(a) _mm512_castpd_si512(a)
#define F(a) _mm512_castsi512_pd(a)
#define CONST(name) F(_mm512_set1_epi64((int64_t)BITS_##name))

#define ADD(a, b) _mm512_add_pd(a, b)
#define MAX(a, b) _mm512_max_pd(a, b)
#define SUB(a, b) _mm512_sub_pd(a, b)
#define MUL(a, b) _mm512_mul_pd(a, b)
#define DIV(a, b) _mm512_div_pd(a, b)
#define FMA(a, b, c) _mm512_fmadd_pd(a, b, c)
#define FMS(a, b, c) _mm512_fmsub_pd(a, b, c)

#define ADDF32(a, b) \
	_mm512_castps_pd(_mm512_add_ps(_mm512_castpd_ps(a), _mm512_castpd_ps(b)))
#define ADDI8(a, b) F(_mm512_add_epi8(I(a), I(b)))
#define ADDI16(a, b) F(_mm512_add_epi16(I(a), I(b)))
#define ADDI32(a, b) F(_mm512_add_epi32(I(a), I(b)))

#define LESS(a, b) _mm512_cmp_pd_mask(a, b, _CMP_LT_OQ)
#define EQUAL(a, b) _mm512_cmp_pd_mask(a, b, _CMP_EQ_OQ)
#define AND(a, b) (M)((a) & (b))
#define OR(a, b) (M)((a) | (b))
#define MERGE(m, a, b) _mm512_mask_blend_pd(m, b, a)
#define MASKED(m, a) _mm512_maskz_mov_pd(m, a)
#define NONE(m) ((m) == 0)
#define ALL(m) ((m) == 255)
/* Half of the lanes or fewer. */
#define FEW(m) (__builtin_popcount(m) <= 4)

#define ADDI(a, b) F(_mm512_add_epi64(I(a), I(b)))
#define SUBI(a, b) F(_mm512_sub_epi64(I(a), I(b)))
#define ANDI(a, b) F(_mm512_and_si512(I(a), I(b)))
#define ORI(a, b) F(_mm512_or_si512(I(a), I(b)))
#define SHL(a, n) F(_mm512_slli_epi64(I(a), n))
#define SHR(a, n) F(_mm512_srli_epi64(I(a), n))
#define MINI32(a, b) F(_mm512_min_epi32(I(a), I(b)))
#define MAXU32(a, b) F(_mm512_max_epu32(I(a), I(b)))
#define LESSI(a, b) _mm512_cmplt_epi64_mask(I(a), I(b))
#define EQUALI(a, b) _mm512_cmpeq_epi64_mask(I(a), I(b))
#define CONVERT(a) _mm512_cvtepi64_pd(I(a))
/* All classes that there are, but positive normal numbers. */
#define NOTPOSITIVE(a) _mm512_fpclass_pd_mask(a, 0xFF)

#define LOAD(p) _mm512_loadu_pd((const void *)(p))
#define STORE(p, a) _mm512_storeu_pd((void *)(p), a)
#define PREFETCH(p, n) _mm_prefetch((const char *)((uintptr_t)(p) + (n)), _MM_HINT_T0)
#define STREAM(p, a) _mm512_stream_pd((void *)(p), a)
#define FENCE() _mm_sfence()
#define LOADONE(p) _mm512_set_pd(0, 0, 0, 0, 0, 0, 0, load_double(p))
#define STOREONE(p, a) store_double(p, _mm_cvtsd_f64(_mm512_castpd512_pd128(a)))
#define LOADMASKED(p, m) _mm512_maskz_loadu_pd(m, (const void *)(p))
#define STORELANES(p, m) (*(uint8_t *)(p) = (m))
#define LOADF32(p) _mm512_cvtps_pd(_mm256_loadu_ps((const float *)(p)))
#define LOADU32(p) F(_mm512_cvtepu32_epi64(_mm256_loadu_si256((const __m256i *)(p))))
#define BROADCAST(p) _mm512_set1_pd(load_double(p))

/* The first n lanes, and all or none of them. */
#define FIRSTLANES(n) ((M)((n) >= 8 ? 255 : (n) <= 0 ? 0 : (1 << (n)) - 1))
#define LOADTAIL(p, m, other) \
	_mm512_mask_loadu_pd(BROADCAST(other), m, (const void *)(p))
#define STOREMASKED(p, a, m) _mm512_mask_storeu_pd((void *)(p), m, a)

#define TABLE(name, ...) static const uint64_t SET(name)[8] = {__VA_ARGS__}
#define LOOKUP(i, name) _mm512_permutexvar_pd(I(i), _mm512_loadu_pd((const void *)SET(name)))

#define LOW4(a, b) _mm512_shuffle_f64x2(a, b, 0x44)
#define HIGH4(a, b) _mm512_shuffle_f64x2(a, b, 0xEE)
#define LOW2(a, b) _mm512_shuffle_f64x2(a, b, 0x88)
#define HIGH2(a, b) _mm512_shuffle_f64x2(a, b, 0xDD)
#define LOW1(a, b) _mm512_unpacklo_pd(a, b)
#define HIGH1(a, b) _mm512_unpackhi_pd(a, b)

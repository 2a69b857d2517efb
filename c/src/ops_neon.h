/*
 * The operations of the kernels with NEON. A mask is a vector with all bits of a lane set.
 */
#include <arm_neon.h>

#define TARGET
#define V float64x2_t
#define I(a) vreinterpretq_s64_f64(a)
#define U(a) vreinterpretq_u64_f64(a)
#define F(a) vreinterpretq_f64_s64(a)
#define FU(a) vreinterpretq_f64_u64(a)
#define CONST(name) FU(vdupq_n_u64(BITS_##name))

#define ADD(a, b) vaddq_f64(a, b)
#define MAX(a, b) vmaxq_f64(a, b)
#define SUB(a, b) vsubq_f64(a, b)
#define MUL(a, b) vmulq_f64(a, b)
#define DIV(a, b) vdivq_f64(a, b)
#define FMA(a, b, c) vfmaq_f64(c, a, b)
#define FMS(a, b, c) vfmaq_f64(vnegq_f64(c), a, b)

/* Of elements of another type: the operation on what fills the vector. */
#define OF(type, op, a, b)                                     \
	vreinterpretq_f64_##type(op##_##type(vreinterpretq_##type##_f64(a), \
		vreinterpretq_##type##_f64(b)))
#define ADDF32(a, b) OF(f32, vaddq, a, b)
#define ADDI8(a, b) OF(s8, vaddq, a, b)
#define ADDI16(a, b) OF(s16, vaddq, a, b)
#define ADDI32(a, b) OF(s32, vaddq, a, b)

#define LESS(a, b) FU(vcltq_f64(a, b))
#define EQUAL(a, b) FU(vceqq_f64(a, b))
#define AND(a, b) OF(u64, vandq, a, b)
#define OR(a, b) OF(u64, vorrq, a, b)
#define MERGE(m, a, b) vbslq_f64(U(m), a, b)
#define MASKED(m, a) AND(m, a)
#define NONE(m) ((vgetq_lane_u64(U(m), 0) | vgetq_lane_u64(U(m), 1)) == 0)
#define ALL(m) ((vgetq_lane_u64(U(m), 0) & vgetq_lane_u64(U(m), 1)) == UINT64_MAX)
/* Half of the lanes or fewer. */
#define FEW(m) (!ALL(m))

#define ADDI(a, b) OF(s64, vaddq, a, b)
#define SUBI(a, b) OF(s64, vsubq, a, b)
#define ANDI(a, b) OF(u64, vandq, a, b)
#define ORI(a, b) OF(u64, vorrq, a, b)
#define SHL(a, n) FU(vshlq_n_u64(U(a), n))
#define SHR(a, n) FU(vshrq_n_u64(U(a), n))
#define MINI32(a, b) OF(s32, vminq, a, b)
#define MAXU32(a, b) OF(u32, vmaxq, a, b)
#define LESSI(a, b) FU(vcltq_s64(I(a), I(b)))
#define EQUALI(a, b) FU(vceqq_s64(I(a), I(b)))
#define CONVERT(a) vcvtq_f64_s64(I(a))

/* Bytes may be loaded from objects of any type. */
#define LOAD(p) vreinterpretq_f64_u8(vld1q_u8((const uint8_t *)(p)))
#define STORE(p, a) vst1q_u8((uint8_t *)(p), vreinterpretq_u8_f64(a))
#define PREFETCH(p, n) __builtin_prefetch((const char *)((uintptr_t)(p) + (n)))
#define STREAM(p, a) STORE(p, a)
#define FENCE() ((void)0)
#define LOADONE(p) vsetq_lane_f64(load_double(p), vdupq_n_f64(0), 0)
#define STOREONE(p, a) store_double(p, vgetq_lane_f64(a, 0))
#define LANEWHERE(p, m, lane) (vgetq_lane_u64(U(m), lane) ? load_double((p) + 8 * (lane)) : 0)
#define LOADMASKED(p, m) \
	vsetq_lane_f64(LANEWHERE(p, m, 1), vdupq_n_f64(LANEWHERE(p, m, 0)), 1)
#define STORELANES(p, m) \
	(*(uint8_t *)(p) = (vgetq_lane_u64(U(m), 0) & 1) | (vgetq_lane_u64(U(m), 1) & 2))
#define LOADF32(p) vcvt_f64_f32(vreinterpret_f32_u8(vld1_u8((const uint8_t *)(p))))
#define LOADU32(p) FU(vmovl_u32(vreinterpret_u32_u8(vld1_u8((const uint8_t *)(p)))))
#define BROADCAST(p) vdupq_n_f64(load_double(p))

#define TABLE(name, ...) static const uint64_t SET(name)[8] = {__VA_ARGS__}
#define ENTRY(name, i, lane) vcreate_u64(SET(name)[vgetq_lane_u64(U(i), lane) & 7])
#define LOOKUP(i, name) FU(vcombine_u64(ENTRY(name, i, 0), ENTRY(name, i, 1)))

#define LOW1(a, b) vzip1q_f64(a, b)
#define HIGH1(a, b) vzip2q_f64(a, b)

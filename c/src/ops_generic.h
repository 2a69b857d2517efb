/*
 * The operations of the kernels in plain C: vectors of one lane, which is its 64 bits. fma is
 * the C library's, exact also where the processor has none.
 */
#define TARGET
#define V uint64_t
#define CONST(name) BITS_##name

#define D(a) of_bits(a)
#define ADD(a, b) to_bits(D(a) + D(b))
#define MAX(a, b) (D(a) > D(b) ? (a) : (b))
#define SUB(a, b) to_bits(D(a) - D(b))
#define MUL(a, b) to_bits(D(a) * D(b))
#define DIV(a, b) to_bits(D(a) / D(b))
#define FMA(a, b, c) to_bits(fma(D(a), D(b), D(c)))
#define FMS(a, b, c) to_bits(fma(D(a), D(b), -D(c)))

/* Integers of n bits each, whose highest ones are h: the others are added without a carry. */
#define ADD_PARTS(a, b, h) ((((a) & ~(h)) + ((b) & ~(h))) ^ (((a) ^ (b)) & (h)))
#define ADDI8(a, b) ADD_PARTS(a, b, UINT64_C(0x8080808080808080))
#define ADDI16(a, b) ADD_PARTS(a, b, UINT64_C(0x8000800080008000))
#define ADDI32(a, b) ADD_PARTS(a, b, UINT64_C(0x8000000080000000))

/* Each half of a lane by itself: x and y are halves of a and b. */
#define HALVES(name, type, result)                     \
	static inline uint64_t name(uint64_t a, uint64_t b) \
	{                                                  \
		type p[2], q[2];                               \
		memcpy(p, &a, 8);                              \
		memcpy(q, &b, 8);                              \
		for (int i = 0; i < 2; i++) {                  \
			type x = p[i], y = q[i];                   \
			p[i] = result;                             \
		}                                              \
		memcpy(&a, p, 8);                              \
		return a;                                      \
	}
HALVES(add_float32, float, x + y)
HALVES(min_int32, int32_t, x < y ? x : y)
HALVES(max_uint32, uint32_t, x > y ? x : y)
#define ADDF32(a, b) add_float32(a, b)
#define MINI32(a, b) min_int32(a, b)
#define MAXU32(a, b) max_uint32(a, b)

#define LESS(a, b) (-(uint64_t)(D(a) < D(b)))
#define EQUAL(a, b) (-(uint64_t)(D(a) == D(b)))
#define AND(a, b) ((a) & (b))
#define OR(a, b) ((a) | (b))
#define MERGE(m, a, b) ((m) ? (a) : (b))
#define MASKED(m, a) ((m) & (a))
#define NONE(m) ((m) == 0)
#define ALL(m) ((m) != 0)
#define FEW(m) ((m) == 0)

#define ADDI(a, b) ((a) + (b))
#define SUBI(a, b) ((a) - (b))
#define ANDI(a, b) ((a) & (b))
#define ORI(a, b) ((a) | (b))
#define SHL(a, n) ((a) << (n))
#define SHR(a, n) ((a) >> (n))
#define LESSI(a, b) (-(uint64_t)((int64_t)(a) < (int64_t)(b)))
#define EQUALI(a, b) (-(uint64_t)((a) == (b)))

#define LOAD(p) to_bits(load_double(p))
#define STORE(p, a) store_double(p, of_bits(a))
#define PREFETCH(p, n) ((void)(p))
#define STREAM(p, a) STORE(p, a)
#define FENCE() ((void)0)
#define LOADONE(p) LOAD(p)
#define STOREONE(p, a) STORE(p, a)
#define LOADMASKED(p, m) ((m) ? LOAD(p) : 0)
#define STORELANES(p, m) (*(uint8_t *)(p) = (m) & 1)
#define LOADF32(p) to_bits((double)load_float(p))
#define LOADU32(p) ((uint64_t)load_uint32(p))
#define BROADCAST(p) LOAD(p)

#define TABLE(name, ...) static const uint64_t SET(name)[8] = {__VA_ARGS__}
#define LOOKUP(i, name) SET(name)[(i) & 7]

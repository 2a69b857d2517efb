/* Addition of vectors of ten types. */
#include "internal.h"

#include <unistd.h>

/*
 * What fits any last-level cache, the size of one that the system does not report, and the most
 * that counts: larger ones are shared by the cores of a whole package, and by other guests.
 */
enum { MIN_STREAM_BYTES = 1 << 20, DEFAULT_CACHE = 32 << 20, MAX_CACHE = 64 << 20 };

size_t sumlog_cache_size(void)
{
#ifdef _SC_LEVEL3_CACHE_SIZE
	static long reported; /* the system reports the same to every thread */
	long bytes = __atomic_load_n(&reported, __ATOMIC_RELAXED);
	if (bytes == 0) {
		bytes = sysconf(_SC_LEVEL3_CACHE_SIZE);
		if (bytes <= 0)
			bytes = DEFAULT_CACHE;
		if (bytes > MAX_CACHE)
			bytes = MAX_CACHE;
		__atomic_store_n(&reported, bytes, __ATOMIC_RELAXED);
	}
	return (size_t)bytes;
#else
	return DEFAULT_CACHE;
#endif
}

/*
 * ADD defines the addition of a type: by kernels on words of 64 bits, for elements that fill
 * words, and by the sum of two elements elsewhere. Non-temporal stores go to whole lines, where
 * dst is not read as well.
 */
#define ADD(name, type, sum, kernel, streaming)                                              \
	static void plain_##name(type *dst, const type *a, const type *b, size_t n)          \
	{                                                                                    \
		for (size_t i = 0; i < n; i++)                                               \
			dst[i] = (type)(sum);                                                \
	}                                                                                    \
	static void add_any_##name(type *dst, const type *a, const type *b, size_t n, bool stream) \
	{                                                                                    \
		const struct sumlog_set *set = sumlog_in_force();                            \
		const size_t word = 8 / sizeof(type), line = 64 / sizeof(type);              \
		size_t i = 0;                                                                \
		if (stream && n >= 8 * line && dst != a && dst != b &&                       \
		    (uintptr_t)dst % sizeof(type) == 0) {                                    \
			i = -(uintptr_t)dst % 64 / sizeof(type);                             \
			plain_##name(dst, a, b, i);                                          \
			size_t lines = (n - i) & ~(2 * line - 1);                            \
			set->streaming(dst + i, a + i, b + i, (int64_t)(lines / word));      \
			i += lines;                                                          \
		}                                                                            \
		size_t words = (n - i) / word;                                               \
		if (words > 0)                                                               \
			set->kernel(dst + i, a + i, b + i, (int64_t)words);                  \
		i += words * word;                                                           \
		if (i < n)                                                                   \
			plain_##name(dst + i, a + i, b + i, n - i);                          \
	}                                                                                    \
	void sumlog_add_streaming_##name(type *dst, const type *a, const type *b, size_t n)  \
	{                                                                                    \
		add_any_##name(dst, a, b, n, true);                                              \
	}                                                                                    \
	void sumlog_add_##name(type *dst, const type *a, const type *b, size_t n)            \
	{                                                                                    \
		if (n <= 16)                                                                 \
			plain_##name(dst, a, b, n);                                          \
		else                                                                         \
			add_any_##name(dst, a, b, n, n > MIN_STREAM_BYTES / (3 * sizeof(type)) && \
			                             n > sumlog_cache_size() / (6 * sizeof(type))); \
	}

/* Integers wrap around; unsigned ones do so by themselves. */
#define SUM(unsigned_type) (unsigned_type)((unsigned_type)a[i] + (unsigned_type)b[i])

ADD(float64, double, a[i] + b[i], addFloat64, streamFloat64)
ADD(float32, float, a[i] + b[i], addFloat32, streamFloat32)
ADD(int64, int64_t, SUM(uint64_t), addInt64, streamInt64)
ADD(int32, int32_t, SUM(uint32_t), addInt32, streamInt32)
ADD(int16, int16_t, SUM(uint16_t), addInt16, streamInt16)
ADD(int8, int8_t, SUM(uint8_t), addInt8, streamInt8)
ADD(uint64, uint64_t, SUM(uint64_t), addInt64, streamInt64)
ADD(uint32, uint32_t, SUM(uint32_t), addInt32, streamInt32)
ADD(uint16, uint16_t, SUM(uint16_t), addInt16, streamInt16)
ADD(uint8, uint8_t, SUM(uint8_t), addInt8, streamInt8)

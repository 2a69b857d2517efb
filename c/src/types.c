/* Sums of the logarithms of numbers of other types than double, which are converted block by block. */
#include "internal.h"

typedef void widen_fn(void *dst, const void *x, int64_t n);

/* By a kernel, which takes some vectors at a time: the last ones take some elements once more. */
static void widen_by(const struct sumlog_set *set, widen_fn *kernel, double *dst, const char *x,
                     size_t size, size_t n)
{
	size_t group = (size_t)(GROUP_widenFloat32 * set->lanes), rest = n & (group - 1);
	kernel(dst, x, (int64_t)(n - rest));
	if (rest > 0)
		kernel(dst + (n - group), x + (n - group) * size, (int64_t)group);
}

/* For what fills no group of a kernel, and types that compilers convert as fast. */
#define LOOP                                                                                 \
	for (size_t i = 0; i < n; i++)                                                       \
		dst[i] = (double)x[i];

#define WITH_KERNEL(name, type, kernel)                                                      \
	void sumlog_widen_##name(double *dst, const type *x, size_t n)                       \
	{                                                                                    \
		const struct sumlog_set *set = sumlog_in_force();                            \
		if (n >= (size_t)(GROUP_widenFloat32 * set->lanes))                          \
			widen_by(set, set->kernel, dst, (const char *)x, sizeof *x, n);      \
		else                                                                         \
			LOOP                                                           \
	}

#define WITHOUT_KERNEL(name, type)                                                           \
	void sumlog_widen_##name(double *dst, const type *x, size_t n) { LOOP }

void sumlog_widen_float64(double *dst, const double *x, size_t n)
{
	if (n > 0 && dst != x)
		memcpy(dst, x, n * sizeof *dst);
}
WITH_KERNEL(float32, float, widenFloat32)
WITH_KERNEL(int64, int64_t, widenInt64)
WITH_KERNEL(int32, int32_t, widenInt32)
WITHOUT_KERNEL(int16, int16_t)
WITHOUT_KERNEL(int8, int8_t)
WITH_KERNEL(uint64, uint64_t, widenUint64)
WITH_KERNEL(uint32, uint32_t, widenUint32)
WITHOUT_KERNEL(uint16, uint16_t)
WITHOUT_KERNEL(uint8, uint8_t)

#define SUMS(name, type)                                                                     \
	double sumlog_sum_log_##name(const type *x, size_t n)                                \
	{                                                                                    \
		double block[BLOCK];                                                         \
		sumlog_product all = {0};                                                    \
		if (n <= BLOCK) {                                                            \
			sumlog_widen_##name(block, x, n);                                    \
			return sumlog_sum_log(block, n);                                     \
		}                                                                            \
		for (size_t i = 0; i < n; i += BLOCK) {                                      \
			size_t k = least(BLOCK, n - i);                                      \
			sumlog_widen_##name(block, x + i, k);                                \
			sumlog_product_add(&all, block, k);                                  \
		}                                                                            \
		return sumlog_product_log(all);                                              \
	}                                                                                    \
	void sumlog_sum_log_rows_##name(double *dst, const type *x, size_t rows, size_t cols) \
	{                                                                                    \
		double block[BLOCK];                                                         \
		size_t most = BLOCK / cols;                                                  \
		if (most == 0)                                                               \
			for (size_t r = 0; r < rows; r++)                                    \
				dst[r] = sumlog_sum_log_##name(x + r * cols, cols);          \
		else                                                                         \
			for (size_t r = 0; r < rows; r += most) {                            \
				size_t k = least(most, rows - r);                            \
				sumlog_widen_##name(block, x + r * cols, k * cols);          \
				sumlog_sum_log_rows(dst + r, block, k, cols);                \
			}                                                                    \
	}

SUMS(float32, float)
SUMS(int64, int64_t)
SUMS(int32, int32_t)
SUMS(int16, int16_t)
SUMS(int8, int8_t)
SUMS(uint64, uint64_t)
SUMS(uint32, uint32_t)
SUMS(uint16, uint16_t)
SUMS(uint8, uint8_t)

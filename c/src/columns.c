/* Sums of the logarithms of the columns of a matrix: columns are copied, and summed as rows. */
#include "internal.h"

enum {
	GAP = 8,  /* elements between copied columns, whose rows then differ in the set of a cache */
	LINE = 8, /* columns of a line of the cache, which are copied one after the other */
	SPACE = LINE * (BLOCK / 4 + GAP),
};

/* Copies rows of cols columns: column c to dst + c·step. */
static void copy_columns(double *dst, size_t step, const double *x, size_t rows, size_t cols,
                         size_t stride)
{
	for (size_t c = 0; c < cols; c += LINE) {
		size_t n = least(LINE, cols - c);
		double *to = dst + c * step;
		const double *from = x + c;
		for (size_t r = 0; r < rows; r++)
			for (size_t k = 0; k < n; k++)
				to[k * step + r] = from[r * stride + k];
	}
}

/* Columns of at most BLOCK rows, as many at a time as there is space for. */
static void short_columns(double *dst, const double *x, size_t rows, size_t cols, size_t stride)
{
	double space[SPACE];
	size_t step = rows + GAP, width = SPACE / step;
	if (width > LINE)
		width = least(width & ~(size_t)(LINE - 1), 64);
	for (size_t c = 0; c < cols; c += width) {
		size_t n = least(width, cols - c);
		copy_columns(space, step, x + c, rows, n, stride);
		sumlog_sum_log_rows_strided(dst + c, space, n, rows, step);
	}
}

/* At most LINE longer columns: a block of each at a time, so that their lines stay in a cache. */
static void long_columns(double *dst, const double *x, size_t rows, size_t cols, size_t stride)
{
	enum { width = SPACE / (BLOCK + GAP) };
	const struct sumlog_set *set = sumlog_in_force();
	double space[SPACE];
	sumlog_product all[LINE];
	struct path paths[LINE] = {{0, 0}};
	for (size_t c = 0; c < cols; c++)
		all[c] = (sumlog_product){.p = 1};
	for (size_t r = 0; r < rows; r += BLOCK) {
		size_t n = least(BLOCK, rows - r);
		for (size_t c = 0; c < cols; c += width) {
			size_t k = least(width, cols - c);
			copy_columns(space, BLOCK + GAP, x + r * stride + c, n, k, stride);
			for (size_t i = 0; i < k; i++) {
				const double *column = space + i * (BLOCK + GAP);
				sumlog_product block = sumlog_block_product(set, &paths[c + i], column, n);
				all[c + i] = set->merge(all[c + i], block);
			}
		}
	}
	for (size_t c = 0; c < cols; c++)
		dst[c] = sumlog_log_of(set, all[c]);
}

void sumlog_sum_log_columns(double *dst, const double *x, size_t rows, size_t cols, size_t stride)
{
	if (rows == 0)
		for (size_t c = 0; c < cols; c++)
			dst[c] = 0;
	else if (rows <= BLOCK)
		short_columns(dst, x, rows, cols, stride);
	else
		for (size_t c = 0; c < cols; c += LINE)
			long_columns(dst + c, x + c, rows, least(LINE, cols - c), stride);
}

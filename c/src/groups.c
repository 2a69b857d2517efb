/*
 * Sums of the logarithms of groups of any lengths. Groups of at most 8 elements, and those of at
 * most 32, are filled up with ones to rows of one length, which are multiplied side by side: a 1
 * changes no bit of a product.
 */
#include "internal.h"

enum {
	SHORT_GROUPS = 64, /* groups that are taken at a time */
	MEDIUM_GROUPS = 16,
	MEDIUM = 32, /* elements; a longer group is worth a call */
};

/* Groups of medium length that wait for each other. */
struct medium {
	size_t n;
	size_t which[MEDIUM_GROUPS];
	double rows[MEDIUM_GROUPS * MEDIUM];
};

/* Makes a row of n elements of size elements from x on. */
static void fill_row(double *row, size_t n, const double *x, size_t size)
{
	memcpy(row, x, size * sizeof *row);
	for (size_t i = size; i < n; i++)
		row[i] = 1;
}

static void sum_medium(struct medium *m, double *dst)
{
	double sums[MEDIUM_GROUPS];
	sumlog_sum_log_rows(sums, m->rows, m->n, MEDIUM);
	for (size_t i = 0; i < m->n; i++)
		dst[m->which[i]] = sums[i];
	m->n = 0;
}

void sumlog_sum_log_groups(double *dst, const double *x, const size_t *offsets, size_t groups)
{
	const struct sumlog_set *set = sumlog_in_force();
	double rows[SHORT_GROUPS * ROW8], sums[SHORT_GROUPS];
	size_t which[SHORT_GROUPS];
	struct medium medium;
	medium.n = 0;
	for (size_t first = 0; first < groups; first += SHORT_GROUPS) {
		size_t end = first + least(SHORT_GROUPS, groups - first), n = 0;
		for (size_t i = first; i < end; i++) {
			size_t size = offsets[i + 1] - offsets[i];
			if (size == 0) {
				dst[i] = 0;
				continue;
			}
			const double *group = x + offsets[i];
			if (size <= ROW8) {
				fill_row(rows + n * ROW8, ROW8, group, size);
				which[n++] = i;
			} else if (size <= MEDIUM) {
				fill_row(medium.rows + medium.n * MEDIUM, MEDIUM, group, size);
				medium.which[medium.n++] = i;
				if (medium.n == MEDIUM_GROUPS)
					sum_medium(&medium, dst);
			} else
				dst[i] = sumlog_sum_log_of(set, group, size);
		}
		sumlog_sum_log_rows(sums, rows, n, ROW8);
		for (size_t i = 0; i < n; i++)
			dst[which[i]] = sums[i];
	}
	sum_medium(&medium, dst);
}
